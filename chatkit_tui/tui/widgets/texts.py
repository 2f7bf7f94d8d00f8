"""Components made of words: Text, Title, Caption, Label."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.controller.forms.values import editable
from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.controls import Control
from chatkit_tui.protocol.widgets.text import Caption, Label, Text, TextBase, Title
from chatkit_tui.tui.transcript.page import foreign
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import Line, clip, line_width, width_of, wrap
from chatkit_tui.tui.widgets.block import Align, Block, block_of, placed
from chatkit_tui.tui.widgets.fields import draw_editable, measure_editable
from chatkit_tui.tui.widgets.lengths import size_across
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.component import Component
    from chatkit_tui.protocol.widgets.tree import Node

LONGEST_WORD = 16
"""Cells that a text asks for at least, so that words stay whole; longer ones are cut."""

LEAST_CUT = 4
"""Cells that a text which may be cut asks for at least."""

MOST_LINES = 40
"""Lines that `minLines` can ask for."""

CUT = 2_000
"""Characters of a text on one line that are looked at."""

CARET = "▍"
"""Behind a text that is being written."""

HEAVY = frozenset({"semibold", "bold"})

_TITLES = {
    "lg": "heading_2",
    "xl": "heading_2",
    "2xl": "heading_2",
    "3xl": "heading_1",
    "4xl": "heading_1",
    "5xl": "heading_1",
}
"""Sizes that stand out by more than weight, and the role of the palette they have."""

_MEASURED = 4_000
"""Characters of a text that say how wide it is."""


def measure_text(node: Node, sheet: Sheet) -> Widths:
    """As wide as its longest line; at least its longest word."""
    text = cast("TextBase | Label", node.component)
    if editable(text) is not None:
        return measure_editable(node, sheet)
    source = text.value[:_MEASURED]
    lines = [width_of(display_line(line)) for line in source.splitlines()]
    wanted = max(lines, default=1) + _grows(node, sheet)
    if isinstance(text, TextBase) and text.truncate:
        least = LEAST_CUT
    else:
        least = max((width_of(display_line(word)) for word in source.split()), default=1)
    least = max(1, min(least, wanted, LONGEST_WORD))
    width = size_across(text.width) if isinstance(text, Text) else None
    if width:
        return Widths(min(least, width), width)
    return Widths(least, max(least, wanted))


def draw_text(node: Node, width: int, sheet: Sheet) -> Block:
    """A text of any kind, wrapped, cut and aligned as it asks for."""
    text = cast(TextBase, node.component)
    own = size_across(text.width, width) if isinstance(text, Text) else None
    inner = min(width, own) if own else width
    style = style_of(text, sheet)
    if editable(text) is not None:
        return placed(draw_editable(node, inner, sheet, style), width)
    grows = _grows(node, sheet)
    room = inner - grows
    if text.truncate and (text.max_lines or 1) <= 1:
        lines = [_one_line(text.value, room, style)]
    else:
        lines = _clamped(wrap(foreign(text.value, style), inner), text.max_lines, room)
    if grows:
        lines = with_caret(lines, sheet, inner)
    least = min((text.min_lines or 0) if isinstance(text, Text) else 0, MOST_LINES)
    lines += [()] * (least - len(lines))
    return placed(block_of(lines, inner, alignment(text.text_align)), width)


def draw_label(node: Node, width: int, sheet: Sheet) -> Block:
    """The name of a field; it stands out while the field has the keys, or something is wrong."""
    label = cast(Label, node.component)
    field = sheet.fields.get(label.field_name)
    style = _weighted(sheet.colors.text(label.color, sheet.beneath), label.weight, bold=False)
    mark: list[tuple[str, Style]] = []
    if field is not None:
        if _is_required(field.component):
            mark = [(" *", sheet.palette.muted)]
        if field.ref in sheet.state.problems:
            style += sheet.palette.error
        elif field.ref == sheet.state.focus:
            style += Style(bold=True)
    lines = wrap([*foreign(label.value, style), *mark], width)
    return block_of(lines, width, alignment(label.text_align))


def _is_required(field: Component) -> bool:
    asked = field if isinstance(field, Control) else editable(field)
    return asked is not None and asked.required is True


def measure_label(node: Node, sheet: Sheet) -> Widths:
    """As a text, with the mark of a required field."""
    widths = measure_text(node, sheet)
    return Widths(widths.least, widths.wanted + 2)


def style_of(text: TextBase, sheet: Sheet) -> Style:
    """Colour, weight and slant of a text, by its kind and size."""
    colors, beneath = sheet.colors, sheet.beneath
    match text:
        case Title():
            role = _TITLES.get(text.size or "")
            style = colors.text(text.color, beneath)
            if role is not None:
                heading: Style = getattr(sheet.palette, role)
                style = heading if not text.color else style + heading.without_color
            return _weighted(style, text.weight, bold=text.weight != "normal")
        case Text():
            small = text.size == "xs" and not text.color
            style = sheet.palette.muted if small else colors.text(text.color, beneath)
            style += Style(italic=text.italic or None, strike=text.line_through or None)
            return _weighted(style, text.weight, bold=text.size == "xl" and not text.weight)
        case Caption():
            return _weighted(colors.text(text.color or "secondary", beneath), text.weight)
        case _:
            return _weighted(colors.text(text.color, beneath), text.weight)


def _weighted(style: Style, weight: str | None, *, bold: bool = False) -> Style:
    if bold or weight in HEAVY:
        return style + Style(bold=True)
    return style + Style(bold=False) if weight == "normal" and style.bold else style


def alignment(text_align: str | None) -> Align:
    """Where the lines of a text begin."""
    match text_align:
        case "center":
            return "center"
        case "end" | "right":
            return "end"
        case _:
            return "start"


def _grows(node: Node, sheet: Sheet) -> bool:
    return sheet.growing and getattr(node.component, "streaming", None) is True


def _one_line(value: str, width: int, style: Style) -> Line:
    text = clip(display_line(value[:CUT]), max(1, width))
    return (Segment(text, style),) if text else ()


def _clamped(lines: list[Line], most: int | None, width: int) -> list[Line]:
    """The first lines of a text, with an ellipsis where more was cut off."""
    if not most or most < 1 or len(lines) <= most:
        return lines
    *first, last = lines[:most]
    return [*first, _with_ellipsis(last, width)]


def _with_ellipsis(line: Line, width: int) -> Line:
    if not line:
        return (Segment("…"),)
    *before, end = line
    room = width - sum(width_of(segment.text) for segment in before) - 1
    shown = end.text if width_of(end.text) <= room else clip(end.text, room).removesuffix("…")
    return (*before, Segment(shown.rstrip() + "…", end.style))


def with_caret(lines: list[Line], sheet: Sheet, width: int) -> list[Line]:
    """Lines with a mark behind the last one: more of it is being written."""
    caret = (Drawn(CARET, sheet.palette.busy),)
    if lines and line_width(lines[-1]) < width:
        return [*lines[:-1], (*lines[-1], *caret)]
    return [*lines, caret]
