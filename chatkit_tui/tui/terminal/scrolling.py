"""Rows that only moved: found, so that the terminal moves them itself.

A scroll region is as wide as the screen. What stands beside the rows that move (a side panel,
scrollbars) moves too and is written again, so that a scroll has to be worth it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import is_not

from chatkit_tui.tui.terminal.cells import Cell

FEWEST_ROWS = 4
"""Changed rows below which nobody looks for a scroll."""

COST = 20
"""Bytes of a scroll, in cells."""

COMMON = 4
"""Rows that look alike, such as blank ones, beyond which a look says nothing."""

CANDIDATES = 2
"""Distances that are looked at closely."""

Rows = Sequence[list[Cell]]


@dataclass(frozen=True, slots=True)
class Scroll:
    """Rows from `top` to `bottom` move up by `lines`, or down if that is negative."""

    top: int
    bottom: int
    lines: int


def find_scroll(old: Rows, new: Rows, changed: Sequence[int], window: slice) -> Scroll | None:
    """The scroll that saves most, if one does.

    `window` are the columns of what may have moved, `changed` the rows that are not as they were.
    """
    if len(changed) < FEWEST_ROWS:
        return None
    best, best_saved = None, COST
    for lines in _distances(old, new, changed, window):
        scroll = _region(old, new, changed, window, lines)
        if scroll is not None and (saved := _saved(old, new, scroll)) > best_saved:
            best, best_saved = scroll, saved
    return best


def _distances(old: Rows, new: Rows, changed: Sequence[int], window: slice) -> list[int]:
    """How far the changed rows seem to have moved, the likeliest first."""
    places: dict[int, list[int]] = defaultdict(list)
    for y in range(changed[0], changed[-1] + 1):
        places[hash(tuple(old[y][window]))].append(y)
    votes: Counter[int] = Counter()
    for y in changed:
        before = places.get(hash(tuple(new[y][window])), ())
        if len(before) <= COMMON:
            votes.update(place - y for place in before if place != y)
    return [lines for lines, _ in votes.most_common(CANDIDATES)]


def _region(
    old: Rows, new: Rows, changed: Sequence[int], window: slice, lines: int
) -> Scroll | None:
    """What has to scroll so that the rows which moved by `lines` stand where they belong."""
    first, last = changed[0], changed[-1]
    moved = [
        y
        for y in range(first, last + 1)
        if first <= y + lines <= last and new[y][window] == old[y + lines][window]
    ]
    if not moved:
        return None
    if lines > 0:
        return Scroll(moved[0], moved[-1] + lines, lines)
    return Scroll(moved[0] + lines, moved[-1], lines)


def _saved(old: Rows, new: Rows, scroll: Scroll) -> int:
    """Cells that need not be written for it, less those that it disturbs."""
    saved = 0
    for y in range(scroll.top, scroll.bottom + 1):
        saved += _differing(old[y], new[y])
        before = y + scroll.lines
        inside = scroll.top <= before <= scroll.bottom
        saved -= _differing(old[before], new[y]) if inside else len(new[y])
    return saved


def _differing(before: list[Cell], now: list[Cell]) -> int:
    return sum(map(is_not, before, now))
