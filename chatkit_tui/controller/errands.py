"""Errands: each kind of streaming request, and how to find out what became of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.arrival import Before, Undecided, find_new_thread, match_in_tail
from chatkit_tui.controller.state import Delivery
from chatkit_tui.protocol.events import ThreadItemReplacedEvent
from chatkit_tui.protocol.items import (
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    GeneratedImageItem,
    StructuredInputItem,
    UserMessageItem,
    WidgetItem,
)
from chatkit_tui.translation import N_

if TYPE_CHECKING:
    from chatkit_tui.controller.history import History
    from chatkit_tui.controller.reading import Tail
    from chatkit_tui.controller.state import Row
    from chatkit_tui.errors import ChatKitError
    from chatkit_tui.protocol.events import ThreadStreamEvent
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.requests import StructuredInputSubmission, UserMessageInput
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.transport.event_stream import EventStream

Opening = AbstractAsyncContextManager["EventStream"]


class Errand(ABC):
    """One streaming request, from its beginning until the server is known to have acted on it."""

    what = N_("the request")
    """Its name in a sentence, in English."""
    can_retry = True
    """Whether `threads.retry_after_item` makes good a failed answer to it."""
    retry_when_lost = False
    """Whether it does so, too, when the request itself did not arrive."""
    must_agree = False
    """Whether the rows have to be brought to what the server has after the answer."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.live = history.live
        self.acknowledged = False
        """The server has shown that it acts on the request."""
        self.given_back = False
        self.undecided = False
        """The server has something that may be this request, or may be older."""
        self.delivery = Delivery.NOT_SENT

    @property
    def thread_id(self) -> str:
        """The thread it is for; only a first message has none."""
        assert self.live.thread_id is not None
        return self.live.thread_id

    def begin(self) -> None:
        """Show what the user did, before anything is sent."""
        self.acknowledged = self.given_back = self.undecided = False

    @abstractmethod
    def open(self) -> Opening:
        """Make the request."""

    def note(self, event: ThreadStreamEvent) -> None:
        """Take in an event of the answer, already applied."""
        self.acknowledged = True

    def mark(self, delivery: Delivery) -> None:
        """Show how far the request got."""
        self.delivery = delivery

    @abstractmethod
    async def look(self) -> bool:
        """Ask the server whether it has the request; if so, show what it has.

        Raises ChatKitError when the server cannot be asked.
        """

    async def agree(self) -> None:
        """Bring the rows to what the server has. Raises ChatKitError."""
        self.history.agree(await self.history.tail())

    def answer(self, items: Sequence[ThreadItem]) -> Sequence[ThreadItem]:
        """Those of the thread's newest items that answer this request."""
        return after_last(items, lambda item: isinstance(item, UserMessageItem))

    def give_back(self, error: ChatKitError) -> None:
        """Undo what `begin` showed: the server has not acted, or nobody knows."""
        self.given_back = True


class SendMessage(Errand):
    """A message of the user; the first one of a thread creates it."""

    what = N_("your message")

    def __init__(
        self,
        history: History,
        message: UserMessageInput,
        before: Before,
        taken: Callable[[str], bool],
    ) -> None:
        super().__init__(history)
        self.message = message
        self.before = before
        self.row: Row | None = None
        self.is_unsure = False
        """It was given back though the server may have it."""
        self._taken = taken

    def begin(self) -> None:
        super().begin()
        self.is_unsure = False
        self.row = self.history.show_pending(self.message)

    def open(self) -> Opening:
        client = self.history.client
        if self.live.thread_id is None:
            return client.create_thread(self.message)
        return client.add_user_message(self.live.thread_id, self.message)

    def note(self, event: ThreadStreamEvent) -> None:
        if self.is_unconfirmed:
            # Some servers answer without repeating the message; then the answer vouches for it.
            self.must_agree = self.must_agree or event.type.startswith("thread.item.")
            self.acknowledged = self.must_agree
        elif not self.acknowledged or self.must_agree:
            self.acknowledged, self.must_agree = True, False
            self._keep_apart()

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the server has not shown the message yet."""
        return self.row is not None and self.row.pending is not None

    def _keep_apart(self) -> None:
        """The server's item is this message and no other one with the same words."""
        if self.row is not None:
            self.live.own_items.add(self.row.item.id)

    def mark(self, delivery: Delivery) -> None:
        super().mark(delivery)
        row = self.row
        if row is not None and row.pending is not None and row.pending.delivery is not delivery:
            row.pending.delivery = delivery
            self.live.touch(row)

    async def look(self) -> bool:
        history = self.history
        if self.live.thread_id is None:
            thread = await self._find_thread()
            if thread is None:
                return False
            history.adopt_thread(thread)
        tail = await history.tail(until=self.before.items)
        item = match_in_tail(tail, self.message, self.before, self.live.own_items)
        if item is None:
            return False
        self._confirm(item)
        history.agree(tail)
        return True

    async def _find_thread(self) -> Thread | None:
        try:
            return await find_new_thread(
                self.history.client, self.message, self.before, self._taken
            )
        except Undecided:
            self.undecided = True
            raise

    async def agree(self) -> None:
        if self.is_unconfirmed and not await self.look():
            tail = await self.history.tail(until=self.before.items)
            # Servers may store other words than were sent.
            said = [item for item in tail.items if isinstance(item, UserMessageItem)]
            self._confirm(said[-1] if said and self._is_new(said[-1]) else None)
        await super().agree()

    def _is_new(self, item: UserMessageItem) -> bool:
        return item.id not in self.before.items and item.id not in self.live.own_items

    def _confirm(self, item: UserMessageItem | None) -> None:
        self.acknowledged = True
        if self.row is not None and self.row.pending is not None:
            self.history.adopt(self.row, item)
            self._keep_apart()

    def give_back(self, error: ChatKitError) -> None:
        super().give_back(error)
        # Where nothing can be found out, the user decides.
        self.is_unsure = self.delivery is Delivery.UNKNOWN and not self.undecided
        row = self.row
        if row is not None and row.pending is not None:
            row.pending.error = error
            self.live.touch(row)


