"""What this side does to a thread around a stream: it begins a retry, it ends a stream."""

from __future__ import annotations

from chatkit_tui.controller.changes import (
    Change,
    ErrorChanged,
    ProgressChanged,
    RowRemoved,
    RowUpdated,
    TurnChanged,
)
from chatkit_tui.controller.reduce_rows import place_of, reindex
from chatkit_tui.controller.state import ThreadState


def begin_retry(state: ThreadState, item_id: str) -> tuple[Change, ...]:
    """Drop what follows the item, as the server is about to; what was never sent stays.

    Nothing changes when there is no such item.
    """
    row = state.index.get(item_id)
    if row is None:
        return ()
    changes: list[Change] = []
    first = place_of(state, row) + 1
    for place in range(len(state.rows) - 1, first - 1, -1):
        if state.rows[place].pending is None:
            changes.append(RowRemoved(state.rows[place].key, place))
    state.rows[first:] = [each for each in state.rows[first:] if each.pending is not None]
    reindex(state)
    if state.progress is not None:
        state.progress = None
        changes.append(ProgressChanged())
    if state.error is not None:
        state.error = None
        changes.append(ErrorChanged(None))
    return tuple(changes)


def end_stream(state: ThreadState) -> tuple[Change, ...]:
    """Nothing comes any more: what still streams stays as it is, and nothing is in progress."""
    changes: list[Change] = []
    for row in state.rows:
        if not row.done:
            row.done = True
            row.progress = None
            row.revision += 1
            changes.append(RowUpdated(row.key))
    if state.progress is not None:
        state.progress = None
        changes.append(ProgressChanged())
    if state.allow_cancel:
        state.allow_cancel = False
        changes.append(TurnChanged())
    return tuple(changes)
