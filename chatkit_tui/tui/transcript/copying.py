"""Rows back to the text they were made from: what a selection copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rich.cells import split_graphemes

from chatkit_tui.tui.transcript.pieces import Among, Between, Drawn, Indent, Ruled, Soft
from chatkit_tui.tui.transcript.wrap import Line, is_narrow, width_of

ENDLESS = 1_000_000_000
"""A row or a cell behind all others."""


@dataclass(frozen=True, slots=True)
class Extent:
    """From a cell of row `first` up to a cell of row `last`, which is not part of it any more."""

    first: int = 0
    begin: int = 0
    last: int = ENDLESS
    end: int = ENDLESS

    def cells(self, row: int) -> tuple[int, int] | None:
        """What of a row is in it, as a first cell and the one behind the last."""
        if not self.first <= row <= self.last:
            return None
        return self.begin if row == self.first else 0, self.end if row == self.last else ENDLESS


def copied(lines: Sequence[Line], extent: Extent) -> str:
    """The text in an extent of rows: no soft breaks, frames or bars; cells of a table by tabs."""
    writer = _Writer()
    for row in range(max(0, extent.first), min(extent.last + 1, len(lines))):
        cells = extent.cells(row)
        assert cells is not None
        writer.add(lines[row], *cells)
    return writer.text()


def joint(line: Line) -> str | None:
    """What stands between a row and the next one; None if the row ends its line."""
    gaps = [piece.gap for piece in line if isinstance(piece, Soft)]
    return gaps[-1] if gaps else None


def cut_cells(text: str, begin: int, end: int) -> str:
    """The characters of which a cell is in the range."""
    if begin <= 0 and end >= 2 * len(text):
        return text
    if is_narrow(text):
        return text[max(0, begin) : max(0, end)]
    parts: list[str] = []
    cell = 0
    for start, stop, size in split_graphemes(text)[0]:
        if cell < end and cell + max(1, size) > begin:
            parts.append(text[start:stop])
        cell += size
    return "".join(parts)


def snapped(text: str, begin: int, end: int) -> tuple[int, int]:
    """A range of cells widened so that it cuts no character in two."""
    if is_narrow(text):
        return begin, end
    cell = 0
    for _, _, size in split_graphemes(text)[0]:
        if cell < begin < cell + size:
            begin = cell
        if cell < end < cell + size:
            end = cell + size
        cell += size
    return begin, end


@dataclass(slots=True)
class _Cell:
    """A cell of a table, or a line of anything else."""

    text: str = ""
    gap: str | None = None
    """Stands before what comes next of it; None if nothing does."""


@dataclass(slots=True)
class _Writer:
    lines: list[str] = field(default_factory=list)
    row: list[_Cell] = field(default_factory=list)
    """The line that is being put together."""
    goes_on: bool = False
    ruled: bool = False
    """The last row was a rule."""

    def add(self, line: Line, begin: int, end: int) -> None:
        """Take in a row, from a cell on and up to another one."""
        if any(isinstance(piece, Ruled) for piece in line):
            self._end_row()
            self.ruled = True
            return
        if self.ruled and self.lines and not self.lines[-1] and _is_gap(line):
            return  # there is a blank line before the rule
        self.ruled = False
        columns = list(_columns(line))
        if not self.goes_on:
            self.row = [_Cell() for _ in columns]
        for cell, (start, pieces) in zip(self.row, columns, strict=False):
            text = _text(pieces, begin - start, end - start, goes_on=cell.gap is not None)
            if text or cell.text:
                cell.text += (cell.gap or "" if cell.text else "") + text
            cell.gap = joint(pieces)
        self.goes_on = any(isinstance(piece, Among) for piece in line)
        if len(columns) == 1:
            self.goes_on = self.row[0].gap is not None
        if not self.goes_on:
            self._end_row()

    def text(self) -> str:
        self._end_row()
        return "\n".join(self.lines)

    def _end_row(self) -> None:
        if self.row:
            line = "\t".join(cell.text for cell in self.row)
            self.lines.append(line if line.strip("\t") else "")
        self.row = []
        self.goes_on = False


def _columns(line: Line) -> Iterator[tuple[int, Line]]:
    """The cells of a table row, or the whole row; each with the cell of the screen it begins at."""
    start = 0
    yielded = False
    for between, group in groupby(line, key=lambda piece: isinstance(piece, Between)):
        pieces = tuple(group)
        if not between:
            yield start, pieces
            yielded = True
        start += sum(width_of(piece.text) for piece in pieces)
    if not yielded:
        yield 0, ()


def _text(pieces: Line, begin: int, end: int, *, goes_on: bool) -> str:
    parts: list[str] = []
    cell = 0
    for index, piece in enumerate(pieces):
        width = width_of(piece.text)
        if not isinstance(piece, Drawn) or (
            isinstance(piece, Indent) and not goes_on and _leads_to_text(pieces, index)
        ):
            parts.append(cut_cells(piece.text, begin - cell, end - cell))
        cell += width
    return "".join(parts)


def _leads_to_text(pieces: Line, index: int) -> bool:
    """Whether an indentation stands before text: not before a code block, nor in a blank row."""
    following = next((each for each in pieces[index:] if not isinstance(each, Indent)), None)
    return following is not None and not isinstance(following, Drawn)


def _is_gap(line: Line) -> bool:
    """Whether a row is the blank one between two blocks."""
    return all(isinstance(piece, Indent) for piece in line)
