"""Box, Row, Col, Form, Basic and Transition: children in a frame, in one direction."""

from __future__ import annotations

from dataclasses import replace

from chatkit_tui.protocol.widgets.layout import BasicRoot, Box, BoxBase, Form, Row, Transition
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.flow import Flow, lay_flow, measure_flow
from chatkit_tui.tui.widgets.frames import Frame, background_of, lines_of, themed
from chatkit_tui.tui.widgets.laid import Framed, Laid, Leaf
from chatkit_tui.tui.widgets.lengths import edges
from chatkit_tui.tui.widgets.sheet import Sheet, Widths
from chatkit_tui.tui.widgets.sizing import limits_of, rows_of

ACROSS = "row"
"""The direction of what stands side by side."""


def measure_box(node: Node, sheet: Sheet) -> Widths:
    """Its children and its frame."""
    inside = measure_flow(node.children, sheet, _flow(node), node.left_out)
    around = _frame(node, None, sheet)[0].edges.across
    return Widths(inside.least + around, inside.wanted + around)


def measure_transition(node: Node, sheet: Sheet) -> Widths:
    """Its one child."""
    return measure_flow(node.children, sheet, Flow(), node.left_out)


def draw_box(node: Node, width: int, sheet: Sheet) -> Block:
    """A box as high as it needs to be."""
    laid = lay(node, width, sheet)
    return laid.block(laid.height)


def lay(node: Node, width: int, sheet: Sheet) -> Laid:
    """A component in `width` cells, ready to be made higher where it is a box."""
    if isinstance(node.component, Transition):
        # It moves what is in it, on a screen where things move.
        return lay_flow(node.children, width, sheet, Flow(), lay, node.left_out)
    if isinstance(node.component, BoxBase | BasicRoot):
        return _lay_box(node, width, sheet)
    return Leaf(sheet.draw(node, width))


def _lay_box(node: Node, width: int, sheet: Sheet) -> Laid:
    frame, inside = _frame(node, width, sheet)
    frame = frame.fitted(width, sheet.widths(node).least)
    room = max(1, width - frame.edges.across)
    laid = lay_flow(node.children, room, inside, _flow(node), lay, node.left_out)
    sized = limits_of(node.component, width).width is not None
    return Framed(laid, frame, rows_of(node.component, width if sized else None))


def _flow(node: Node) -> Flow:
    box = node.component
    if isinstance(box, BasicRoot):
        return Flow(box.direction == ACROSS, box.gap, box.align, box.justify)
    assert isinstance(box, BoxBase)
    across = isinstance(box, Row) or (isinstance(box, Box | Form) and box.direction == ACROSS)
    return Flow(across, box.gap, box.align, box.justify, box.wrap)


def _frame(node: Node, width: int | None, sheet: Sheet) -> tuple[Frame, Sheet]:
    """What is around the children, and the sheet they are drawn with."""
    box = node.component
    if isinstance(box, BasicRoot):
        inside, ground = themed(box.theme, sheet)
        return Frame(edges(box.padding, width), background=ground), inside
    assert isinstance(box, BoxBase)
    frame = lines_of(box.border, sheet, box.radius)
    padding = edges(box.padding, width, frame.lines)
    frame = replace(frame, padding=padding, background=background_of(box.background, sheet))
    return frame, sheet.over(frame.background)
