"""The frame of Card and ListView: thin and rounded, with the status in its upper line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.refs import WHOLE
from chatkit_tui.tui.transcript.icons import SPINNER, glyph
from chatkit_tui.tui.transcript.page import shortened
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import Line, line_width, wrap
from chatkit_tui.tui.widgets.block import Block, Edges, beside, block_of, on, placed, stacked
from chatkit_tui.tui.widgets.frames import Edge, Frame, framed

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.component import WidgetStatus
    from chatkit_tui.tui.widgets.control import Control
    from chatkit_tui.tui.widgets.sheet import Sheet

PADDING = Edges(right=1, left=1)
"""Around what is in a panel that does not say. Its lines are distance enough above and below."""

EDGE = "│"
"""The line at the left and the right of a panel."""

FAVICON = "◍"
"""Stands for the icon of a site."""

LEAST_WORDS = 8
"""Cells from which on words have room enough beside the end of the line."""

_NOT_WRITTEN = 7
"""Cells of the upper line that stay a line, and the blanks around the words."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the upper line of a panel: words, and blank-edged signs at its end."""

    words: Line = ()
    end: Line = ()
    control: Control | None = None
    """What is operated by the end of the line."""
    spins: bool = False

    @property
    def width(self) -> int:
        """Cells of an upper line that has room for it."""
        return line_width(self.words) + line_width(self.end) + _NOT_WRITTEN


def head_of(status: WidgetStatus | None, sheet: Sheet) -> Head:
    """The status with its icon, and a spinner while all of the widget waits."""
    words = _status(status, sheet)
    if WHOLE not in sheet.state.busy:
        return Head(words)
    busy = sheet.readable(sheet.palette.busy) + Style(dim=False)
    return Head(words, (Drawn(f" {SPINNER[0]} ", busy),), spins=True)


def panel_frame(sheet: Sheet, padding: Edges = PADDING) -> Frame:
    """The frame of what asks for no other."""
    style = sheet.colors.line(None, sheet.beneath)
    across, down = Edge("─", style), Edge(EDGE, style)
    return Frame(padding, across, down, across, down, rounded=True)


def paneled(body: Block, frame: Frame, head: Head) -> Block:
    """A body in its frame. A head that does not fit into the upper line stands above the body."""
    width = body.width + frame.edges.across
    if not (head.words or head.end):
        return framed(body, frame)
    if frame.top is None or head.width > width:
        return framed(stacked([_above(head, body.width), body], body.width), frame)
    block = framed(body, frame)
    line, column = _written(block.lines[0], head)
    ground = Style(bgcolor=frame.background) if frame.background is not None else Style()
    block.lines[:1] = on(Block(width, [line]), ground).lines
    if head.control is not None:
        block.controls.insert(0, head.control.moved(0, column))
    if head.spins:
        block.spinners.insert(0, 0)
    return block


def _written(line: Line, head: Head) -> tuple[Line, int]:
    """An upper line with the head in it, and the cell at which the end of the head begins."""
    text = "".join(segment.text for segment in line)
    style = line[0].style
    words: Line = (Drawn(" "), *head.words, Drawn(" ")) if head.words else ()
    last = len(text) - 2
    column = last - line_width(head.end)
    rest = Drawn(text[2 : column - line_width(words)], style)
    written = (Drawn(text[:2], style), *words, rest, *head.end, Drawn(text[last:], style))
    return written, column


def _above(head: Head, width: int) -> Block:
    """The head in rows of its own, its end at the right of the first one or below."""
    end = min(line_width(head.end), width)
    beside_words = width - end >= LEAST_WORDS
    room = width - end if beside_words else width
    spans = [(segment.text, segment.style or Style()) for segment in head.words]
    words = block_of(wrap(spans, room) if spans else [], room)
    if not end:
        return words
    tail = block_of([head.end], end)
    tail.spinners.extend([0] if head.spins else [])
    if head.control is not None and head.control.column + head.control.width <= end:
        tail.controls.append(head.control)
    if beside_words:
        return beside([words, tail])
    return stacked([words, placed(tail, width, "end")], width)


def _status(status: WidgetStatus | None, sheet: Sheet) -> Line:
    if status is None:
        return ()
    words = display_line(status.text)
    icon = FAVICON if status.favicon else glyph(status.icon) if status.icon else ""
    muted = sheet.readable(sheet.palette.muted)
    spans = shortened([(f"{icon} " if icon and words else icon, muted), (words, muted)])
    return tuple(Segment(text, style) for text, style in spans if text)


def with_end(head: Head, end: Line, control: Control) -> Head:
    """The head with a control at its end, behind what stands there."""
    moved = control.moved(0, line_width(head.end))
    return replace(head, end=(*head.end, *end), control=moved)
