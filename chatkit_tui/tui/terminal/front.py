"""What the terminal shows, as far as it is known."""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip

from chatkit_tui.tui.terminal.cells import UNKNOWN, Cell, Cells


class Row:
    """A row of cells, and the strips they come from."""

    __slots__ = ("_strips", "cells")

    def __init__(self, cells: list[Cell]) -> None:
        self.cells = cells
        self._strips: dict[int, tuple[int, Strip]] = {}
        """By the column they begin at: where they end, and the strip."""

    @classmethod
    def unknown(cls, width: int) -> Row:
        return cls([UNKNOWN] * width)

    @property
    def is_known(self) -> bool:
        return UNKNOWN not in self.cells

    def has(self, x: int, strip: Strip) -> bool:
        """Whether this very strip is drawn at column `x`."""
        known = self._strips.get(x)
        return known is not None and known[1] is strip

    def copy(self) -> Row:
        row = Row(self.cells.copy())
        row._strips = self._strips.copy()
        return row

    def put(self, x: int, strip: Strip, cells: list[Cell], maker: Cells) -> None:
        """Draw a strip over what was there, as far as there is room."""
        end = min(x + len(cells), len(self.cells))
        if x >= end:
            return
        self._strips = {
            start: known for start, known in self._strips.items() if known[0] <= x or start >= end
        }
        self._strips[x] = end, strip
        self.cells[x:end] = cells[: end - x]
        # A wide character that lost one half has lost the other too.
        for place in (x - 1, x, end - 1, end):
            if 0 <= place < len(self.cells) and self._is_half(place):
                self.cells[place] = maker.blank(self.cells[place])

    def _is_half(self, place: int) -> bool:
        cell = self.cells[place]
        if cell.columns == 2:
            return place + 1 >= len(self.cells) or self.cells[place + 1].columns != 0
        return cell.columns == 0 and (place == 0 or self.cells[place - 1].columns != 2)


class Front:
    """The rows of a terminal of this size; all unknown at first."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.rows = [Row.unknown(size.width) for _ in range(size.height)]
        self.begun = False
        """Whether anything was drawn."""

    def scroll(self, top: int, bottom: int, lines: int) -> None:
        """Move the rows from `top` to `bottom` up by `lines`, or down; what appears is unknown."""
        width = self.size.width
        rows = self.rows[top : bottom + 1]
        blank = [Row.unknown(width) for _ in range(abs(lines))]
        moved = rows[lines:] + blank if lines > 0 else blank + rows[:lines]
        self.rows[top : bottom + 1] = moved
