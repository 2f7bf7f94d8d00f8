"""The rows a transcript shows, with their heights at one width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatkit_tui.tui.transcript.estimate import estimate
from chatkit_tui.tui.transcript.heights import HeightIndex

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

WIDTHS_KEPT = 4
"""Widths whose measured heights are remembered: resizing back and forth costs nothing."""


class RowList:
    """Rows in order, found by key, each with a height that is measured or estimated."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.heights = HeightIndex()
        self.width = 80
        self._indexes: dict[str, int] | None = {}
        self._known: dict[int, dict[str, int]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def index(self, key: str) -> int | None:
        """Where the row of that key stands."""
        if self._indexes is None:
            self._indexes = {row.key: index for index, row in enumerate(self.rows)}
        return self._indexes.get(key)

    def replace(self, rows: Sequence[Row]) -> None:
        """Hold other rows. Heights of keys that stay are forgotten: their items may differ."""
        self.rows = list(rows)
        self._indexes = None
        self._known = {}
        self.heights = HeightIndex(estimate(row, self.width) for row in self.rows)

    def insert(self, index: int, rows: Sequence[Row]) -> None:
        """Put rows before the one at `index`."""
        if index == len(self.rows) and self._indexes is not None:
            self._indexes.update((row.key, index + each) for each, row in enumerate(rows))
        else:
            self._indexes = None
        self.rows[index:index] = rows
        self.heights.insert(index, [estimate(row, self.width) for row in rows])

    def remove(self, index: int) -> Row:
        """Take a row out."""
        row = self.rows.pop(index)
        self._indexes = None
        self._forget(row.key)
        self.heights.remove(index)
        return row

    def changed(self, index: int, row: Row) -> None:
        """The row's item is another one; its height is doubtful until it is measured again."""
        self.rows[index] = row
        self.doubt(index)

    def doubt(self, index: int) -> None:
        """The row may be drawn otherwise than it was measured."""
        self._forget(self.rows[index].key)
        self.heights.doubt(index)

    def measured(self, index: int, height: int) -> None:
        """Remember a height that is known at the present width."""
        self.heights.measured(index, height)
        self._known.setdefault(self.width, {})[self.rows[index].key] = height

    def set_width(self, width: int) -> None:
        """Heights for another width: remembered ones where there are any, else estimates."""
        if width == self.width:
            return
        self.width = width
        known = self._known.pop(width, {})
        self._known[width] = known
        while len(self._known) > WIDTHS_KEPT:
            del self._known[next(iter(self._known))]
        self.heights = HeightIndex(known.get(row.key) or estimate(row, width) for row in self.rows)

    def _forget(self, key: str) -> None:
        for heights in self._known.values():
            heights.pop(key, None)
