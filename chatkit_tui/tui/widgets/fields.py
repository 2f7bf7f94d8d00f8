"""Fields that are typed into: Input, Textarea, texts and titles that can be edited.

What is drawn here is what is seen while somebody else has the keys; see field_editor.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.controller.forms.values import editable, has_lines, value_of
from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.widgets.controls import Input, Textarea, Typed
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import clip, width_of, wrap
from chatkit_tui.tui.widgets.block import block_of
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.field_frame import (
    EDGES,
    Field,
    faint,
    field_of,
    framed,
    ground_of,
    text_line,
    with_problem,
)
from chatkit_tui.tui.widgets.focus import focus_mark
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.transcript.wrap import Line
    from chatkit_tui.tui.widgets.block import Block

LEAST_FIELD = 8
"""Cells that a field asks for at least."""

USUAL_FIELD = 24
"""Cells that a field asks for where there is room."""

WIDEST_FIELD = 48

USUAL_ROWS = 3
"""Rows of a Textarea that says nothing about them."""

MOST_ROWS = 20
"""Rows that a Textarea can ask for."""

GROWN_ROWS = 10
"""Rows up to which a Textarea grows with its text, if it says nothing about them."""

LONGEST = 4_000
"""Characters of a value that are drawn; all of them are kept."""

HIDDEN = "•"
"""Stands for each character of a password."""

_PENCIL = " ✎"
_CARET = 1
"""Cells at the end of a row of text that an editor keeps for its caret."""

_UNDERLINED = Style(underline=True)


def measure_typed(node: Node, sheet: Sheet) -> Widths:
    """Room for what is in it, within bounds."""
    component = _typed(node)
    words = _text_of(node, sheet) or component.placeholder or ""
    longest = max((width_of(line) for line in display(words[:LONGEST]).split("\n")), default=0)
    wanted = max(USUAL_FIELD, min(longest + EDGES + _CARET, WIDEST_FIELD))
    return Widths(LEAST_FIELD, wanted)


def draw_input(node: Node, width: int, sheet: Sheet) -> Block:
    """An Input as wide as it may be."""
    component = _typed(node)
    field = field_of(
        node, sheet, disabled=component.disabled, variant=component.variant, pill=_pill(component)
    )
    inner = _inner(width)
    block = framed([_line(node, component.placeholder, inner, field, sheet)], width, field, sheet)
    block.controls.append(_control(node, ControlKind.LINE, field, width, 1))
    return with_problem(block, field, sheet)


def draw_textarea(node: Node, width: int, sheet: Sheet) -> Block:
    """A Textarea, as high as its rows or its text."""
    component = _typed(node)
    assert isinstance(component, Textarea)
    field = field_of(node, sheet, disabled=component.disabled, variant=component.variant)
    least = min(max(component.rows or USUAL_ROWS, 1), MOST_ROWS)
    most = max(least, min(component.max_rows or GROWN_ROWS, MOST_ROWS))
    rows = _rows(node, component.placeholder, _inner(width), field, sheet)
    height = max(least, min(len(rows), most))
    block = framed(_cut_off(rows, height, field, sheet), width, field, sheet)
    block.controls.append(_control(node, ControlKind.LINES, field, width, height))
    return with_problem(block, field, sheet)


def draw_editable(node: Node, width: int, sheet: Sheet, style: Style) -> Block:
    """A text or title that can be edited, in the style it has as a text."""
    props = editable(node.component)
    field = field_of(node, sheet)
    room = max(1, width - width_of(_PENCIL))
    text = _text_of(node, sheet)
    ground = ground_of(field, sheet) if field.focused else style + _UNDERLINED
    kind = ControlKind.LINES if has_lines(node.component) else ControlKind.LINE
    if not text:
        placeholder = clip(display_line((props.placeholder if props else "") or "…"), room)
        rows = [text_line(placeholder, sheet.palette.muted + _UNDERLINED)]
    elif kind is ControlKind.LINES:
        rows = wrap([(display(text[:LONGEST]), ground)], max(1, room - _CARET))
    else:
        rows = [text_line(clip(display_line(text[:LONGEST]), room), ground)]
    pencil = focus_mark(sheet) if field.focused else sheet.palette.muted
    if width > 3:
        rows[0] = (*rows[0], Drawn(_PENCIL, pencil))
    block = block_of(rows, width)
    block.controls.append(
        Control(node.ref, kind, node, 0, 0, room if width > 3 else width, len(rows))
    )
    return with_problem(block, field, sheet)


def measure_editable(node: Node, sheet: Sheet) -> Widths:
    """Room for the text and the mark that it can be edited."""
    text = display(_text_of(node, sheet)[:LONGEST])
    longest = max((width_of(line) for line in text.split("\n")), default=0)
    return Widths(LEAST_FIELD, max(USUAL_FIELD, longest + width_of(_PENCIL) + _CARET))


def is_secret(node: Node) -> bool:
    """Whether what is typed must not be seen."""
    return isinstance(node.component, Input) and node.component.input_type == "password"


def _typed(node: Node) -> Typed:
    assert isinstance(node.component, Typed)
    return node.component


def _pill(component: Typed) -> bool:
    return isinstance(component, Input) and bool(component.pill)


def _text_of(node: Node, sheet: Sheet) -> str:
    value = value_of(node, sheet.state.values)
    return value if isinstance(value, str) else ""


def _inner(width: int) -> int:
    return width - EDGES if width > EDGES else width


def _control(node: Node, kind: ControlKind, field: Field, width: int, height: int) -> Control:
    inner = _inner(width)
    column = (width - inner) // 2
    return Control(node.ref, kind, node, 0, column, inner, height, field.enabled)


def _line(node: Node, placeholder: str | None, width: int, field: Field, sheet: Sheet) -> Line:
    """The one line of a field."""
    text = _text_of(node, sheet)[:LONGEST]
    if not text:
        return text_line(clip(display_line(placeholder or ""), width), faint(field, sheet))
    shown = HIDDEN * min(len(text), width) if is_secret(node) else display_line(text)
    return text_line(clip(shown, width), ground_of(field, sheet))


def _rows(
    node: Node, placeholder: str | None, width: int, field: Field, sheet: Sheet
) -> list[Line]:
    """The lines of a field, broken where its editor breaks them."""
    text, style = _text_of(node, sheet)[:LONGEST], ground_of(field, sheet)
    if not text:
        text, style = (placeholder or "")[:LONGEST], faint(field, sheet)
    return wrap([(display(text), style)], max(1, width - _CARET)) if text else [()]


def _cut_off(rows: list[Line], height: int, field: Field, sheet: Sheet) -> list[Line]:
    """So many rows; the last one says if there are more."""
    if len(rows) > height:
        return [*rows[: height - 1], (Segment("…", faint(field, sheet)),)]
    return [*rows, *[()] * (height - len(rows))]
