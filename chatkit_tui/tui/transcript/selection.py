"""What is selected in a transcript: two places in its rows, and the text between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatkit_tui.tui.transcript.copying import ENDLESS, Extent, copied, joint
from chatkit_tui.tui.transcript.wrap import Line, line_width

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.drawings import Drawings
    from chatkit_tui.tui.transcript.page import Painted
    from chatkit_tui.tui.transcript.rows import RowList

_WORD = re.compile(r"[^\W_]([\w\-./:@%&?#=+~']*[\w/])?|\S+?")
"""A word, an address, a path; or one sign."""


WORD_ROWS = 20
"""Rows above and below among which a word is sought: addresses can be long."""

PARAGRAPH_ROWS = 2_000
"""Rows above and below that are taken for one line of text at most."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a row of an item, counted from the item's first row of its own.

    `before` is the text of that row up to the cell: where it reads otherwise, this is another
    place.
    """

    key: str
    line: int
    cell: int
    before: str

    @classmethod
    def at(cls, key: str, painted: Painted, row: int, cell: int) -> Spot:
        """The spot at a row of what is painted; outside of the text, the nearest place to it."""
        if row < painted.lead:
            row, cell = painted.lead, -1
        if row >= len(painted.lines):
            row, cell = len(painted.lines) - 1, ENDLESS
        return cls(key, row - painted.lead, cell, _begin(painted.lines[row], cell))

    def holds(self, painted: Painted) -> bool:
        """Whether the item still has this spot."""
        row = self.line + painted.lead
        return row < len(painted.lines) and _begin(painted.lines[row], self.cell) == self.before


class Selection:
    """From one spot of a list of rows to another one, both included, in either order."""

    def __init__(self, rows: RowList, drawings: Drawings, anchor: Spot, head: Spot) -> None:
        self._rows = rows
        self._drawings = drawings
        self.anchor = anchor
        self.head = head

    def extent(self, key: str) -> Extent | None:
        """What of an item is selected, in rows of its own."""
        ends = self._ends()
        index = self._rows.index(key)
        if ends is None or index is None:
            return None
        (first, start), (last, end) = ends
        if not first <= index <= last:
            return None
        return Extent(
            start.line if index == first else 0,
            max(0, start.cell) if index == first else 0,
            end.line if index == last else ENDLESS,
            end.cell + 1 if index == last else ENDLESS,
        )

    def holds(self) -> bool:
        """Whether both ends are where they were, as far as their items are drawn."""
        for spot in (self.anchor, self.head):
            if self._rows.index(spot.key) is None:
                return False
            painted = self._drawings.last(spot.key)
            if painted is not None and not spot.holds(painted):
                return False
        return True

    def text(self) -> str:
        """The text between the ends, items a blank line apart."""
        ends = self._ends()
        if ends is None:
            return ""
        parts = []
        for row in self._rows.rows[ends[0][0] : ends[1][0] + 1]:
            extent = self.extent(row.key)
            painted = self._drawings.plain(row)
            if extent is not None and painted.lines:
                parts.append(copied(painted.lines, _lowered(extent, painted.lead)))
        return "\n\n".join(parts).strip("\n")

    def _ends(self) -> tuple[tuple[int, Spot], tuple[int, Spot]] | None:
        """Both ends in the order of the text, with the indexes of their rows."""
        one, other = self._rows.index(self.anchor.key), self._rows.index(self.head.key)
        if one is None or other is None:
            return None
        ends = sorted(
            [(one, self.anchor), (other, self.head)],
            key=lambda end: (end[0], end[1].line, end[1].cell),
        )
        return ends[0], ends[1]


def word_at(lines: Sequence[Line], row: int, cell: int) -> Extent | None:
    """The word under a cell, its last cell included, soft breaks or not; None if there is none."""
    paragraph = paragraph_at(lines, row, most=WORD_ROWS)
    if cell >= line_width(lines[row]):
        return None
    text = copied(lines, paragraph)
    place = len(copied(lines, Extent(paragraph.first, 0, row, cell + 1))) - 1
    for match in _WORD.finditer(text):
        if match.start() <= place < match.end():
            first, begin = _cell_of(lines, paragraph.first, match.start())
            last, end = _cell_of(lines, paragraph.first, match.end() - 1)
            return Extent(first, begin, last, end)
    return None


def paragraph_at(lines: Sequence[Line], row: int, *, most: int = PARAGRAPH_ROWS) -> Extent:
    """The rows that soft breaks make of one line of text, `most` of them in each direction."""
    first = last = row
    while first > max(0, row - most) and joint(lines[first - 1]) is not None:
        first -= 1
    while last < min(len(lines) - 1, row + most) and joint(lines[last]) is not None:
        last += 1
    return Extent(first, 0, last, line_width(lines[last]) - 1)


def _cell_of(lines: Sequence[Line], first: int, place: int) -> tuple[int, int]:
    """Row and cell of a character of a paragraph that begins at row `first`."""
    for row in range(first, len(lines)):
        if len(copied(lines, Extent(first, 0, row, ENDLESS))) > place:
            for cell in range(line_width(lines[row])):
                if len(copied(lines, Extent(first, 0, row, cell + 1))) > place:
                    return row, cell
    return first, 0


def _lowered(extent: Extent, rows: int) -> Extent:
    return Extent(extent.first + rows, extent.begin, extent.last + rows, extent.end)


def _begin(line: Line, cell: int) -> str:
    return copied([line], Extent(0, 0, 0, cell + 1))
