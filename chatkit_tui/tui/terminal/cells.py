"""Strips as cells. The last gate: what is no printable character does not become one.

There is one Cell of each look, so that rows are compared by identity. Cells of a strip are kept as
long as the strip is drawn again and again, for strips do not change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from chatkit_tui.tui.terminal.pens import PLAIN, Pen, PenKey, key_of, pen_of

STRIPS_KEPT = 1_000
"""Strips whose cells are kept: those of a few screens."""

LOOKS_KEPT = 100_000
"""Cells that may be different from each other before they are forgotten, as pictures make many."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_SURELY_WIDE = re.compile(
    "[\u1100-\u115f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
)
"""What every terminal draws two cells wide. Of emoji there are always newer ones than it knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One place on the screen; the second half of a wide character has no text."""

    text: str
    pen: Pen
    columns: int = 1
    unsure: bool = False
    """Whether terminals differ in how wide they draw it."""


UNKNOWN = Cell(" ", PLAIN)
"""Where it is not known what the terminal shows."""


@dataclass(slots=True)
class Drawn:
    """A strip as cells."""

    cells: list[Cell]
    controls: list[tuple[int, str]] = field(default_factory=list)
    """Control segments, such as a widget draws pictures with, and the columns they stand at."""


class _Looks(dict[str, Cell]):
    """The cells of one pen, by their text."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(text, self.pen)
        return cell

    def cluster(self, text: str, columns: int) -> Cell:
        """The cell of a character that is wide, or made of several."""
        cell = self.get(text)
        if cell is None or cell.columns != columns:
            sure = not text or (len(text) == 1 and (columns == 1 or _SURELY_WIDE.match(text)))
            cell = self[text] = Cell(text, self.pen, columns, unsure=not sure)
        return cell


class _LooksByPen(dict[Pen, _Looks]):
    """Styles that come to the same on this terminal share their cells."""

    def __missing__(self, pen: Pen) -> _Looks:
        looks = self[pen] = _Looks(pen)
        return looks


class Cells:
    """Makes cells for a terminal with these colours."""

    def __init__(self, system: ColorSystem) -> None:
        self.system = system
        self._begin_looks()
        self._young: dict[int, tuple[Strip, Drawn]] = {}
        self._old: dict[int, tuple[Strip, Drawn]] = {}

    def of(self, strip: Strip) -> Drawn:
        """The cells of a strip, as many as Textual counts."""
        name = id(strip)
        known = self._young.get(name) or self._old.get(name)
        if known is None or known[0] is not strip:
            known = strip, self._draw(strip)
        if len(self._young) >= STRIPS_KEPT:
            self._old, self._young = self._young, {}
            self._forget_looks()
        self._young[name] = known
        return known[1]

    def blank(self, cell: Cell) -> Cell:
        """A space in the place of half a wide character."""
        return self._by_pen[cell.pen][" "]

    def joined(self, cell: Cell, marks: str) -> Cell:
        """`cell` with what belongs to it and came later, maybe in another style."""
        return self._by_pen[cell.pen].cluster(cell.text + marks, cell.columns)

    def _forget_looks(self) -> None:
        """Cells that are made from now on are others, which costs a repaint and no more."""
        if sum(map(len, self._by_pen.values())) > LOOKS_KEPT:
            self._begin_looks()
            self._old.clear()

    def _begin_looks(self) -> None:
        self._looks: dict[PenKey, _Looks] = {}
        self._plain = _Looks(PLAIN)
        self._by_pen = _LooksByPen({PLAIN: self._plain})

    def _looks_of(self, style: Style | None) -> _Looks:
        if not style:
            return self._plain
        key = key_of(style)
        looks = self._looks.get(key)
        if looks is None:
            looks = self._looks[key] = self._by_pen[pen_of(key, self.system)]
        return looks

    def _draw(self, strip: Strip) -> Drawn:
        drawn = Drawn([])
        for segment in strip:
            self._draw_segment(drawn, segment)
        cells, width = drawn.cells, strip.cell_length
        if len(cells) > width:
            # What was not to be seen is seen: at the end there is less room.
            cells[width:] = []
            if cells and cells[-1].columns == 2:
                cells[-1] = self.blank(cells[-1])
        elif len(cells) < width:
            # Textual cut through a character that is made of several.
            cells.extend([self.blank(cells[-1] if cells else UNKNOWN)] * (width - len(cells)))
        return drawn

    def _draw_segment(self, drawn: Drawn, segment: Segment) -> None:
        text, style, control = segment
        cells = drawn.cells
        if control:
            drawn.controls.append((len(cells), text))
            return
        looks = self._looks_of(style)
        if text.isascii() and text.isprintable():
            cells.extend([looks[character] for character in text])
            return
        text = _CONTROL.sub(_symbol, text)
        for start, end, columns in split_graphemes(text)[0]:
            cluster = text[start:end]
            if columns == 0:
                _join(cells, cluster, self)
                continue
            cells.append(looks.cluster(cluster, columns))
            if columns == 2:
                cells.append(looks.cluster("", 0))


def _join(cells: list[Cell], marks: str, maker: Cells) -> None:
    """Give what occupies no cell to the character before it; without one, it is left out."""
    place = len(cells) - 1
    if place > 0 and not cells[place].text:
        place -= 1
    if place >= 0:
        cells[place] = maker.joined(cells[place], marks)


def _symbol(match: re.Match[str]) -> str:
    """One cell in the place of a character that terminals obey."""
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
