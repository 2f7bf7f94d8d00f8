"""Table.Cell: what is in it, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.protocol.widgets.layout import TableCell
from chatkit_tui.tui.widgets.block import Block, inset, placed
from chatkit_tui.tui.widgets.boxes import lay
from chatkit_tui.tui.widgets.flow import Flow, lay_flow, measure_flow
from chatkit_tui.tui.widgets.frames import Frame
from chatkit_tui.tui.widgets.lengths import edges
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node


def measure_cell(node: Node, sheet: Sheet) -> Widths:
    """What is in it, and its padding."""
    cell = node.component
    if not isinstance(cell, TableCell):
        return sheet.widths(node)
    inside = measure_flow(node.children, sheet, Flow(), node.left_out)
    around = edges(cell.padding).across
    return Widths(inside.least + around, inside.wanted + around)


def draw_cell(node: Node, width: int, sheet: Sheet) -> Block:
    """A cell, its contents where its `align` says."""
    cell = node.component
    return draw_contents(node, width, sheet, cell.align if isinstance(cell, TableCell) else None)


def draw_contents(node: Node, width: int, sheet: Sheet, align: str | None = None) -> Block:
    """What is in a cell, at one side of it; what is no cell is its own contents."""
    cell = node.component
    if not isinstance(cell, TableCell):
        return sheet.draw(node, width)
    frame = Frame(edges(cell.padding, width)).fitted(width, measure_cell(node, sheet).least)
    room = max(1, width - frame.edges.across)
    laid = lay_flow(node.children, room, sheet, Flow(align=align), lay, node.left_out)
    return placed(inset(laid.block(laid.height), frame.padding), width)
