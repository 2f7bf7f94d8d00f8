"""Rectangles of cells, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.tui.transcript.pieces import Between, Drawn, Soft, soft
from chatkit_tui.tui.transcript.wrap import Line, line_width
from chatkit_tui.tui.widgets.control import Control

Align = Literal["start", "center", "end"]


@dataclass(slots=True)
class Block:
    """Lines that all take `width` cells, with the controls that stand in them.

    A block is nobody's after it was put into another one: what is put together shares lines.
    """

    width: int
    lines: list[Line] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    spinners: list[int] = field(default_factory=list)
    """Rows in which a spinner turns."""

    @property
    def height(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Edges:
    """Cells at each edge of a block."""

    top: int = 0
    right: int = 0
    bottom: int = 0
    left: int = 0

    @property
    def across(self) -> int:
        """Cells that the left and the right edge take."""
        return self.left + self.right

    @property
    def down(self) -> int:
        """Rows that the upper and the lower edge take."""
        return self.top + self.bottom


NO_EDGES = Edges()


def blank(width: int) -> Line:
    """A row with nothing in it."""
    return (Drawn(" " * width),) if width > 0 else ()


def block_of(lines: Iterable[Line], width: int, align: Align = "start") -> Block:
    """Lines as a block; what is shorter is filled up, what is longer is cut."""
    return Block(width, [fitted(line, width, align) for line in lines])


def fitted(line: Line, width: int, align: Align = "start") -> Line:
    """A line in exactly `width` cells."""
    room = width - line_width(line)
    if room < 0:
        return _cut(line, width)
    if not room:
        return line
    before = {"start": 0, "center": room // 2, "end": room}[align]
    return (*blank(before), *line, *blank(room - before))


def _cut(line: Line, width: int) -> Line:
    cut = Segment.adjust_line_length(list(line), width)
    return tuple(cut)


def stacked(blocks: Iterable[Block], width: int, gap: int = 0) -> Block:
    """Blocks of that width, one below the other, `gap` rows between them."""
    whole = Block(width)
    for block in blocks:
        if whole.lines:
            whole.lines.extend([blank(width)] * gap)
        below = whole.height
        whole.lines.extend(block.lines)
        whole.controls.extend(control.moved(below, 0) for control in block.controls)
        whole.spinners.extend(below + row for row in block.spinners)
    return whole


def beside(blocks: Sequence[Block], gaps: Sequence[int] = ()) -> Block:
    """Blocks side by side from their upper edges on, `gaps[i]` cells before block `i`."""
    height = max((block.height for block in blocks), default=0)
    whole = Block(0, [()] * height)
    for index, block in enumerate(blocks):
        gap = gaps[index] if index < len(gaps) else 0
        column = whole.width + gap
        between = (Between(" " * gap),) if gap else ()
        for row in range(height):
            line = _hard(block.lines[row]) if row < block.height else blank(block.width)
            whole.lines[row] = (*whole.lines[row], *between, *line)
        whole.controls.extend(control.moved(0, column) for control in block.controls)
        whole.spinners.extend(row for row in block.spinners if row not in whole.spinners)
        whole.width = column + block.width
    return whole


def _hard(line: Line) -> Line:
    """A row beside others ends where it ends: what goes on below it is another row."""
    if not any(isinstance(segment, Soft) for segment in line):
        return line
    return tuple(Segment(*each) if isinstance(each, Soft) else each for each in line)


def placed(block: Block, width: int, align: Align = "start") -> Block:
    """A block in a wider one."""
    room = max(0, width - block.width)
    before = {"start": 0, "center": room // 2, "end": room}[align]
    return inset(block, Edges(left=before, right=room - before))


def heightened(block: Block, height: int, align: Align = "start") -> Block:
    """A block in a higher one."""
    room = max(0, height - block.height)
    before = {"start": 0, "center": room // 2, "end": room}[align]
    return inset(block, Edges(top=before, bottom=room - before))


def inset(block: Block, edges: Edges) -> Block:
    """A block with blank cells around it."""
    if edges == NO_EDGES:
        return block
    width = block.width + edges.across
    left, right = blank(edges.left), blank(edges.right)
    lines = [blank(width)] * edges.top
    lines += [(*left, *line, *right) for line in block.lines]
    lines += [blank(width)] * edges.bottom
    return Block(
        width,
        lines,
        [control.moved(edges.top, edges.left) for control in block.controls],
        [edges.top + row for row in block.spinners],
    )


def on(block: Block, style: Style) -> Block:
    """A block with a style beneath it: a background shows where it has none of its own."""
    lines = [tuple(_over(segment, style) for segment in line) for line in block.lines]
    return Block(block.width, lines, block.controls, block.spinners)


def _over(segment: Segment, style: Style) -> Segment:
    """The segment, of its own kind, with a style beneath its own."""
    text, own, _ = segment
    styled = style if own is None else style + own
    if isinstance(segment, Soft):
        return soft(text, styled, segment.gap)
    return type(segment)(text, styled)
