"""History: brings what the server has of a thread into its state."""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import RowRemoved, ThreadChanged
from chatkit_tui.controller.inputs import unsent_item
from chatkit_tui.controller.reading import PAGE_SIZE, Tail, read_tail
from chatkit_tui.controller.reduce_load import agree, load_page
from chatkit_tui.controller.reduce_rows import add_pending, put_item, remove_row
from chatkit_tui.controller.reduce_turn import begin_retry
from chatkit_tui.controller.state import PendingMessage
from chatkit_tui.errors import ProtocolError, ServerRejected
from chatkit_tui.protocol.items import UserMessageItem
from chatkit_tui.protocol.threads import Page
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.live_thread import LiveThread
    from chatkit_tui.controller.state import Row
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.requests import UserMessageInput
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.transport.client import ChatKitClient

NOT_FOUND = 404


class History:
    """Reads a thread; what it reads becomes state and changes, never more than was asked for."""

    def __init__(self, client: ChatKitClient, live: LiveThread) -> None:
        self.client = client
        self.live = live

    # -- reading -------------------------------------------------------------------------------

    async def load(self, thread_id: str) -> None:
        """The thread and its newest items, in the place of whatever was there.

        Raises ChatKitError, with a clear sentence for a thread the server does not have.
        """
        thread, tail = await self._read(thread_id, at_least=1)
        self.adopt_thread(thread)
        self._tell(load_page(self.live.state, tail.listed, older=False, cursor=tail.cursor))

    async def refresh(self, thread_id: str) -> None:
        """The thread and as many items as are shown, keeping the rows that stay."""
        thread, tail = await self._read(thread_id, at_least=len(self.live.state.rows))
        self.adopt_thread(thread)
        self.agree(tail)

    async def load_older(self, thread_id: str) -> None:
        """The next older items, until some can be shown or there are none. Raises ChatKitError."""
        state = self.live.state
        cursor = state.older_cursor
        if cursor is None:
            return
        tail = await read_tail(self.client, thread_id, after=cursor)
        if state.older_cursor != cursor:
            return
        before = len(state.rows)
        self._tell(load_page(state, tail.listed, older=True, cursor=tail.cursor))
        if len(state.rows) == before:
            # Nothing new to show after all this reading: a server that goes round in circles.
            state.has_older, state.older_cursor = False, None

    async def tail(self, until: Container[str] = frozenset()) -> Tail:
        """The newest items, back to one of `until` or else to one that is shown already."""
        thread_id = self.live.thread_id
        if thread_id is None:
            words = _("The server did not say which thread its answer belongs to.")
            raise ProtocolError(words)
        return await read_tail(
            self.client, thread_id, until=until or self.live.state.index, at_least=PAGE_SIZE
        )

    async def _read(self, thread_id: str, *, at_least: int) -> tuple[Thread, Tail]:
        try:
            async with asyncio.TaskGroup() as both:
                thread = both.create_task(self.client.get_thread(thread_id))
                tail = both.create_task(read_tail(self.client, thread_id, at_least=at_least))
        except ExceptionGroup as group:
            raise _clear(group.exceptions[0], thread_id) from group
        return thread.result(), tail.result()

    # -- showing -------------------------------------------------------------------------------

    def agree(self, tail: Tail) -> None:
        """Bring the rows to what was read, with the fewest changes."""
        self._tell(agree(self.live.state, tail.items, cursor=tail.cursor))

    def items(self) -> list[ThreadItem]:
        """The server's items that are shown, oldest first."""
        return [row.item for row in self.live.state.rows if row.pending is None]

    def restore(self, items: Sequence[ThreadItem]) -> None:
        """Show again what was shown before."""
        self._tell(agree(self.live.state, items, cursor=self.live.state.older_cursor))

    def drop_after(self, item_id: str) -> None:
        """Take out what follows an item, as the server is about to."""
        self._tell(begin_retry(self.live.state, item_id))

    def show_pending(self, message: UserMessageInput) -> Row:
        """A row for a message that is about to be sent."""
        pending = PendingMessage(message)
        self.live.tell(
            add_pending(self.live.state, unsent_item(message, self.client.uploaded), pending)
        )
        return self.live.state.rows[-1]

    def discard(self, row: Row) -> None:
        """Take a row out again; nothing happens when it is gone already."""
        if row in self.live.state.rows:
            removed: RowRemoved = remove_row(self.live.state, row)
            self.live.tell(removed)

    def adopt(self, row: Row, item: UserMessageItem | None) -> None:
        """A message that waited here is at the server, as `item` where the server names it."""
        self.live.tell(put_item(self.live.state, row, item or row.item))

    def adopt_thread(self, thread: Thread) -> None:
        """This is the conversation's thread, as the server describes it."""
        thread = thread.changed(items=Page()).detached()
        if thread != self.live.state.thread:
            self.live.state.thread = thread
            self.live.tell(ThreadChanged())

    def _tell(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.live.tell(change)


def _clear(error: Exception, thread_id: str) -> Exception:
    """The error, in words that say which thread it is about."""
    if isinstance(error, ServerRejected) and error.status == NOT_FOUND:
        words = _("The server has no thread {id}; it may have been deleted.")
        return ServerRejected(
            words.format(id=thread_id),
            status=error.status,
            code=error.code,
            request_id=error.request_id,
        )
    return error
