"""Cells said to a terminal in few bytes."""

from __future__ import annotations

from collections.abc import Sequence

from chatkit_tui.tui.terminal.cells import UNKNOWN, Cell
from chatkit_tui.tui.terminal.pens import PLAIN, Pen, change

BRIDGED = 4
"""Cells in the same pen that are written again rather than jumped over."""

SOMEWHERE = -1
"""A column that is not known."""

ANEW = "\x0f\x1b(B\x1b[m\x1b[?6l\x1b[?7l\x1b[r"
"""Whatever was written before: the common character set, no attributes, the whole screen."""


class Writing:
    """Collects what is written; begins and ends with a plain pen."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pen: Pen = PLAIN
        self._place: tuple[int, int] | None = None
        """Row and column of the cursor, if they are known."""

    @property
    def length(self) -> int:
        """Characters until now."""
        self._parts = ["".join(self._parts)]
        return len(self._parts[0])

    def text(self) -> str:
        """All of it."""
        self._use(PLAIN)
        return "".join(self._parts)

    def begin_anew(self) -> None:
        """Leave nothing of what somebody else may have set."""
        self._parts.append(ANEW)
        self._place = None

    def scroll(self, top: int, bottom: int, lines: int) -> None:
        """Move the rows from `top` to `bottom` up by `lines`, or down where it is negative."""
        self._use(PLAIN)
        move = f"{lines}M" if lines > 0 else f"{-lines}L"
        self._parts.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H\x1b[{move}\x1b[r")
        self._place = None

    def control(self, y: int, x: int, text: str) -> None:
        """Something of Textual's own that is no text."""
        self._use(PLAIN)
        self._move(y, x)
        self._parts.append(text)
        self._place = None

    def row(self, y: int, old: Sequence[Cell], new: Sequence[Cell]) -> None:
        """Write the cells of a row that are not as they were."""
        if old == new:
            return
        changed = [
            x for x, (before, now) in enumerate(zip(old, new, strict=True)) if before is not now
        ]
        if any(cell.unsure for cell in old) or any(cell.unsure for cell in new):
            # It is not known where the cells behind such a character stand now.
            self._run(y, 0, new)
            return
        start = previous = changed[0]
        for x in changed[1:]:
            if x - previous > 1 and not _bridged(new, previous, x):
                self._run(y, start, new[start : previous + 1])
                start = x
            previous = x
        self._run(y, start, new[start : previous + 1])

    def _run(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        parts = self._parts
        for cell in cells:
            if cell is UNKNOWN:
                x += 1
                continue
            if cell.text:
                if self._place != (y, x):
                    self._move(y, x)
                if cell.pen is not self._pen:
                    self._use(cell.pen)
                if cell.unsure:
                    self._unsure(y, x, cell)
                else:
                    parts.append(cell.text)
                    self._place = y, x + cell.columns
            x += 1

    def _unsure(self, y: int, x: int, cell: Cell) -> None:
        """Whatever this terminal makes of it, what follows stands in its own column."""
        blank = " " * cell.columns
        self._parts.append(f"{blank}\x1b[{x + 1}G{cell.text}")
        self._place = y, SOMEWHERE

    def _move(self, y: int, x: int) -> None:
        if self._place is not None and self._place[0] == y:
            self._parts.append(f"\x1b[{x + 1}G")
        else:
            self._parts.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._place = y, x

    def _use(self, pen: Pen) -> None:
        if pen is not self._pen:
            self._parts.append(change(self._pen, pen))
            self._pen = pen


def _bridged(cells: Sequence[Cell], start: int, end: int) -> bool:
    """Whether to write what did not change between two cells that did."""
    pen = cells[start].pen
    return end - start <= BRIDGED + 1 and all(
        cell.pen is pen and cell is not UNKNOWN for cell in cells[start + 1 : end + 1]
    )
