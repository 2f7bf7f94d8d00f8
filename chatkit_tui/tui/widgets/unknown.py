"""Components of a type this version does not know: a labelled box with what is in them."""

from __future__ import annotations

from rich.segment import Segment

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.tree import Node, type_of
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.wrap import clip
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.boxes import lay
from chatkit_tui.tui.widgets.flow import Flow, lay_flow, measure_flow
from chatkit_tui.tui.widgets.panel import Head, panel_frame, paneled
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

LONGEST_LABEL = 40


def measure_unknown(node: Node, sheet: Sheet) -> Widths:
    """As wide as its label or its widest child, and the frame."""
    inside = measure_flow(node.children, sheet, Flow(), node.left_out)
    around = panel_frame(sheet).edges.across
    return Widths(inside.least + around, max(_head(node, sheet).width, inside.wanted + around))


def draw_unknown(node: Node, width: int, sheet: Sheet) -> Block:
    """A frame that bears the type, with the children one below the other."""
    frame = panel_frame(sheet).fitted(width, sheet.widths(node).least)
    room = max(1, width - frame.edges.across)
    laid = lay_flow(node.children, room, sheet, Flow(), lay, node.left_out)
    return paneled(laid.block(laid.height), frame, _head(node, sheet))


def _head(node: Node, sheet: Sheet) -> Head:
    label = display_line(type_of(node)) or _("Component without a type")
    style = sheet.readable(sheet.palette.label)
    return Head((Segment(clip(label, LONGEST_LABEL), style),))
