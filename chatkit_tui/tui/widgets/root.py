"""A whole widget: how wide it is, that it waits, and what went wrong."""

from __future__ import annotations

from dataclasses import replace

from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.layout import BasicRoot, BoxBase, Card, ListView, ListViewItem
from chatkit_tui.protocol.widgets.refs import WHOLE
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.transcript.page import shortened
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import Line, width_of, wrap
from chatkit_tui.tui.widgets.block import Block, block_of, on, stacked
from chatkit_tui.tui.widgets.card import card_width
from chatkit_tui.tui.widgets.list_view import list_width
from chatkit_tui.tui.widgets.panel import EDGE
from chatkit_tui.tui.widgets.sheet import Sheet

WIDEST = 96
"""Cells of a widget without a frame: what belongs together would be far apart in more."""

NUMBERED = 9
"""Rows of lists that have a digit of their own."""

AGAIN = N_("press it again to try once more")
"""What a failed action asks for."""


def draw_root(root: Node, width: int, sheet: Sheet) -> Block:
    """The widget, at most `width` cells wide."""
    own = _width(root, max(1, width), sheet)
    block = sheet.draw(root, own)
    if WHOLE in sheet.state.busy:
        block = _inert(block)
    elif sheet.state.focus is not None:
        _number(block, sheet.palette.muted)
    if not sheet.state.failure:
        return block
    words = f"✕ {display_line(sheet.state.failure)} · {_(AGAIN)}"
    spans = shortened([(words, sheet.palette.error)])
    return stacked([block, block_of(wrap(spans, own), own)], own)


def _width(root: Node, room: int, sheet: Sheet) -> int:
    component = root.component
    if isinstance(component, Card):
        return card_width(root, room, sheet)
    if isinstance(component, ListView):
        return list_width(root, room, sheet)
    if isinstance(component, BasicRoot | BoxBase):
        return min(room, WIDEST)
    return room


def _inert(block: Block) -> Block:
    """The widget while an action of it runs: faint, and nothing in it can be operated."""
    faint = on(block, Style(dim=True))
    faint.controls = [replace(control, enabled=False) for control in block.controls]
    return faint


def _number(block: Block, style: Style) -> None:
    """Write digits beside the rows of lists that can be chosen: they are pressed by those."""
    rows = [each for each in block.controls if isinstance(each.node.component, ListViewItem)]
    for digit, control in enumerate(rows[:NUMBERED], start=1):
        line = block.lines[control.row]
        at = _piece_before(line, control.column)
        if at is not None and line[at].text == EDGE:
            mark = Drawn(str(digit), (line[at].style or Style()) + style)
            block.lines[control.row] = (*line[:at], mark, *line[at + 1 :])


def _piece_before(line: Line, column: int) -> int | None:
    """The piece of a line that ends at a column."""
    end = 0
    for index, piece in enumerate(line):
        end += width_of(piece.text)
        if end >= column:
            return index if end == column else None
    return None
