"""What is around a component: padding, lines at its edges, corners and a background."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.protocol.widgets.component import Border, Borders, BorderSide, Color
from chatkit_tui.protocol.widgets.layout import Lines
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line
from chatkit_tui.tui.widgets.block import NO_EDGES, Block, Edges, inset, on
from chatkit_tui.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from rich.color import Color as ScreenColor

HEAVY = 2
"""Pixels from which on a line is a heavy one."""

NARROW = 16
"""Cells from which on the inside has enough: it wraps before a padding gives way."""

LEAST_FRAMED = 4
"""Cells that lines at the left and right leave to the inside."""

_ACROSS = {
    "solid": "─━",
    "dashed": "╌╍",
    "dotted": "┈┉",
    "double": "══",
    "groove": "══",
    "ridge": "──",
    "inset": "━─",
    "outset": "─━",
}
"""Lines across: light and heavy; of inset and outset, those at the top and the bottom."""

_DOWN = {
    "solid": "│┃",
    "dashed": "╎╏",
    "dotted": "┊┋",
    "double": "║║",
    "groove": "││",
    "ridge": "║║",
    "inset": "┃│",
    "outset": "│┃",
}
"""Lines down: light and heavy; of inset and outset, those at the left and the right."""

_RELIEFS = ("inset", "outset")

_INVISIBLE = ("none", "hidden")

_LIGHT, _THICK, _TWICE = "light", "heavy", "double"

_WEIGHTS = dict.fromkeys("━╍┉┃╏┋", _THICK) | dict.fromkeys("═║", _TWICE)

_ROUND = "╭╮╰╯"

_CORNERS = {
    (_LIGHT, _LIGHT): "┌┐└┘",
    (_LIGHT, _THICK): "┎┒┖┚",
    (_LIGHT, _TWICE): "╓╖╙╜",
    (_THICK, _LIGHT): "┍┑┕┙",
    (_THICK, _THICK): "┏┓┗┛",
    (_THICK, _TWICE): "╓╖╙╜",
    (_TWICE, _LIGHT): "╒╕╘╛",
    (_TWICE, _THICK): "╒╕╘╛",
    (_TWICE, _TWICE): "╔╗╚╝",
}
"""Upper left and right, lower left and right corner, by the lines across and down."""

_JOINTS = {
    (_LIGHT, _LIGHT): "├┤",
    (_LIGHT, _THICK): "┠┨",
    (_LIGHT, _TWICE): "╟╢",
    (_THICK, _LIGHT): "┝┥",
    (_THICK, _THICK): "┣┫",
    (_THICK, _TWICE): "╟╢",
}
"""Where a line across meets those at the left and the right, by the lines across and down."""

SQUARE = frozenset({"", "none", "0", "0px"})
"""Radiuses that round nothing."""


class Flush(Ruled):
    """A line across that reaches the edges of the component around it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A line at one side."""

    glyph: str
    style: Style

    @property
    def weight(self) -> str:
        """What its corners are chosen by."""
        return _WEIGHTS.get(self.glyph, _LIGHT)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the inside of a component; None where there is no line."""

    padding: Edges = NO_EDGES
    top: Edge | None = None
    right: Edge | None = None
    bottom: Edge | None = None
    left: Edge | None = None
    rounded: bool = False
    background: ScreenColor | None = None

    @property
    def lines(self) -> Edges:
        """Cells that the lines take."""
        return Edges(*(int(each is not None) for each in self._sides))

    @property
    def edges(self) -> Edges:
        """Cells around the inside."""
        lines, padding = self.lines, self.padding
        return Edges(
            lines.top + padding.top,
            lines.right + padding.right,
            lines.bottom + padding.bottom,
            lines.left + padding.left,
        )

    @property
    def light(self) -> bool:
        """Whether all its lines are light ones: only those have rounded corners."""
        return all(side is None or side.weight == _LIGHT for side in self._sides)

    @property
    def _sides(self) -> tuple[Edge | None, Edge | None, Edge | None, Edge | None]:
        return self.top, self.right, self.bottom, self.left

    def fitted(self, width: int, least: int) -> Frame:
        """The frame in `width` cells where it is narrow: padding, then lines give way.

        `least` is what the whole of it needs in order to cut nothing.
        """
        frame = self
        least = max(1, min(least - self.edges.across, NARROW))
        if width - frame.lines.across < min(least, LEAST_FRAMED):
            frame = replace(frame, left=None, right=None)
        room = max(0, width - frame.lines.across - least)
        padding = frame.padding
        if padding.across > room:
            left = room * padding.left // padding.across
            padding = Edges(padding.top, room - left, padding.bottom, left)
            frame = replace(frame, padding=padding)
        return frame


