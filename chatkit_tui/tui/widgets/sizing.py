"""How big components ask to be, and how they share a line with others.

Margin, size and flex of a component are its parent's business: whoever draws a component gives it
the width it is to have.
"""

from __future__ import annotations

from dataclasses import dataclass

from chatkit_tui.protocol.widgets.component import Component, Length
from chatkit_tui.protocol.widgets.content import Chart, Image
from chatkit_tui.protocol.widgets.controls import Button, Input, Picker, Textarea
from chatkit_tui.protocol.widgets.layout import BoxBase, Sized, Spacer
from chatkit_tui.protocol.widgets.text import Badge
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.tui.widgets.block import NO_EDGES, Edges
from chatkit_tui.tui.widgets.flex import Item
from chatkit_tui.tui.widgets.lengths import (
    CELL,
    MOST_DOWN,
    ROW,
    edges,
    ratio,
    size_across,
    size_down,
    space_across,
    space_down,
)
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

WHOLE = 24
"""Cells up to which a badge or a button is not made narrower than it wants to be."""

_WORDS = {"auto": (1.0, 1.0, None), "none": (0.0, 0.0, None), "initial": (0.0, 1.0, None)}


@dataclass(frozen=True, slots=True)
class Flex:
    """How a component grows and shrinks, in relation to its neighbours."""

    grow: float = 0.0
    shrink: float = 1.0
    basis: Length | None = None
    """What it takes before; None for its own size."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a component asks for across, in cells, without its margin; None where it does not."""

    width: int | None = None
    least: int | None = None
    most: int | None = None

    def within(self, width: int) -> int:
        """A width within the limits; the lower one has the last word."""
        if self.most is not None:
            width = min(width, self.most)
        return max(width, self.least or 0)


def limits_of(component: Component, room: int | None) -> Limits:
    """What a component asks for in a room that is so wide, or in one that is not known yet."""
    if not isinstance(component, Sized):
        return Limits()
    width = component.size if component.width is None else component.width
    least = component.min_size if component.min_width is None else component.min_width
    most = component.max_size if component.max_width is None else component.max_width
    return Limits(size_across(width, room), size_across(least, room), size_across(most, room))


def rows_of(component: Component, width: int | None) -> int:
    """Rows that a box is high at least, if it is so wide: its height, or by its aspect ratio."""
    if not isinstance(component, BoxBase):
        return 0
    asked = component.size if component.height is None else component.height
    least = component.min_size if component.min_height is None else component.min_height
    rows = max(size_down(asked), size_down(least))
    aspect = ratio(component.aspect_ratio)
    if not rows and aspect and width is not None:
        rows = min(int(width * CELL / aspect / ROW + 0.5), MOST_DOWN)
    return rows


def margin_of(component: Component, room: int | None) -> Edges:
    """Cells that a component keeps free around it."""
    if isinstance(component, BoxBase | Image):
        return edges(component.margin, room)
    return NO_EDGES


def flex_of(component: Component) -> Flex:
    """How a component shares a line: as it says, or as its kind does."""
    if isinstance(component, Spacer):
        return Flex(1.0, 0.0)
    if isinstance(component, Sized) and component.flex is not None:
        return _read_flex(component.flex)
    if isinstance(component, Chart | Input | Textarea):
        return Flex(1.0)
    if isinstance(component, Button | Picker) and component.block:
        return Flex(1.0)
    return Flex()


def item_of(node: Node, sheet: Sheet, room: int | None) -> Item:
    """What a component asks for in a row, margin included."""
    component = node.component
    if isinstance(component, Spacer):
        least = space_across(component.min_size, room)
        return Item(least, least, grow=1.0, shrink=0.0)
    inside = sheet.widths(node)
    limits = limits_of(component, room)
    flex = flex_of(component)
    around = margin_of(component, room).across
    basis = inside.wanted if limits.width is None else limits.width
    asked = size_across(flex.basis, room)
    least = _least(component, inside)
    if limits.width is not None:
        least = min(least, limits.width)
    return Item(
        least=max(1, least) + around,
        basis=(basis if asked is None else asked) + around,
        asked=0 if limits.least is None else limits.least + around,
        most=None if limits.most is None else max(1, limits.most) + around,
        grow=flex.grow,
        shrink=flex.shrink,
    )


def width_in_column(node: Node, sheet: Sheet, room: int, *, stretched: bool) -> int:
    """Cells of a component that has `room` for itself, without its margin."""
    limits = limits_of(node.component, room)
    if limits.width is not None:
        width = limits.width
    elif stretched:
        width = room
    else:
        width = sheet.widths(node).wanted
    return max(1, min(limits.within(width), room))


def natural(node: Node, sheet: Sheet) -> Widths:
    """How wide a component is where nobody says how much room there is, margin included."""
    inside = sheet.widths(node)
    limits = limits_of(node.component, None)
    around = margin_of(node.component, None).across
    least = _least(node.component, inside)
    if limits.width is not None:
        least = min(least, limits.width)
    wanted = inside.wanted if limits.width is None else limits.width
    return Widths(max(1, least) + around, max(1, least, limits.within(wanted)) + around)


def _least(component: Component, inside: Widths) -> int:
    """What it needs at least: badges and buttons stay whole, texts beside them are wrapped."""
    whole = isinstance(component, Badge | Button) and inside.wanted <= WHOLE
    return inside.wanted if whole else inside.least


def rows_at_least(component: Component) -> int:
    """Rows of a spacer below others."""
    return space_down(component.min_size) if isinstance(component, Spacer) else 0


def _read_flex(length: Length) -> Flex:
    """`1`, "auto", "1 1 0", "2 200px" as CSS reads them."""
    if isinstance(length, int | float):
        return Flex(_factor(length), 1.0, 0)
    words = length.strip().lower().split()
    if len(words) == 1 and words[0] in _WORDS:
        return Flex(*_WORDS[words[0]])
    factors: list[float] = []
    basis: Length | None = 0
    for word in words[:3]:
        number = _plain(word)
        if number is None or len(factors) == 2:
            basis = None if word == "auto" else word
        else:
            factors.append(number)
    if not factors:
        return Flex(1.0, 1.0, basis) if words else Flex()
    return Flex(factors[0], factors[1] if len(factors) > 1 else 1.0, basis)


def _plain(word: str) -> float | None:
    try:
        return _factor(float(word))
    except ValueError:
        return None


def _factor(number: float) -> float:
    """A factor that can be reckoned with."""
    return min(max(number, 0.0), 1_000_000.0) if number == number else 0.0