class RetryAfter(Errand):
    """Have a user message answered anew; what followed it is dropped at once."""

    retry_when_lost = True
    must_agree = True

    def __init__(self, history: History, item_id: str) -> None:
        super().__init__(history)
        self.item_id = item_id
        self._before: list[ThreadItem] = []
        self._there: Tail | None = None

    def begin(self) -> None:
        super().begin()
        self._before = self.history.items()
        self.history.drop_after(self.item_id)

    def open(self) -> Opening:
        return self.history.client.retry_after_item(self.thread_id, self.item_id)

    async def look(self) -> bool:
        self._there = tail = await self.history.tail(until={self.item_id})
        dropped = {item.id for item in self.answer(self._before)}
        there = self.answer(tail.items)
        fresh = any(is_answer(item) and item.id not in dropped for item in there)
        if not fresh and dropped <= {item.id for item in there}:
            return False
        self.acknowledged = True
        self.history.agree(tail)
        return True

    def answer(self, items: Sequence[ThreadItem]) -> Sequence[ThreadItem]:
        return after_last(items, lambda item: item.id == self.item_id)

    def give_back(self, error: ChatKitError) -> None:
        super().give_back(error)
        if self._there is not None:
            self.history.agree(self._there)
        else:
            self.history.restore(self._before)


class ToolOutput(Errand):
    """The result of a client tool; the server goes on with its answer."""

    what = N_("the tool's result")
    retry_when_lost = True

    def __init__(self, history: History, call: ClientToolCallItem, result: Any) -> None:
        super().__init__(history)
        self.call = call
        self._result = result

    def open(self) -> Opening:
        return self.history.client.add_client_tool_output(self.thread_id, self._result)

    def note(self, event: ThreadStreamEvent) -> None:
        if not self.acknowledged and self._is_open():
            # Servers keep the output without saying so.
            done = self.call.changed(status="completed", output=self._result)
            self.live.apply(ThreadItemReplacedEvent(item=done))
        super().note(event)

    def _is_open(self) -> bool:
        row = self.live.state.index.get(self.call.id)
        return row is not None and is_open_call(row.item)

    async def look(self) -> bool:
        tail = await self.history.tail(until={self.call.id})
        if tail.items and is_open_call(tail.items[-1]):
            return False
        self.acknowledged = True
        self.history.agree(tail)
        return True


class SubmitAnswers(Errand):
    """The answers to a structured input item."""

    what = N_("your answers")

    def __init__(
        self, history: History, item_id: str, submission: StructuredInputSubmission
    ) -> None:
        super().__init__(history)
        self.item_id = item_id
        self._submission = submission

    def open(self) -> Opening:
        return self.history.client.add_structured_input(
            self.thread_id, self.item_id, self._submission
        )

    async def look(self) -> bool:
        tail = await self.history.tail(until={self.item_id})
        item = next((item for item in tail.items if item.id == self.item_id), None)
        if isinstance(item, StructuredInputItem) and item.status == "pending":
            return False
        self.acknowledged = True
        self.history.agree(tail)
        return True

    def answer(self, items: Sequence[ThreadItem]) -> Sequence[ThreadItem]:
        return after_last(items, lambda item: item.id == self.item_id)


class CustomAction(Errand):
    """An action of a widget or of the program, answered by a stream."""

    what = N_("the action")
    can_retry = False

    def __init__(self, history: History, action: Mapping[str, Any], item_id: str | None) -> None:
        super().__init__(history)
        self._action = action
        self._item_id = item_id
        self._before = {item.id: item for item in history.items()}

    def open(self) -> Opening:
        return self.history.client.custom_action(self.thread_id, self._item_id, self._action)

    async def look(self) -> bool:
        until = self._item_id or next(reversed(self._before), "")
        tail = await self.history.tail(until={until})
        changed = any(self._before.get(item.id) != item for item in tail.items)
        self.acknowledged = changed
        if changed:
            self.history.agree(tail)
        return changed

    def answer(self, items: Sequence[ThreadItem]) -> Sequence[ThreadItem]:
        return [item for item in items if self._before.get(item.id) != item]


ANSWERS = (
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    GeneratedImageItem,
    StructuredInputItem,
    WidgetItem,
)
"""Items that answer; steps on the way to an answer are not among them."""


def is_answer(item: ThreadItem) -> bool:
    """Whether the item answers the user."""
    return isinstance(item, ANSWERS)


def is_open_call(item: ThreadItem) -> bool:
    """Whether the server waits for the result of this client tool."""
    return isinstance(item, ClientToolCallItem) and item.status == "pending"


def after_last(
    items: Sequence[ThreadItem], is_anchor: Callable[[ThreadItem], bool]
) -> Sequence[ThreadItem]:
    """The items after the last one that `is_anchor` names; all of them when there is none."""
    for index in range(len(items) - 1, -1, -1):
        if is_anchor(items[index]):
            return items[index + 1 :]
    return items
