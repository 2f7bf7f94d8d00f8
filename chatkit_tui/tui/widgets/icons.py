"""The Icon component."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.content import Icon
from chatkit_tui.tui.transcript.icons import glyph_of
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import clip, width_of
from chatkit_tui.tui.widgets.block import Block, block_of
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node

LONGEST_NAME = 12
"""Cells of a name that stands in for an icon."""


def measure_icon(node: Node, sheet: Sheet) -> Widths:
    """One cell, or the name of an icon that is like none of those known."""
    icon = cast(Icon, node.component)
    width = 1 if glyph_of(icon.name) else max(1, width_of(_spelled(icon)))
    return Widths(width, width)


def draw_icon(node: Node, width: int, sheet: Sheet) -> Block:
    """A glyph, or the name between marks. Glyphs are no text: they are not copied."""
    icon = cast(Icon, node.component)
    style = sheet.colors.text(icon.color, sheet.beneath)
    glyph = glyph_of(icon.name)
    if glyph is not None:
        return block_of([(Drawn(glyph, style),)], width)
    name = _spelled(icon)
    if not name:
        return block_of([()], width)
    return block_of([(Segment(clip(name, width), style + Style(italic=True)),)], width)


def _spelled(icon: Icon) -> str:
    """The name without the collection it is from."""
    return clip(display_line(icon.name.rpartition(":")[2][:100]), LONGEST_NAME)
