"""Strips as cells. The last gate: what is no printable character does not become one.

There is one Cell of each look, so that rows are compared by identity. Cells of a strip are kept as
long as the strip is drawn again and again, for strips do not change.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from chatkit_tui.tui.terminal.kitty import PLACEHOLDER
from chatkit_tui.tui.terminal.pens import PLAIN, Pen, PenKey, key_of, pen_of, picture_pen

STRIPS_KEPT = 500
"""Strips whose cells are kept: those of a few screens."""

LOOKS_KEPT = 100_000
"""Cells that may be different from each other before they are forgotten, as pictures make many."""

_SURELY_WIDE = (
    range(0x1100, 0x1160),
    range(0x3041, 0x3100),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xAC00, 0xD7A4),
    range(0xFF01, 0xFF61),
)
"""What every terminal draws two cells wide. Of emoji there are always newer ones than it knows."""

_SEPARATORS = (0x2028, 0x2029)
_SURROGATES = range(0xD800, 0xE000)


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
        if cell is None and text.startswith(PLACEHOLDER):
            cell = self[text] = Cell(text, picture_pen(self.pen))
        if cell is None or cell.columns != columns:
            cell = self[text] = Cell(text, self.pen, columns, unsure=_is_unsure(text, columns))
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
        if not text.isprintable():
            text = "".join(map(_symbol, text))
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


def _is_unsure(text: str, columns: int) -> bool:
    if len(text) != 1 or columns < 2:
        return len(text) > 1
    return not any(ord(text) in wide for wide in _SURELY_WIDE)


def _symbol(character: str) -> str:
    """One cell in the place of a character that terminals obey, or that cannot be written."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or code in _SEPARATORS or code in _SURROGATES:
        return "\ufffd"
    return character
