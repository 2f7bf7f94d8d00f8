"""From the composer to the server and back: the queue, the draft, texts that could not be sent."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from chatkit_tui.tui.composer.draft_keeper import DraftKeeper
from chatkit_tui.tui.composer.outbox import Outbox

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.state import PendingMessage
    from chatkit_tui.tui.composer.composer import Composer

RunCommand = Callable[[Coroutine[Any, Any, None]], None]
"""Runs a controller command in a task of its own and reports what it raises."""


class Sender:
    """Decides when a text goes out; knows at any time what would be lost if the program died."""

    def __init__(self, composer: Composer, drafts: DraftKeeper, run: RunCommand) -> None:
        self._composer = composer
        self._drafts = drafts
        self._run = run
        self._controller: ChatKitController | None = None
        self._early = Outbox()
        self._outboxes: WeakKeyDictionary[Conversation, Outbox] = WeakKeyDictionary()
        self._starting: Conversation | None = None
        self._opened = False

    @property
    def outbox(self) -> Outbox:
        """The queue of the conversation in front."""
        if self._controller is None:
            return self._early
        return self._outboxes.setdefault(self._controller.active, Outbox())

    def connect(self, controller: ChatKitController, *, hold: bool) -> None:
        """There is a server now: what was queued for it can go, unless the thread is another."""
        self._controller = controller
        self._outboxes[controller.active] = self._early
        if hold:
            self._early.hold()
        self._early = Outbox()
        self.flush()

    def submit(self, text: str) -> None:
        """Send `text` as soon as its turn comes; empty lifts a hold."""
        if text:
            self.outbox.put(text)
        else:
            self.outbox.release()
        self.flush()

    def flush(self) -> None:
        """Send the oldest queued text if nothing runs."""
        controller = self._controller
        if controller is not None and self._starting is not controller.active:
            conversation = controller.active
            if not conversation.turn.busy and not conversation.loading:
                text = self.outbox.next()
                if text is not None:
                    self._starting = conversation
                    self._run(self._send(controller, conversation, text))
        self.note()

    async def _send(
        self, controller: ChatKitController, conversation: Conversation, text: str
    ) -> None:
        try:
            await controller.send_user_message(text)
        finally:
            if self._starting is conversation:
                self._starting = None

    def turn_changed(self, conversation: Conversation) -> None:
        """React to a turn that moved on: give back what failed, send what waits."""
        if conversation.turn.busy:
            self._starting = None
            self.note()
            return
        for row in list(conversation.state.rows):
            if row.pending is not None and row.pending.error is not None:
                self._give_back(message_text(row.pending))
                conversation.discard(row)
        if conversation.state.error is not None:
            self._outboxes.setdefault(conversation, Outbox()).hold()
        self.flush()

    def take_back(self) -> bool:
        """Put the newest queued text into the empty composer; False when there is none."""
        if self._composer.text:
            return False
        text = self.outbox.take_back()
        if text is None:
            return False
        self._composer.text = text
        self.note()
        return True

    def note(self) -> None:
        """Show the queue, and keep on disk whatever is not safely at the server."""
        self._composer.show_queue(self.outbox.texts, held=self.outbox.held)
        self._drafts.note("\n\n".join(filter(None, [*self._unsent(), self._composer.text])))

    async def turn_to(self, thread_id: str | None) -> None:
        """Another thread is in front: bring its draft into the composer."""
        if self._opened and thread_id == self._drafts.thread_id:
            return
        if self._opened:
            self._composer.text = ""
        self._opened = True
        kept = await self._drafts.open(thread_id)
        queued = "\n\n".join(self._unsent())
        if queued and kept.startswith(queued):
            kept = kept[len(queued) :].lstrip("\n")
        if kept:
            self._composer.text = "\n".join(filter(None, [kept, self._composer.text]))
        self.flush()

    async def thread_created(self, thread_id: str | None) -> None:
        """The thread being written in has an id now."""
        await self._drafts.move(thread_id)

    def _unsent(self) -> list[str]:
        texts = list(self.outbox.texts)
        if self._controller is not None:
            from chatkit_tui.controller.state import Delivery

            for row in reversed(self._controller.active.state.rows):
                pending = row.pending
                if pending is None:
                    break
                if pending.delivery in (Delivery.NOT_SENT, Delivery.UNKNOWN):
                    texts.insert(0, message_text(pending))
        return texts

    def _give_back(self, text: str) -> None:
        written = self._composer.text
        self._composer.text = "\n\n".join(filter(None, [text, written]))


def message_text(pending: PendingMessage) -> str:
    """The text of a message as the user wrote it."""
    return "".join(part.text for part in pending.input.content)
