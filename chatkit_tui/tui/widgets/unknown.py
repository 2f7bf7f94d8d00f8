"""Components of a type this version does not know: a labelled box with what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.tree import Node, type_of
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import clip, width_of
from chatkit_tui.tui.widgets.block import Block, Edges, beside, block_of, inset, stacked
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.wrap import Line

_FRAME = 4
"""Cells that the frame takes of a line."""

LONGEST_LABEL = 40


def measure_unknown(node: Node, sheet: Sheet) -> Widths:
    """As wide as its label or its widest child, and the frame."""
    label = min(width_of(_label(node)), LONGEST_LABEL) + 2
    inside = [sheet.widths(child) for child in node.children]
    least = max((each.least for each in inside), default=1)
    wanted = max((each.wanted for each in inside), default=1)
    return Widths(least + _FRAME, max(label, wanted) + _FRAME)


def draw_unknown(node: Node, width: int, sheet: Sheet) -> Block:
    """A frame that bears the type, with the children one below the other."""
    style = sheet.palette.rule
    inner = max(1, width - _FRAME)
    body = stacked([sheet.draw(child, inner) for child in node.children], inner)
    label = clip(_label(node), inner)
    rest = "─" * max(0, width - width_of(label) - 5)
    top: Line = (
        Ruled("╭─ ", style),
        Segment(label, sheet.palette.label),
        Ruled(f" {rest}╮", style),
    )
    bar = Drawn("│", style)
    side = Block(1, [(bar,)] * body.height)
    middle = beside([side, inset(body, Edges(left=1, right=1)), side])
    bottom: Line = (Ruled(f"╰{'─' * (width - 2)}╯", style),)
    return stacked([block_of([top], width), middle, block_of([bottom], width)], width)


def _label(node: Node) -> str:
    return display_line(type_of(node)) or "Component without a type"
