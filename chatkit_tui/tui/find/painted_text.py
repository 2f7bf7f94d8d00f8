"""The text that runs through the rows of an item as it is drawn, and where in them a pattern is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.tui.transcript.pieces import Among, Between, Drawn, Soft, soft

if TYPE_CHECKING:
    from chatkit_tui.tui.find.pattern import Pattern
    from chatkit_tui.tui.transcript.wrap import Line

NOWHERE = -1
"""The row of what stands between rows."""


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `begin` to `end` of a row: a match, or what of it stands in that row."""

    row: int
    begin: int
    end: int


Match = tuple[Part, ...]
"""The parts of a match, from its first row to its last."""


class PaintedText:
    """Rows put together again where they were broken for want of room, cells of tables one by one.

    What is drawn beside a text is left out, and so are pieces in one of the styles `unread`: the
    marks of citations and of lists.
    """

    def __init__(self, rows: Sequence[tuple[int, Line]], unread: Collection[Style] = ()) -> None:
        """`rows` are numbered."""
        self._unread = unread
        self._texts: list[str] = []
        self._begins: list[int] = []
        self._places: list[tuple[int, int]] = []
        """Row and character at which each of the texts stands."""
        self._length = 0
        table_row: list[tuple[int, Line]] = []
        for number, line in rows:
            kinds = {type(segment) for segment in line}
            table_row.append((number, line))
            if Among not in kinds:
                self._add_columns(table_row)
                table_row = []
        self._add_columns(table_row)

    def _add_columns(self, rows: Sequence[tuple[int, Line]]) -> None:
        """Rows side by side, each column as a text of its own; most have one row and column."""
        columns: dict[int, list[tuple[int, list[tuple[int, Segment]]]]] = {}
        for number, line in rows:
            for column, cell in enumerate(_cells(line)):
                columns.setdefault(column, []).append((number, cell))
        for cells in columns.values():
            for number, cell in cells:
                self._add_cell(number, cell)

    def _add_cell(self, row: int, cell: Sequence[tuple[int, Segment]]) -> None:
        gap = " "
        for begin, segment in cell:
            if isinstance(segment, Drawn):
                continue
            if isinstance(segment, Soft):
                gap = segment.gap
            if segment.style is None or segment.style not in self._unread:
                self._add(segment.text, row, begin)
        if gap:
            self._add(gap, NOWHERE, 0)

    def _add(self, text: str, row: int, begin: int) -> None:
        if text:
            self._texts.append(text)
            self._begins.append(self._length)
            self._places.append((row, begin))
            self._length += len(text)

    def find(self, pattern: Pattern) -> Iterator[Match]:
        """The matches in reading order."""
        for begin, end in pattern.find(pattern.folding.fold("".join(self._texts))):
            parts = self._parts(begin, end)
            if parts:
                yield parts

    def _parts(self, begin: int, end: int) -> Match:
        parts: list[Part] = []
        for index in range(bisect_right(self._begins, begin) - 1, len(self._begins)):
            start = self._begins[index]
            if start >= end:
                break
            row, offset = self._places[index]
            if row == NOWHERE:
                continue
            first = offset + max(begin, start) - start
            last = offset + min(end, start + len(self._texts[index])) - start
            if parts and (parts[-1].row, parts[-1].end) == (row, first):
                parts[-1] = Part(row, parts[-1].begin, last)
            else:
                parts.append(Part(row, first, last))
        return tuple(parts)


def _cells(line: Line) -> list[list[tuple[int, Segment]]]:
    """The segments of each cell, and at which character of the row they begin."""
    cells: list[list[tuple[int, Segment]]] = [[]]
    begin = 0
    for segment in line:
        if isinstance(segment, Between):
            cells.append([])
        else:
            cells[-1].append((begin, segment))
        begin += len(segment.text)
    return cells


def restyled(line: Line, spans: Sequence[tuple[int, int, Style]]) -> Line:
    """The row with some characters in other styles; `spans` in order, not overlapping."""
    pieces: list[Segment] = []
    begin = 0
    waiting = list(spans)
    for segment in line:
        end = begin + len(segment.text)
        cuts = [(max(first, begin), min(last, end), style) for first, last, style in waiting]
        cuts = [cut for cut in cuts if cut[0] < cut[1]]
        pieces.extend(_cut_up(segment, begin, cuts) if cuts else [segment])
        while waiting and waiting[0][1] <= end:
            del waiting[0]
        begin = end
    return tuple(pieces)


def _cut_up(
    segment: Segment, begin: int, cuts: Sequence[tuple[int, int, Style]]
) -> Iterator[Segment]:
    """The segment, which begins at character `begin` of its row, in pieces; its kind is kept."""
    position, end = begin, begin + len(segment.text)
    own = segment.style or Style.null()
    for first, last, style in [*cuts, (end, end, own)]:
        for start, stop, worn in ((position, first, own), (first, last, own + style)):
            if start < stop:
                text = segment.text[start - begin : stop - begin]
                if isinstance(segment, Soft):
                    # Only the last piece of a row is one.
                    yield soft(text, worn, segment.gap) if stop == end else Segment(text, worn)
                else:
                    yield type(segment)(text, worn)
        position = last
