"""Spacer and Divider: what stands between others, in the direction of their parent."""

from __future__ import annotations

from rich.style import Style

from chatkit_tui.protocol.widgets.layout import Divider, Spacer
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line
from chatkit_tui.tui.widgets.block import Block, Edges, blank, inset
from chatkit_tui.tui.widgets.frames import HEAVY, Flush
from chatkit_tui.tui.widgets.laid import Filled, Leaf
from chatkit_tui.tui.widgets.lengths import pixels_of, space_across, space_down
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

NARROW = Widths(1, 1)
"""What takes the width it is given."""


def measure_space(node: Node, sheet: Sheet) -> Widths:
    """It is as wide as there is room."""
    return NARROW


def draw_divider(node: Node, width: int, sheet: Sheet) -> Block:
    """A line across; a flush one reaches the edges of what is around it."""
    divider = node.component
    assert isinstance(divider, Divider)
    kind = Flush if divider.flush else Ruled
    line: Line = (kind(_glyph(divider, "─━") * width, _style(divider, sheet)),)
    rows = space_down(divider.spacing, beside_line=True)
    return inset(Block(width, [line]), Edges(top=rows, bottom=rows))


def draw_spacer(node: Node, width: int, sheet: Sheet) -> Block:
    """Blank rows where it is not among others."""
    spacer = node.component
    assert isinstance(spacer, Spacer)
    return lay_spacer(space_down(spacer.min_size), width).drawn


def lay_spacer(rows: int, width: int) -> Leaf:
    """So many blank rows at least."""
    return Leaf(Block(width, [blank(width)] * rows))


def width_of_divider_down(divider: Divider, room: int | None) -> int:
    """Cells of a divider between things side by side."""
    return 1 + 2 * space_across(divider.spacing, room)


def lay_divider_down(node: Node, width: int, sheet: Sheet) -> Filled:
    """A line down, as high as what is beside it."""
    divider = node.component
    assert isinstance(divider, Divider)
    before = max(0, width - 1) // 2
    glyph = Drawn(_glyph(divider, "│┃"), _style(divider, sheet))
    line: Line = (*blank(before), glyph, *blank(width - before - 1)) if width else ()

    def make(height: int) -> Block:
        return Block(width, [line] * height)

    return Filled(make)


def _glyph(divider: Divider, glyphs: str) -> str:
    return glyphs[(pixels_of(divider.size) or 1) >= HEAVY]


def _style(divider: Divider, sheet: Sheet) -> Style:
    return sheet.colors.line(divider.color, sheet.beneath)
