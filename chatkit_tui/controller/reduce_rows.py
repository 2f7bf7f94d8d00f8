"""Rows of a thread: their keys, their places, and the index that finds them by item id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import RowAdded, RowRemoved, RowUpdated
from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.items import HiddenContextItem, SDKHiddenContextItem, UserMessageItem

if TYPE_CHECKING:
    from chatkit_tui.controller.state import PendingMessage, ThreadState
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.listed import ListedItem

PENDING_KEY = "pending"
"""What the keys of rows made here begin with."""


def is_shown(item: ThreadItem) -> bool:
    """Whether an item is ever a row: hidden context is not."""
    return not isinstance(item, HiddenContextItem | SDKHiddenContextItem)


def has_place(listed: ListedItem) -> bool:
    """Whether an item of a list is ever a row."""
    return listed.raw is not None or is_shown(listed.read())


def new_key(state: ThreadState, wish: str) -> str:
    """`wish` as a row key, made different from every key this thread has had."""
    key = wish
    while key in state.issued:
        state.issued[wish] += 1
        key = f"{wish}#{state.issued[wish]}"
    state.issued[key] = 1
    return key


def append_row(state: ThreadState, item: ThreadItem, *, done: bool) -> RowAdded:
    """A row for `item` after all others."""
    row = Row(new_key(state, item.id), item, done=done)
    state.rows.append(row)
    state.index[item.id] = row
    return RowAdded(row.key, len(state.rows) - 1)


def add_pending(state: ThreadState, item: UserMessageItem, pending: PendingMessage) -> RowAdded:
    """A row for a message that was sent here and that the server has not echoed yet."""
    row = Row(new_key(state, PENDING_KEY), item, pending=pending)
    state.rows.append(row)
    return RowAdded(row.key, len(state.rows) - 1)


def put_item(state: ThreadState, row: Row, item: ThreadItem) -> RowUpdated:
    """`item` in the place of the row's own, which a pending row gets from the server this way."""
    old_id = row.item_id
    if old_id != item.id and state.index.get(old_id) is row:
        del state.index[old_id]
    if row.pending is not None or old_id != item.id:
        state.index[item.id] = row
    row.item = item
    row.pending = None
    row.revision += 1
    return RowUpdated(row.key)


def remove_row(state: ThreadState, row: Row) -> RowRemoved:
    """Take a row out; an older one of the same item id can be found again."""
    place = place_of(state, row)
    del state.rows[place]
    if state.index.get(row.item_id) is row:
        del state.index[row.item_id]
        for older in reversed(state.rows[:place]):
            if older.item_id == row.item_id and older.pending is None:
                state.index[row.item_id] = older
                break
    return RowRemoved(row.key, place)


def place_of(state: ThreadState, row: Row) -> int:
    """The index of a row, looked for from the end, where most things happen."""
    for place in range(len(state.rows) - 1, -1, -1):
        if state.rows[place] is row:
            return place
    raise ValueError("the row is not one of this thread")


def row_in_flight(state: ThreadState) -> Row | None:
    """The newest message that was sent here and waits for the server's own item."""
    for row in reversed(state.rows):
        if row.pending is not None and row.pending.error is None:
            return row
    return None


def reindex(state: ThreadState) -> None:
    """Make the index agree with the rows."""
    state.index = {row.item_id: row for row in state.rows if row.pending is None}
