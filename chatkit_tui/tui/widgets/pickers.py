"""Select and DatePicker as they are drawn: what is chosen, and a mark that a list opens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chatkit_tui.controller.forms.values import value_of
from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.controls import Picker, Select
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import clip, line_width, width_of
from chatkit_tui.tui.widgets.block import Block, fitted
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.field_frame import (
    EDGES,
    faint,
    field_of,
    framed,
    ground_of,
    text_line,
    with_problem,
)
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node

LEAST_PICKER = 8
"""Cells that a picker asks for at least."""

WIDEST_PICKER = 44

_LIST = " ▾"
_CALENDAR = " ▦"
_MARK = 2
_LONGEST = 100
_DATE = 10
"""Cells of a date."""


def measure_picker(node: Node, sheet: Sheet) -> Widths:
    """As wide as the longest of what can be chosen, within bounds."""
    component = _picker(node)
    words = [_placeholder(component)]
    if isinstance(component, Select):
        words += [option.label or option.value for option in component.options]
    longest = max(width_of(display_line(each[:_LONGEST])) for each in words)
    wanted = max(longest, _DATE) + EDGES + _MARK
    return Widths(LEAST_PICKER, max(LEAST_PICKER, min(wanted, WIDEST_PICKER)))


def draw_picker(node: Node, width: int, sheet: Sheet) -> Block:
    """A picker in a frame of its own width, or of the whole one."""
    component = _picker(node)
    field = field_of(
        node,
        sheet,
        disabled=component.disabled,
        variant=component.variant,
        pill=component.pill,
        filled=True,
    )
    own = width if component.block else min(width, measure_picker(node, sheet).wanted)
    room = max(1, (own - EDGES if own > EDGES else own) - _MARK)
    chosen = shown_value(node, sheet)
    style = ground_of(field, sheet) if chosen else faint(field, sheet)
    words = fitted(text_line(clip(chosen or _placeholder(component), room), style), room)
    mark = _LIST if isinstance(component, Select) else _CALENDAR
    drawn = framed([(*words, Drawn(mark, faint(field, sheet)))], own, field, sheet)
    block = Block(width, [fitted(line, width) for line in drawn.lines], [], drawn.spinners)
    kind = ControlKind.PICK if isinstance(component, Select) else ControlKind.DATE
    block.controls.append(
        Control(node.ref, kind, node, 0, 0, line_width(drawn.lines[0]), 1, field.enabled)
    )
    return with_problem(block, field, sheet)


def shown_value(node: Node, sheet: Sheet) -> str:
    """What is chosen, in words; "" for nothing."""
    component, value = node.component, value_of(node, sheet.state.values)
    if not isinstance(value, str) or not value:
        return ""
    if isinstance(component, Select):
        named = (option.label for option in component.options if option.value == value)
        return display_line(next(named, "")) or display_line(value)
    day = day_of(value)
    return display_line(value) if day is None else day.date().isoformat()


def day_of(value: str | None) -> datetime | None:
    """A date of the wire in the time zone of this machine; None if it is none."""
    try:
        moment = datetime.fromisoformat(value) if value else None
        return None if moment is None else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _picker(node: Node) -> Picker:
    assert isinstance(node.component, Picker)
    return node.component


def _placeholder(component: Picker) -> str:
    usual = _("Choose") if isinstance(component, Select) else _("Choose a date")
    return display_line((component.placeholder or "")[:_LONGEST]) or usual
