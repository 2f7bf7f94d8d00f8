"""From the composer to the server and back: the queue, the drafts, texts that could not be sent."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from chatkit_tui.translation import _
from chatkit_tui.tui.composer.desk import Desk
from chatkit_tui.tui.composer.prompt import Prompt, prompt_of, together

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.tui.attachments.attaching import Attaching
    from chatkit_tui.tui.composer.composer import Composer
    from chatkit_tui.tui.composer.draft_keeper import DraftKeeper

RunCommand = Callable[[Coroutine[Any, Any, None]], None]
"""Runs a controller command in a task of its own and reports what it raises."""


class Sender:
    """Decides when a text goes out; what would be lost if the program died is always on disk."""

    def __init__(
        self, composer: Composer, drafts: DraftKeeper, files: Attaching, run: RunCommand
    ) -> None:
        self._composer = composer
        self._files = files
        self._drafts = drafts
        self._run = run
        self._controller: ChatKitController | None = None
        self._desks: WeakKeyDictionary[Conversation, Desk] = WeakKeyDictionary()
        self._front = Desk()
        self._starting: Conversation | None = None
        self._ended = False

    async def begin(self, thread_id: str | None) -> None:
        """Before there is a server: bring the draft of the thread that will be in front."""
        desk = self._front
        if desk.loaded:
            return
        desk.filed_under = thread_id
        kept = await self._drafts.load(thread_id)
        if not desk.loaded:
            self._put_back(desk, self._files.restored(kept))
            desk.loaded = True
        self._show_queue()

    async def begin_elsewhere(self, thread_id: str | None) -> None:
        """Before there is a server: another thread will be in front than `begin` was told."""
        if self._front.filed_under == thread_id and self._front.loaded:
            return
        if self._front.loaded:
            # It is on disk, what was queued with it, and there when the user comes back.
            self.written()
            self._front = Desk()
            self._show_front()
        else:
            # Nobody knew yet for which thread this was written.
            self._front = Desk(outbox=self._front.outbox)
        await self.begin(thread_id)

    async def begin_anew(self) -> None:
        """The thread that `begin` was for is gone: what is in hand is for a new one."""
        self._put_back(self._front, self._files.restored(await self._drafts.load(None)))
        self._front.outbox.hold()

    def connect(self, controller: ChatKitController, *, hold: bool) -> None:
        """There is a server now: what was queued for it can go, unless the thread is another."""
        self._controller = controller
        self._desks[controller.active] = self._front
        if hold:
            self._front.outbox.hold()
        self.flush()

    def turn_to(self, conversation: Conversation) -> None:
        """Another conversation is in front: bring what the user has in hand for it."""
        if self._controller is None:
            if conversation.thread_id not in (None, self._front.filed_under):
                self._run(self.begin_elsewhere(conversation.thread_id))
            return
        self._front.written = self._composer.prompt
        self._front = self._desk(conversation)
        self._show_front()
        if self._front.loaded:
            self.flush()
        else:
            self._run(self._load(conversation))

    async def _load(self, conversation: Conversation) -> None:
        desk = self._desk(conversation)
        desk.filed_under = conversation.thread_id
        if not self._is_beginning_elsewhere(conversation):
            kept = await self._drafts.load(conversation.thread_id)
            self._put_back(desk, self._files.restored(kept))
        desk.loaded = True
        self.flush()

    def _is_beginning_elsewhere(self, conversation: Conversation) -> bool:
        """Whether the draft of the thread to be is a message on its way to become another one."""
        new = [each for each in self._desks if each.thread_id is None and each.turn.busy]
        return conversation.thread_id is None and any(each is not conversation for each in new)

    def _put_back(self, desk: Desk, prompt: Prompt) -> None:
        """Give `prompt` to the user, before what he has written since."""
        if desk is not self._front:
            desk.put_back(prompt)
        elif not prompt.blank:
            # The composer knows the newest key; what it told of its changes may be older.
            desk.written = self._composer.prompt
            desk.put_back(prompt)
            self._composer.prompt = desk.written

    def _show_front(self) -> None:
        self._composer.prompt = self._front.written
        self._show_queue()

    def _show_queue(self) -> None:
        outbox = self._front.outbox
        self._composer.show_queue(outbox.prompts, held=outbox.held)

    def _desk(self, conversation: Conversation) -> Desk:
        """The desk of a conversation, or the one left behind in its thread by an earlier one."""
        if conversation not in self._desks:
            same = (o for o in self._desks if o.thread_id == conversation.thread_id)
            left = next((o for o in same if o.thread_id is not None or o.blank), None)
            self._desks[conversation] = Desk() if left is None else self._desks.pop(left)
        return self._desks[conversation]

    # -- what the user does --------------------------------------------------------------------

    def submit(self, prompt: Prompt) -> None:
        """Send `prompt` as soon as its turn comes; one without text lifts a hold."""
        self._front.written = self._composer.prompt
        self._front.goes_on = self._controller is not None and is_stopping(self._controller.active)
        if prompt.sendable:
            self._front.outbox.put(prompt)
        else:
            self._front.outbox.release()
        self.flush()

    def written(self) -> None:
        """What is in the composer changed."""
        self._front.written = self._composer.prompt
        self._file()

    def take_back(self) -> bool:
        """Put the newest queued prompt into the empty composer; False when there is none."""
        queued = self._front.outbox.prompts
        if self._composer.text or not queued:
            return False
        self.edit_queued(queued[-1])
        return True

    def edit_queued(self, prompt: Prompt) -> None:
        """Put a queued prompt into the composer, before what is written there."""
        if self._front.outbox.take(prompt):
            self._put_back(self._front, prompt)
        self._show_queue()
        self._file()

    def drop_queued(self, prompt: Prompt) -> None:
        """Do not send a queued prompt."""
        if self._front.outbox.take(prompt):
            self._files.drop(prompt.files)
        self._show_queue()
        self._file()

    def file_changed(self, attached: Attached) -> None:
        """A file of some prompt went on: send what waited for it, give back what it fails."""
        if attached.error is not None:
            for desk in {self._front, *self._desks.values()}:
                for prompt in [each for each in desk.outbox.prompts if attached in each.files]:
                    desk.outbox.take(prompt)
                    self._put_back(desk, prompt)
        if attached.pending:
            self._show_queue()
        else:
            self.flush()

    @property
    def connected(self) -> bool:
        """Whether the first thread is in front, and messages can go."""
        return self._controller is not None

    @property
    def has_queued(self) -> bool:
        """Whether something waits to be sent to the conversation in front."""
        return bool(self._front.outbox.prompts)

    # -- what the server does ------------------------------------------------------------------

    def turn_changed(self, conversation: Conversation) -> None:
        """React to a turn that moved on: give back what failed, send what waits."""
        if self._over:
            return  # It is the end that ended the turn; what is on disk by now stays there.
        if conversation.turn.busy:
            self._started(conversation)
            self._file()
            return
        desk = self._desk(conversation)
        for row in list(conversation.state.rows):
            if row.pending is not None and row.pending.error is not None:
                sent = row.pending.input
                self._put_back(desk, prompt_of(sent, self._files.of(sent)))
                conversation.discard(row)
        if conversation.state.error is not None and not desk.goes_on:
            desk.outbox.hold()
        else:
            desk.outbox.release()
        desk.goes_on = False
        self.flush()

    def flush(self) -> None:
        """Send the oldest prompt queued for the conversation in front, if it can go there."""
        controller = self._controller
        if self._over:
            return
        if controller is not None and self._starting is not controller.active:
            conversation, outbox = controller.active, self._front.outbox
            if not takes_messages(conversation):
                outbox.hold()
            busy = conversation.turn.busy or conversation.loading
            if not busy and not self._composer.queue_in_hand:
                prompt = outbox.next()
                if prompt is not None:
                    self._starting = conversation
                    self._run(self._send(controller, conversation, self._front, prompt))
        self._show_queue()
        self._file()

    async def _send(
        self,
        controller: ChatKitController,
        conversation: Conversation,
        desk: Desk,
        prompt: Prompt,
    ) -> None:
        turn = conversation.turn
        if controller.active is not conversation or turn.busy or conversation.loading:
            # Whoever goes through threads in haste was gone again before this could run.
            desk.outbox.put_first(prompt)
            self._started(conversation)
            self.flush()
            return
        try:
            await controller.send_user_message(
                content=prompt.content,
                reply=prompt.quote,
                attachments=[each.id for each in prompt.files if each.id is not None],
                tool_choice=prompt.tool_id,
                model=prompt.model_id,
            )
        finally:
            self._started(conversation)

    def _started(self, conversation: Conversation) -> None:
        if self._starting is conversation:
            self._starting = None

    # -- what is kept on disk ------------------------------------------------------------------

    def keep_now(self) -> None:
        """Save every draft at once, in this thread: the program is about to end."""
        desk = self._front
        if not desk.loaded:
            self._put_back(desk, self._files.restored(self._drafts.load_now(desk.filed_under)))
            desk.loaded = True
        self.written()
        self._drafts.save_now()
        self._ended = True

    @property
    def ended(self) -> bool:
        """Whether everything was kept, and nothing changes any more."""
        return self._ended

    @property
    def _over(self) -> bool:
        """Whether the program ends, or the view does: nothing is sent any more."""
        return self._ended or not self._composer.is_running

    def _file(self) -> None:
        """Note every draft: what is queued, on its way, or only written."""
        prompts: dict[str | None, list[Prompt]] = {}
        if self._controller is None and self._front.loaded:
            queued = self._front.outbox.prompts
            prompts[self._front.filed_under] = [*queued, self._front.written]
        for conversation, desk in list(self._desks.items()):
            if not desk.loaded:
                continue
            if desk.filed_under != conversation.thread_id:
                prompts.setdefault(desk.filed_under, [])
                desk.filed_under = conversation.thread_id
            kept = prompts.setdefault(conversation.thread_id, [])
            kept += [*self._unaccepted(conversation), *desk.outbox.prompts, desk.written]
        for thread_id, parts in prompts.items():
            self._drafts.note(thread_id, together(parts).as_draft())

    def _unaccepted(self, conversation: Conversation) -> list[Prompt]:
        """What was sent and may not have reached the server."""
        from chatkit_tui.controller.state import Delivery

        prompts: list[Prompt] = []
        for row in reversed(conversation.state.rows):
            if row.pending is None:
                break
            if row.pending.delivery in (Delivery.NOT_SENT, Delivery.UNKNOWN):
                sent = row.pending.input
                prompts.insert(0, prompt_of(sent, self._files.of(sent)))
        return prompts


def is_stopping(conversation: Conversation) -> bool:
    """Whether the user has stopped the response there, and its end is awaited."""
    from chatkit_tui.controller.state import TurnPhase

    return conversation.turn.phase is TurnPhase.STOPPING


def takes_messages(conversation: Conversation) -> bool:
    """Whether a message has a place there: the thread is open, and no questions wait."""
    from chatkit_tui.tui.questions.asked import asked

    return closed_because(conversation.state.thread) is None and asked(conversation.state) is None


def closed_because(thread: Thread | None) -> str | None:
    """Why nothing can be sent to `thread`, for the user; None where something can."""
    if thread is None:
        return None
    reason = getattr(thread.status, "reason", None)
    match thread.status.type:
        case "locked":
            reason = reason or _("this thread takes no messages for now.")
            return _("Locked: {reason}").format(reason=reason)
        case "closed":
            reason = reason or _("this thread takes no more messages.")
            words = _("Closed: {reason} {key} starts anew.")
            return words.format(reason=reason, key="Ctrl+N")
        case _:
            return None
