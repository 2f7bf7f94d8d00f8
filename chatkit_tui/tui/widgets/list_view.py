"""ListView and its rows: the first few, each of which may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.protocol.widgets.layout import ListView, ListViewItem
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.widgets.block import NO_EDGES, Block, Edges, inset, on, placed, stacked
from chatkit_tui.tui.widgets.boxes import lay
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.flow import Flow, lay_flow, measure_flow, more_note
from chatkit_tui.tui.widgets.focus import POINTERS, focus_mark, focus_style
from chatkit_tui.tui.widgets.frames import Flush, themed
from chatkit_tui.tui.widgets.more import draw_more
from chatkit_tui.tui.widgets.panel import PADDING, head_of, panel_frame, paneled
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.tui.widgets.state import WidgetState

SHOWN = 4
"""Rows that are shown where the list does not say."""

WIDEST = 80
"""Cells of a list where there is room: words that belong together would be far apart."""


@dataclass(slots=True)
class _Entry:
    """A row of the list, and the mark in the line at its left."""

    block: Block
    mark: Drawn | None = None
    spins: bool = False


def measure_list(node: Node, sheet: Sheet) -> Widths:
    """As wide as its widest row, up to WIDEST."""
    shown = node.children[: shown_of(node, sheet.state)]
    rows = [sheet.widths(child) for child in shown]
    around = panel_frame(sheet).edges.across
    least = max((row.least for row in rows), default=1) + around
    return Widths(least, max(least, WIDEST))


def list_width(node: Node, room: int, sheet: Sheet) -> int:
    """Cells it takes where there is so much room."""
    return min(room, sheet.widths(node).wanted)


def first_of(node: Node) -> int:
    """How many rows are shown where nobody asked for more."""
    limit = node.component.limit if isinstance(node.component, ListView) else None
    if not isinstance(limit, int | float):
        return SHOWN
    return max(1, int(min(limit, 1e6))) if limit > 0 else len(node.children)


def shown_of(node: Node, state: WidgetState) -> int:
    """How many rows are shown."""
    return min(state.shown.get(node.ref, first_of(node)), len(node.children))


def draw_list(node: Node, width: int, sheet: Sheet) -> Block:
    """The rows in a frame, with lines between them where they have several lines each."""
    view = node.component
    assert isinstance(view, ListView)
    inside, ground = themed(view.theme, sheet)
    own = list_width(node, width, sheet)
    frame = replace(panel_frame(inside, NO_EDGES), background=ground).fitted(own, own)
    room = max(1, own - frame.lines.across)
    entries = _entries(node, room, inside)
    parted = any(entry.block.height > 1 for entry in entries)
    body = _joined([entry.block for entry in entries], room, inside, parted=parted)
    block = paneled(body, frame, head_of(view.status, inside))
    if frame.left is not None:
        row = block.height - frame.lines.bottom - body.height
        for entry in entries:
            _mark(block, row, entry)
            row += entry.block.height + int(parted)
    return placed(block, width)


def measure_item(node: Node, sheet: Sheet) -> Widths:
    """Its children side by side."""
    return measure_flow(node.children, sheet, _flow(node), node.left_out)


def draw_item(node: Node, width: int, sheet: Sheet) -> Block:
    """A row of a list that stands somewhere else."""
    return _entry(node, width, sheet).block


def _entries(node: Node, room: int, sheet: Sheet) -> list[_Entry]:
    """The rows that are shown, and what is said below them."""
    padding = PADDING if room > PADDING.across else NO_EDGES
    total = len(node.children)
    shown = shown_of(node, sheet.state)
    entries = [_entry(child, room, sheet, padding) for child in node.children[:shown]]
    below = [draw_more(node, shown, first_of(node), total, room - padding.across, sheet)]
    if node.left_out and shown == total:
        below.append(more_note(node.left_out, room - padding.across, sheet))
    entries.extend(_Entry(inset(block, padding)) for block in below if block.height)
    return entries


def _entry(node: Node, width: int, sheet: Sheet, padding: Edges = NO_EDGES) -> _Entry:
    """A row of the list; the whole of it is pressed."""
    pressed = _is_pressed(node)
    focused = pressed and sheet.state.focus == node.ref
    style = focus_style(sheet) if focused else None
    inside = sheet.over(style.bgcolor) if style is not None else sheet
    room = max(1, width - padding.across)
    if isinstance(node.component, ListViewItem):
        laid = lay_flow(node.children, room, inside, _flow(node), lay, node.left_out)
        block = laid.block(max(1, laid.height))
    else:
        block = inside.draw(node, room)
    block = inset(block, padding)
    if style is not None:
        block = on(block, style)
    entry = _Entry(block)
    if pressed:
        usable = not sheet.state.waits(node.ref)
        control = Control(node.ref, ControlKind.PRESS, node, 0, 0, width, block.height, usable)
        block.controls.insert(0, control)
    if node.ref in sheet.state.busy:
        entry.mark = Drawn(SPINNER[0], sheet.readable(sheet.palette.busy))
        entry.spins = True
    elif focused:
        entry.mark = Drawn(POINTERS[0], focus_mark(sheet))
    return entry


def _joined(blocks: Sequence[Block], room: int, sheet: Sheet, *, parted: bool) -> Block:
    """The rows one below the other."""
    if not parted:
        return stacked(blocks, room)
    line = Block(room, [(Flush("─" * room, sheet.colors.line("subtle", sheet.beneath)),)])
    joined: list[Block] = []
    for block in blocks:
        joined += [line, block] if joined else [block]
    return stacked(joined, room)


def _mark(block: Block, row: int, entry: _Entry) -> None:
    """Write the mark of a row into the line at its left."""
    if entry.mark is None or row >= block.height:
        return
    line = block.lines[row]
    under = line[0].style
    ground = Style(bgcolor=under.bgcolor) if under is not None else Style()
    block.lines[row] = (Drawn(entry.mark.text, ground + (entry.mark.style or Style())), *line[1:])
    if entry.spins:
        block.spinners.append(row)


def _flow(node: Node) -> Flow:
    item = node.component
    if not isinstance(item, ListViewItem):
        return Flow()
    return Flow(across=True, gap=item.gap, align=item.align)


def _is_pressed(node: Node) -> bool:
    item = node.component
    return isinstance(item, ListViewItem) and item.on_click_action is not None
