"""Which items are on the screen, or near it: the window of a long list.

Pure: heights and a way to measure go in, a window comes out. Heights inside the window are always
measured, so what is seen is exact; the rest may be estimates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chatkit_tui.tui.transcript.heights import HeightIndex


@dataclass(frozen=True, slots=True)
class Anchor:
    """What holds still: row `line` of item `index` stands at the top edge of the viewport.

    With `at_bottom`, the item's last row stands at the bottom edge instead.
    """

    index: int
    line: int = 0
    at_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Items `first` to `last` (exclusive) are to be mounted; `top` is the scroll offset in rows."""

    first: int
    last: int
    top: int


class Settler:
    """Finds the window around an anchor.

    `guard` is how many rows beyond the viewport to keep ready on each side, as far as `limit`
    items allow. Items of no height do not count.
    """

    def __init__(
        self,
        heights: HeightIndex,
        measure: Callable[[int], int],
        viewport: int,
        *,
        guard: int,
        limit: int,
    ) -> None:
        self._heights = heights
        self._measure = measure
        self._viewport = max(1, viewport)
        self._guard = guard
        self._limit = limit
        self._count = 0

    def settle(self, anchor: Anchor) -> Window:
        """The window in which `anchor` holds, or comes as close to holding as the ends permit."""
        if not len(self._heights):
            return Window(0, 0, 0)
        index = min(max(anchor.index, 0), len(self._heights) - 1)
        height = self._known(index)
        if anchor.at_bottom:
            above = self._viewport - height
        else:
            above = -min(max(anchor.line, 0), max(0, height - 1))
        first, last, above = self._fill(index, above)
        top = self._heights.offset(index) - above
        top = max(0, min(top, self._heights.total - self._viewport))
        first, last = self._add_guard(first, last, top)
        # Measuring the guard may have moved everything: count from the anchor again.
        top = self._heights.offset(index) - above
        return Window(first, last, max(0, min(top, self._heights.total - self._viewport)))

    def _fill(self, index: int, above: int) -> tuple[int, int, int]:
        """Measure items until the viewport is covered, or there are no more.

        `above` is the row of the viewport at which item `index` begins, negative if it is cut
        off. Returns the range, and the row at which the item begins in the end.
        """
        first, last = index, index + 1
        last, bottom = self._sink(last, above + self._heights[index])
        if bottom < self._viewport:
            above += self._viewport - bottom
        top = above
        while top > 0 and first > 0:
            first -= 1
            top -= self._known(first)
        if top > 0:
            # Everything before is shown and there is room left: the list begins at the top.
            above -= top
            bottom = above + sum(self._heights[shown] for shown in range(index, last))
            last, _ = self._sink(last, bottom)
        return first, last, above

    def _sink(self, last: int, bottom: int) -> tuple[int, int]:
        while bottom < self._viewport and last < len(self._heights):
            bottom += self._known(last)
            last += 1
        return last, bottom

    def _add_guard(self, first: int, last: int, top: int) -> tuple[int, int]:
        """Widen the range by the guard on both sides, nearest items first."""
        above = top - self._heights.offset(first)
        below = self._heights.offset(last) - top - self._viewport
        total = len(self._heights)
        while self._count < self._limit:
            can_rise = first > 0 and above < self._guard
            can_sink = last < total and below < self._guard
            if can_rise and (above <= below or not can_sink):
                first -= 1
                above += self._known(first)
            elif can_sink:
                below += self._known(last)
                last += 1
            else:
                break
        return first, last

    def _known(self, index: int) -> int:
        height = self._heights[index]
        if not self._heights.is_measured(index):
            height = self._measure(index)
            self._heights.measured(index, height)
        if height:
            self._count += 1
        return height
