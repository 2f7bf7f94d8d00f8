"""What is laid out in width and still waits to hear how high it will be.

Things side by side are as high as the highest of them, which is known only when all are laid out.
None of them is drawn twice for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line
from chatkit_tui.tui.widgets.block import (
    Align,
    Block,
    Edges,
    beside,
    heightened,
    inset,
    placed,
    stacked,
)
from chatkit_tui.tui.widgets.flex import Item, gaps_before, needed, shares
from chatkit_tui.tui.widgets.frames import Flush, Frame, framed


class Laid(Protocol):
    """A component in a width of its own."""

    @property
    def height(self) -> int:
        """Rows it needs."""

    def block(self, height: int) -> Block:
        """What it looks like in `height` rows, which are not fewer than it needs."""


@dataclass(slots=True)
class Leaf:
    """Something drawn that is as high as it is; what is below it stays empty."""

    drawn: Block

    @property
    def height(self) -> int:
        return self.drawn.height

    def block(self, height: int) -> Block:
        return heightened(self.drawn, height)


@dataclass(slots=True)
class Filled:
    """Something that is made for any height: a line that runs down."""

    make: Callable[[int], Block]
    height: int = 1

    def block(self, height: int) -> Block:
        return self.make(height)


@dataclass(slots=True)
class Margined:
    """Something with cells around it that are not its own."""

    inner: Laid
    edges: Edges

    @property
    def height(self) -> int:
        return self.inner.height + self.edges.down

    def block(self, height: int) -> Block:
        return inset(self.inner.block(height - self.edges.down), self.edges)


@dataclass(slots=True)
class Framed:
    """Something in a frame, at least `rows` high; the frame grows with it."""

    inner: Laid
    frame: Frame
    rows: int = 0

    @property
    def height(self) -> int:
        return max(self.inner.height + self.frame.edges.down, self.rows)

    def block(self, height: int) -> Block:
        return framed(self.inner.block(height - self.frame.edges.down), self.frame)


@dataclass(slots=True)
class Part:
    """One of several; `width` is what it was laid out for, `align` where it stands across."""

    laid: Laid
    width: int
    align: str | None = None
    grow: float = 0.0
    """Its part in the rows that are left, one below the other."""


@dataclass(slots=True)
class Column:
    """Parts one below the other in `width` cells, `gap` rows between them."""

    parts: Sequence[Part]
    width: int
    gap: int = 0
    justify: str | None = None
    height: int = field(init=False)

    def __post_init__(self) -> None:
        heights = [part.laid.height for part in self.parts]
        self.height = needed(heights, self.gap)

    def block(self, height: int) -> Block:
        items = [
            Item(part.laid.height, part.laid.height, grow=part.grow, shrink=0)
            for part in self.parts
        ]
        heights = shares(items, height, self.gap)
        left = height - needed(heights, self.gap)
        gaps = gaps_before(len(items), left, self.gap, self.justify)
        drawn = [
            inset(placed(part.laid.block(rows), self.width, _side(part.align)), Edges(top=gap))
            for part, rows, gap in zip(self.parts, heights, gaps, strict=True)
        ]
        return heightened(stacked(drawn, self.width), height)


@dataclass(slots=True)
class Side:
    """Parts side by side, `gaps[i]` cells before part `i`, in `width` cells in all."""

    parts: Sequence[Part]
    width: int
    gaps: Sequence[int]
    height: int = field(init=False)
    _drops: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Finds what moves down so that first lines of text stand at one height."""
        self._drops = [0] * len(self.parts)
        along = [index for index, part in enumerate(self.parts) if part.align == "baseline"]
        if len(along) > 1:
            lines = [_first_text(self.parts[index].laid) for index in along]
            for index, line in zip(along, lines, strict=True):
                self._drops[index] = max(lines) - line
        self.height = max(
            (part.laid.height + drop for part, drop in zip(self.parts, self._drops, strict=True)),
            default=0,
        )

    def block(self, height: int) -> Block:
        drawn = [
            self._part(part, height, drop)
            for part, drop in zip(self.parts, self._drops, strict=True)
        ]
        whole = placed(heightened(beside(drawn, self.gaps), height), self.width)
        whole.lines = [_held(line) for line in whole.lines]
        return whole

    def _part(self, part: Part, height: int, drop: int) -> Block:
        if part.align == "stretch":
            return part.laid.block(height)
        own = part.laid.block(part.laid.height)
        return heightened(inset(own, Edges(top=drop)), height, _side(part.align))


def _held(line: Line) -> Line:
    """Beside others a line across ends where its own part of the room does."""
    if not any(isinstance(segment, Flush) for segment in line):
        return line
    return tuple(Ruled(*each) if isinstance(each, Flush) else each for each in line)


def _side(align: str | None) -> Align:
    return "center" if align == "center" else "end" if align == "end" else "start"


def _first_text(laid: Laid) -> int:
    """The first row with a text in it; 0 if there is none."""
    lines = laid.block(laid.height).lines
    return next((row for row, line in enumerate(lines) if _says_something(line)), 0)


def _says_something(line: Line) -> bool:
    return any(not isinstance(segment, Drawn) and bool(segment.text.strip()) for segment in line)
