"""Components one below the other, or side by side in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chatkit_tui.protocol.widgets.component import Length
from chatkit_tui.protocol.widgets.controls import Button
from chatkit_tui.protocol.widgets.layout import BoxBase, Divider, Spacer
from chatkit_tui.protocol.widgets.text import Label
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.wrap import width_of, wrap
from chatkit_tui.tui.widgets.block import NO_EDGES, Block, Edges, block_of
from chatkit_tui.tui.widgets.flex import Item, broken, gaps_before, needed, shares
from chatkit_tui.tui.widgets.laid import Column, Laid, Leaf, Margined, Part, Side
from chatkit_tui.tui.widgets.lengths import space_across, space_down
from chatkit_tui.tui.widgets.sheet import Sheet, Widths
from chatkit_tui.tui.widgets.sizing import (
    flex_of,
    item_of,
    margin_of,
    natural,
    rows_at_least,
    width_in_column,
)
from chatkit_tui.tui.widgets.space import lay_divider_down, lay_spacer, width_of_divider_down

if TYPE_CHECKING:
    from collections.abc import Callable

    Lay = Callable[[Node, int, Sheet], Laid]


_PARTED = Edges(top=1)
"""Above a button that stands below another one: their grounds would be one."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How the children of a component follow each other."""

    across: bool = False
    """Side by side, not one below the other."""
    gap: Length | None = None
    align: str | None = None
    justify: str | None = None
    wrap: str | None = None


def measure_flow(nodes: Sequence[Node], sheet: Sheet, flow: Flow, left_out: int = 0) -> Widths:
    """How wide the children are together, and the word on those that were left out."""
    inside = _measure_across(nodes, sheet, flow) if flow.across else _measure_down(nodes, sheet)
    if not left_out:
        return inside
    words = _more_words(left_out)
    least = max(map(width_of, words.split()))
    return Widths(max(inside.least, least), max(inside.wanted, width_of(words)))


def _measure_down(nodes: Sequence[Node], sheet: Sheet) -> Widths:
    each = [natural(node, sheet) for node in nodes if not _is_space(node)]
    return Widths(
        max((widths.least for widths in each), default=1),
        max((widths.wanted for widths in each), default=1),
    )


def _measure_across(nodes: Sequence[Node], sheet: Sheet, flow: Flow) -> Widths:
    gap = _gap(nodes, flow, None)
    each = [_natural_across(node, sheet) for node in nodes]
    leasts = [widths.least for widths in each]
    least = max(leasts, default=1) if _wraps(flow) else needed(leasts, gap)
    return Widths(max(1, least), max(1, needed([widths.wanted for widths in each], gap)))


def lay_flow(
    nodes: Sequence[Node], width: int, sheet: Sheet, flow: Flow, lay: Lay, left_out: int = 0
) -> Laid:
    """The children laid out in `width` cells, and a word on those that were left out."""
    laid = (
        _lay_across(nodes, width, sheet, flow, lay)
        if flow.across
        else _lay_down(nodes, width, sheet, flow, lay)
    )
    if not left_out:
        return laid
    parts = [Part(laid, width), Part(Leaf(more_note(left_out, width, sheet)), width)]
    return Column(parts if nodes else parts[1:], width)


def _lay_down(nodes: Sequence[Node], width: int, sheet: Sheet, flow: Flow, lay: Lay) -> Column:
    parts: list[Part] = []
    gap = space_down(flow.gap)
    label: Part | None = None
    for before, node in zip([None, *nodes], nodes, strict=False):
        part = _part_down(node, width, sheet, flow, lay)
        if not gap and before is not None and _is_button(before) and _is_button(node):
            part.laid = Margined(part.laid, _PARTED)
        if label is not None:
            part = Part(Column([label, part], width), width, flow.align, part.grow)
        # A label stays with its field, whatever the gap.
        label = part if isinstance(node.component, Label) else None
        if label is None:
            parts.append(part)
    if label is not None:
        parts.append(label)
    return Column(parts, width, gap, flow.justify)


def _part_down(node: Node, width: int, sheet: Sheet, flow: Flow, lay: Lay) -> Part:
    component = node.component
    if isinstance(component, Spacer):
        return Part(lay_spacer(rows_at_least(component), width), width, grow=1.0)
    margin = _fitted(margin_of(component, width), width)
    room = width - margin.across
    stretched = flow.align not in ("start", "center", "end") or isinstance(component, Divider)
    own = width_in_column(node, sheet, room, stretched=stretched)
    laid = _margined(lay(node, own, sheet), margin)
    grow = flex_of(component).grow if isinstance(component, BoxBase) else 0.0
    return Part(laid, own + margin.across, flow.align, grow)


