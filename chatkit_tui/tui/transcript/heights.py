"""How many rows each item takes, and which item a row belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate


class HeightIndex:
    """Heights of a list of items, measured or estimated, with quick sums over them.

    A Fenwick tree: changing a height, adding at the end, and going from item to offset and back
    take O(log n). Inserting or removing elsewhere costs one rebuild, at the next question.
    """

    def __init__(self, estimates: Iterable[int] = ()) -> None:
        self._heights = list(estimates)
        self._measured = bytearray(len(self._heights))
        self._tree: list[int] = []
        self._stale = True

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total(self) -> int:
        """Rows of all items together."""
        return self.offset(len(self._heights))

    def is_measured(self, index: int) -> bool:
        """Whether the height is known, not estimated."""
        return bool(self._measured[index])

    def measured(self, index: int, height: int) -> None:
        """Set a height that is known."""
        self._measured[index] = 1
        self._set(index, height)

    def doubt(self, index: int) -> None:
        """Keep the height as an estimate: the item changed since it was measured."""
        self._measured[index] = 0

    def insert(self, index: int, estimates: Sequence[int]) -> None:
        """Put items before the one at `index`."""
        at_end = index == len(self._heights)
        self._measured[index:index] = bytes(len(estimates))
        if at_end and not self._stale:
            for estimate in estimates:
                self._append(estimate)
            return
        self._heights[index:index] = estimates
        self._stale = True

    def remove(self, index: int) -> None:
        """Take one item out."""
        del self._heights[index]
        del self._measured[index]
        self._stale = True

    def offset(self, index: int) -> int:
        """Rows before the item at `index`."""
        self._refresh()
        rows = 0
        while index > 0:
            rows += self._tree[index]
            index &= index - 1
        return rows

    def at_row(self, row: int) -> int:
        """The item that covers `row`; the first or last one for rows outside, -1 if empty."""
        self._refresh()
        count = len(self._heights)
        position, step = 0, 1 << count.bit_length()
        while step:
            following = position + step
            if following <= count and self._tree[following] <= row:
                position = following
                row -= self._tree[following]
            step >>= 1
        return min(position, count - 1)

    def _set(self, index: int, height: int) -> None:
        change = height - self._heights[index]
        if not change:
            return
        self._heights[index] = height
        if self._stale:
            return
        index += 1
        while index <= len(self._heights):
            self._tree[index] += change
            index += index & -index

    def _append(self, height: int) -> None:
        self._heights.append(height)
        index = len(self._heights)
        covered = index & (index - 1)
        rows, child = height, index - 1
        while child > covered:
            rows += self._tree[child]
            child &= child - 1
        self._tree.append(rows)

    def _refresh(self) -> None:
        if not self._stale:
            return
        before = [0, *accumulate(self._heights)]
        self._tree = [rows - before[i & (i - 1)] if i else 0 for i, rows in enumerate(before)]
        self._stale = False