def lines_of(lines: Lines | None, sheet: Sheet, radius: str | None = None) -> Frame:
    """The lines at the edges as they were asked for."""
    if isinstance(lines, Borders):
        top, bottom = _first(lines.top, lines.y), _first(lines.bottom, lines.y)
        left, right = _first(lines.left, lines.x), _first(lines.right, lines.x)
    else:
        top = right = bottom = left = lines
    return Frame(
        top=_edge(top, _ACROSS, sheet),
        right=_edge(right, _DOWN, sheet, second=True),
        bottom=_edge(bottom, _ACROSS, sheet, second=True),
        left=_edge(left, _DOWN, sheet),
        rounded=radius is not None and radius.strip().lower() not in SQUARE,
    )


def background_of(color: Color | None, sheet: Sheet) -> ScreenColor | None:
    """The background of a component; None where what is beneath shows."""
    return None if color is None else sheet.colors.background(color, sheet.beneath)


def themed(theme: str | None, sheet: Sheet) -> tuple[Sheet, ScreenColor | None]:
    """The sheet of a widget that asks for a theme, and the background it needs for it."""
    own = sheet.themed(theme)
    return own, None if own is sheet else own.beneath


def framed(inner: Block, frame: Frame) -> Block:
    """A block in its frame."""
    block = inset(inner, frame.padding)
    width = block.width + frame.lines.across
    lines = [_sided(line, frame, width) for line in block.lines]
    if frame.top is not None:
        lines.insert(0, _rule(frame.top, frame, width, upper=True))
    if frame.bottom is not None:
        lines.append(_rule(frame.bottom, frame, width, upper=False))
    down, across = frame.lines.top, frame.lines.left
    whole = Block(
        width,
        lines,
        [control.moved(down, across) for control in block.controls],
        [down + row for row in block.spinners],
    )
    return whole if frame.background is None else on(whole, Style(bgcolor=frame.background))


def _sided(line: Line, frame: Frame, width: int) -> Line:
    """A row with the lines at its left and right."""
    flush = [each for each in line if isinstance(each, Flush)]
    if len(flush) == 1:
        return _flush(flush[0], frame, width)
    left = (Drawn(frame.left.glyph, frame.left.style),) if frame.left else ()
    right = (Drawn(frame.right.glyph, frame.right.style),) if frame.right else ()
    return (*left, *line, *right)


def _flush(flush: Flush, frame: Frame, width: int) -> Line:
    """A line across, through the padding, joined to the lines at the edges."""
    kind = Ruled if frame.edges.across else Flush
    glyph = flush.text[:1]
    left = _joint(glyph, frame.left, 0)
    right = _joint(glyph, frame.right, 1)
    middle = kind(glyph * (width - len(left) - len(right)), flush.style)
    return (*left, middle, *right)


def _joint(across: str, down: Edge | None, side: int) -> Line:
    if down is None:
        return ()
    return (Drawn(_JOINTS[_WEIGHTS.get(across, _LIGHT), down.weight][side], down.style),)


def _rule(edge: Edge, frame: Frame, width: int, *, upper: bool) -> Line:
    """The line at the top or the bottom, with its corners."""
    rounded = frame.rounded and frame.light
    left = _corner(edge, frame.left, rounded, 0 if upper else 2)
    right = _corner(edge, frame.right, rounded, 1 if upper else 3)
    return (Ruled(left + edge.glyph * (width - len(left) - len(right)) + right, edge.style),)


def _corner(across: Edge, down: Edge | None, rounded: bool, place: int) -> str:
    if down is None:
        return ""
    weights = across.weight, down.weight
    return _ROUND[place] if rounded else _CORNERS[weights][place]


def _edge(
    side: BorderSide | None, glyphs: dict[str, str], sheet: Sheet, *, second: bool = False
) -> Edge | None:
    """A line; `second` is the lower or the right one."""
    size, color, style = side, None, ""
    if isinstance(side, Border):
        size, color, style = side.size, side.color, (side.style or "").strip().lower()
    if not isinstance(size, int | float) or size <= 0 or style in _INVISIBLE:
        return None
    pair = glyphs.get(style, glyphs["solid"])
    thick = second if style in _RELIEFS else size >= HEAVY
    return Edge(pair[thick], sheet.colors.line(color, sheet.beneath))


def _first(one: BorderSide | None, other: BorderSide | None) -> BorderSide | None:
    return other if one is None else one
