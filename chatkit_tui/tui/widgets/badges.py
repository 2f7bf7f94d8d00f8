"""The Badge component."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.text import Badge
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import clip, width_of
from chatkit_tui.tui.widgets.block import Block, block_of
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node

LONGEST = 500
"""Characters of a label that are looked at."""

LEAST = 8
"""Cells that a badge keeps where others need room; its label is cut then."""

ENDS = 2
"""Cells around the label of a badge."""


def measure_badge(node: Node, sheet: Sheet) -> Widths:
    """As wide as its label and its ends."""
    wanted = width_of(_label(node)) + ENDS
    return Widths(min(wanted, LEAST), wanted)


def draw_badge(node: Node, width: int, sheet: Sheet) -> Block:
    """A word on a colour of its own, or between brackets where it has none."""
    badge = cast(Badge, node.component)
    label = clip(_label(node), max(1, width - ENDS))
    if not label:
        return block_of([], width)
    color = badge.color or "secondary"
    variant = badge.variant or "soft"
    colors, beneath = sheet.colors, sheet.beneath
    if variant == "solid":
        style = colors.solid(color, beneath) + Style(bold=True)
    elif variant == "outline":
        style = colors.text(color, beneath)
    else:
        style = colors.soft(color, beneath)
    left, right = _ends(style, pill=badge.pill is True)
    return block_of([(left, Segment(label, style), right)], width)


def _ends(style: Style, *, pill: bool) -> tuple[Drawn, Drawn]:
    """What is before and behind the label: half a cell of its ground makes it look round."""
    if pill and style.bgcolor is not None:
        half = Style(color=style.bgcolor)
        return Drawn("▐", half), Drawn("▌", half)
    filled = style.bgcolor is not None or bool(style.reverse)
    before, after = "()" if pill else "  " if filled else "[]"
    return Drawn(before, style), Drawn(after, style)


def _label(node: Node) -> str:
    return display_line(cast(Badge, node.component).label[:LONGEST])
