"""What `items.list` says, as rows: a thread is opened, older items come, a state is put right."""

from __future__ import annotations

from collections.abc import Sequence

from chatkit_tui.controller.changes import (
    Change,
    RowAdded,
    RowRemoved,
    RowsPrepended,
    RowsReset,
)
from chatkit_tui.controller.reduce_match import match_rows
from chatkit_tui.controller.reduce_rows import has_place, is_shown, new_key, put_item, reindex
from chatkit_tui.controller.state import Row, ThreadState
from chatkit_tui.protocol.base import same
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.protocol.listed import ListedItem

CHANGES_IN_DETAIL = 64
"""Rows added and removed beyond this number, and beyond half of all, are told as a reset."""


def load_page(
    state: ThreadState, items: Sequence[ListedItem], *, older: bool, cursor: str | None = None
) -> tuple[Change, ...]:
    """Rows from items of a list, oldest first: in the place of all rows, or before them if `older`.

    Messages that wait here for the server stay. `cursor` is where still older items begin, None
    when there are none.
    """
    state.older_cursor = cursor
    state.has_older = cursor is not None
    if older:
        items = [item for item in items if not _is_known(state, item)]
    else:
        state.issued = {row.key: 1 for row in state.rows if row.pending is not None}
    rows = [Row(new_key(state, item.id), unread=item) for item in items if has_place(item)]
    if older:
        state.rows[:0] = rows
        reindex(state)
        return (RowsPrepended(len(rows)),) if rows else ()
    state.rows = rows + [row for row in state.rows if row.pending is not None]
    reindex(state)
    return (RowsReset(),)


def _is_known(state: ThreadState, item: ListedItem) -> bool:
    row = state.index.get(item.id)
    return row is not None and same(row.item, item.read())


def _row(state: ThreadState, item: ThreadItem) -> Row:
    return Row(new_key(state, item.id), item.detached())


def agree(
    state: ThreadState, items: Sequence[ThreadItem], *, cursor: str | None = None
) -> tuple[Change, ...]:
    """Bring the rows to what the server has, oldest first, and keep the keys of those that stay.

    `cursor` None means that `items` is the whole thread; otherwise it is the newest part, and
    rows older than its first item stay. Messages that the server does not have stay where they
    were.
    """
    wanted = [item for item in items if is_shown(item)]
    old = state.rows
    matched = match_rows(old, wanted)
    first = _first_in_part(old, matched) if cursor is not None else 0
    if first == 0:
        state.older_cursor = cursor
        state.has_older = cursor is not None
    changes: list[Change] = []
    new: list[Row] = []
    for item, row in zip(wanted, matched, strict=True):
        if row is None:
            new.append(_row(state, item))
            continue
        new.append(row)
        if row.pending is not None or not row.done or not same(row.item, item):
            row.done = True
            row.progress = None
            changes.append(put_item(state, row, item.detached()))
    known = {id(row) for row in new}
    older = [row for row in old[:first] if id(row) not in known]
    new = older + _with_pending(old[first:], new)
    state.rows = new
    reindex(state)
    return (*_moves(old, new), *changes) if _in_order(old, new) else (RowsReset(),)


def _first_in_part(old: list[Row], matched: list[Row | None]) -> int:
    """How many rows stand before the part that was read, if its first item is one of them."""
    if not matched or matched[0] is None:
        return 0
    return next(place for place, row in enumerate(old) if row is matched[0])


def _with_pending(old: list[Row], new: list[Row]) -> list[Row]:
    """`new`, with the messages that wait here after the rows they stood behind."""
    kept = {id(row) for row in new}
    waiting: dict[int | None, list[Row]] = {}
    before: int | None = None
    tail: list[Row] = []
    for row in old:
        if id(row) in kept:
            before = id(row)
            tail = []
        elif row.pending is not None:
            waiting.setdefault(before, []).append(row)
            tail.append(row)
    if not waiting:
        return new
    last = {id(row) for row in tail}
    woven = [row for row in waiting.get(None, ()) if id(row) not in last]
    for row in new:
        woven.append(row)
        woven += [each for each in waiting.get(id(row), ()) if id(each) not in last]
    return woven + tail


def _in_order(old: list[Row], new: list[Row]) -> bool:
    """Whether the way from `old` to `new` can be told row by row, and is worth it."""
    places = {id(row): place for place, row in enumerate(old)}
    kept = [places[id(row)] for row in new if id(row) in places]
    moved = len(old) + len(new) - 2 * len(kept)
    few = moved <= max(CHANGES_IN_DETAIL, len(new) // 2)
    return few and (bool(kept) or not old) and kept == sorted(kept)


def _moves(old: list[Row], new: list[Row]) -> list[Change]:
    before = {id(row) for row in old}
    after = {id(row) for row in new}
    removed: list[Change] = [
        RowRemoved(old[place].key, place)
        for place in range(len(old) - 1, -1, -1)
        if id(old[place]) not in after
    ]
    added = [RowAdded(row.key, place) for place, row in enumerate(new) if id(row) not in before]
    return [*removed, *added]