def _lay_across(nodes: Sequence[Node], width: int, sheet: Sheet, flow: Flow, lay: Lay) -> Laid:
    gap = _gap(nodes, flow, width)
    items = [_item_across(node, sheet, width, flow) for node in nodes]
    if _wraps(flow):
        lines = broken([min(item.size, width) for item in items], width, gap)
    elif needed([item.least for item in items], gap) > width:
        lines = broken([item.least for item in items], width, gap)
    else:
        lines = [range(len(items))]
    if flow.wrap == "wrap-reverse":
        lines.reverse()
    sides = [_lay_line(nodes, items, line, gap, width, sheet, flow, lay) for line in lines]
    if len(sides) == 1:
        return sides[0]
    # A small gap is meant for what is side by side: below each other, lines are distance enough.
    rows = space_down(flow.gap, beside_line=True) or int(all(map(_is_button, nodes)))
    return Column([Part(side, width, grow=1.0) for side in sides], width, rows)


def _lay_line(
    nodes: Sequence[Node],
    items: Sequence[Item],
    line: range,
    gap: int,
    width: int,
    sheet: Sheet,
    flow: Flow,
    lay: Lay,
) -> Side:
    """One line of children side by side; what is alone and too wide gets all the room."""
    nodes, items = nodes[line.start : line.stop], items[line.start : line.stop]
    gap = min(gap, max(0, width // max(1, len(nodes)) - 1))
    sizes = [max(0, size) for size in shares(items, width, gap)]
    if needed(sizes, gap) > width and len(sizes) == 1:
        sizes = [width]
    gaps = gaps_before(len(sizes), width - needed(sizes, gap), gap, flow.justify)
    parts = []
    for node, size in zip(nodes, sizes, strict=True):
        if isinstance(node.component, Spacer):
            parts.append(Part(lay_spacer(0, size), size))
        elif isinstance(node.component, Divider):
            parts.append(Part(lay_divider_down(node, size, sheet), size, "stretch"))
        else:
            margin = _fitted(margin_of(node.component, width), size)
            laid = _margined(lay(node, size - margin.across, sheet), margin)
            parts.append(Part(laid, size, _align_across(node, flow)))
    return Side(parts, width, gaps)


def more_note(left_out: int, width: int, sheet: Sheet) -> Block:
    """A word on children that are not shown, since there are too many or they lie too deep."""
    return block_of(
        wrap([(_more_words(left_out), sheet.readable(sheet.palette.muted))], width), width
    )


def _gap(nodes: Sequence[Node], flow: Flow, room: int | None) -> int:
    """Cells between what stands side by side: words must not run into each other, grounds may."""
    if flow.gap is None:
        return int(not any(map(_is_seen, nodes)))
    return space_across(flow.gap, room)


def _is_seen(node: Node) -> bool:
    """Whether one sees where it begins and ends."""
    component = node.component
    return isinstance(component, BoxBase) and bool(component.background or component.border)


def _more_words(left_out: int) -> str:
    return _("… {count} more").format(count=f"{left_out:,}")


def _wraps(flow: Flow) -> bool:
    return flow.wrap in ("wrap", "wrap-reverse")


def _is_button(node: Node) -> bool:
    return isinstance(node.component, Button)


def _is_space(node: Node) -> bool:
    return isinstance(node.component, Spacer)


def _natural_across(node: Node, sheet: Sheet) -> Widths:
    if isinstance(node.component, Spacer | Divider):
        item = _item_across(node, sheet, None, Flow())
        return Widths(item.least, item.basis)
    return natural(node, sheet)


def _item_across(node: Node, sheet: Sheet, room: int | None, flow: Flow) -> Item:
    if isinstance(node.component, Divider):
        width = width_of_divider_down(node.component, room)
        return Item(width, width, shrink=0.0)
    item = item_of(node, sheet, room)
    if flow.justify == "stretch" and not item.grow:
        item = replace(item, grow=1.0)
    return item


def _align_across(node: Node, flow: Flow) -> str:
    """Where it stands in its line: in the middle, or all along where one sees how high it is."""
    if flow.align is not None:
        return flow.align
    return "stretch" if _is_seen(node) else "center"


def _fitted(margin: Edges, room: int) -> Edges:
    """A margin that leaves a cell at least."""
    if margin.across < room:
        return margin
    return replace(margin, left=0, right=0)


def _margined(laid: Laid, margin: Edges) -> Laid:
    return laid if margin == NO_EDGES else Margined(laid, margin)
