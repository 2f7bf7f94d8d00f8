"""Where in an item somebody reads, in words that survive another width."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from chatkit_tui.tui.transcript.page import Painted


@dataclass(frozen=True, slots=True)
class Place:
    """So far into a block of an item; `part` of `parts` rows of it are above the edge."""

    block: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The row at the top edge, and which line of it; no key where the end is followed."""

    key: str | None
    line: int = 0


def place_of(painted: Painted, line: int) -> Place:
    """The place of row `line`."""
    block = max(0, bisect_right(painted.starts, line) - 1)
    begin, end = _extent(painted, block)
    return Place(block, max(0, line - begin), max(1, end - begin))


def line_of(painted: Painted, place: Place) -> int:
    """The row that shows the place now."""
    if not painted.starts:
        return 0
    block = min(place.block, len(painted.starts) - 1)
    begin, end = _extent(painted, block)
    if place.parts == end - begin:
        return begin + place.part
    return begin + min(end - begin - 1, place.part * (end - begin) // place.parts)


def _extent(painted: Painted, block: int) -> tuple[int, int]:
    """First row of a block, and of the next one."""
    if not painted.starts:
        return 0, max(1, len(painted.lines))
    begin = painted.starts[block]
    following = painted.starts[block + 1 : block + 2]
    return begin, following[0] if following else max(begin + 1, len(painted.lines))
