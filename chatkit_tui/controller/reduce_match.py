"""Which row is which item of the server's list.

By id first. Servers may name items otherwise in the history than in the stream, so what is left
over between two items known by id is compared by what it says, then by kind alone.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import Any

from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.items import AssistantMessageItem, ThreadItem, UserMessageItem

_CIRCUMSTANCES = frozenset({"id", "thread_id", "created_at"})
"""Fields of an item that are not what it says."""


def match_rows(rows: Sequence[Row], items: Sequence[ThreadItem]) -> list[Row | None]:
    """For each item, the row that shows it; None where there is none."""
    matched = _by_id(rows, items)
    places = {id(row): place for place, row in enumerate(rows)}
    anchors = _longest_rise(
        [(at, places[id(row)]) for at, row in enumerate(matched) if row is not None]
    )
    taken = {id(row) for row in matched if row is not None}
    for mark in (_meaning, _kind):
        next_anchors = list(anchors)
        for (item_from, row_from), (item_to, row_to) in _gaps(anchors, len(items), len(rows)):
            free = [p for p in range(row_from, row_to) if id(rows[p]) not in taken]
            open_ = [at for at in range(item_from, item_to) if matched[at] is None]
            for at, place in _pairs(rows, items, free, open_, mark):
                matched[at] = rows[place]
                taken.add(id(rows[place]))
                next_anchors.append((at, place))
        anchors = sorted(next_anchors)
    return matched


def _by_id(rows: Sequence[Row], items: Sequence[ThreadItem]) -> list[Row | None]:
    """Ids may repeat: the newest item is the newest row of that id, and so on backwards."""
    known: dict[str, list[Row]] = {}
    for row in rows:
        if row.pending is None and row.item_id:
            known.setdefault(row.item_id, []).append(row)
    matched: list[Row | None] = [None] * len(items)
    for at in range(len(items) - 1, -1, -1):
        if candidates := known.get(items[at].id):
            matched[at] = candidates.pop()
    return matched


Anchor = tuple[int, int]
"""The place of an item and of the row that shows it."""


def _longest_rise(pairs: list[Anchor]) -> list[Anchor]:
    """The most of `pairs`, sorted by item, whose rows are in order too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(index)
        else:
            ends[length] = place
            last[length] = index
    rise: list[Anchor] = []
    index = last[-1] if last else -1
    while index >= 0:
        rise.append(pairs[index])
        index = before[index]
    return rise[::-1]


def _gaps(anchors: list[Anchor], items: int, rows: int) -> list[tuple[Anchor, Anchor]]:
    """The stretches of items and rows between anchors, as (from, to) pairs."""
    edges = [(-1, -1), *anchors, (items, rows)]
    return [
        ((item + 1, row + 1), (next_item, next_row))
        for (item, row), (next_item, next_row) in pairwise(edges)
        if next_item - item > 1 and next_row - row > 1
    ]


def _pairs(
    rows: Sequence[Row],
    items: Sequence[ThreadItem],
    free: list[int],
    open_: list[int],
    mark: Callable[[ThreadItem, bool], Hashable | None],
) -> list[Anchor]:
    """Items and rows with the same mark, in order."""
    if not free or not open_:
        return []
    by_mark: dict[Hashable, list[int]] = {}
    for at in open_:
        if (name := mark(items[at], False)) is not None:
            by_mark.setdefault(name, []).append(at)
    found: list[Anchor] = []
    earliest = 0
    for place in free:
        name = mark(rows[place].item, rows[place].pending is not None)
        candidates = by_mark.get(name, []) if name is not None else []
        chosen = bisect_left(candidates, earliest)
        if chosen < len(candidates):
            found.append((candidates[chosen], place))
            earliest = candidates[chosen] + 1
    return found


def _meaning(item: ThreadItem, pending: bool) -> Hashable | None:
    """What an item says, whatever its id and time."""
    if isinstance(item, UserMessageItem):
        return (item.type, _words(item))
    if pending:
        return None
    if isinstance(item, AssistantMessageItem):
        return (item.type, _words(item))
    # An element that is no item can be any JSON value.
    said: Any = item.as_json()
    if isinstance(said, dict):
        said = {name: said[name] for name in said.keys() - _CIRCUMSTANCES}
    try:
        return (item.type, json.dumps(said, sort_keys=True))
    except (RecursionError, ValueError):
        return None


def _kind(item: ThreadItem, pending: bool) -> Hashable | None:
    """The type alone; two messages of the user are never taken for one another."""
    return None if pending or isinstance(item, UserMessageItem) else item.type


def _words(item: UserMessageItem | AssistantMessageItem) -> str:
    return " ".join("".join(getattr(part, "text", "") for part in item.content).split())
