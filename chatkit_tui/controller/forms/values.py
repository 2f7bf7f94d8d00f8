"""What the controls of a widget hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from chatkit_tui.protocol.widgets.component import Component, EditableProps
from chatkit_tui.protocol.widgets.controls import (
    Checkbox,
    Control,
    DatePicker,
    Input,
    RadioGroup,
    Select,
    Textarea,
)
from chatkit_tui.protocol.widgets.text import Text, Title
from chatkit_tui.protocol.widgets.tree import Node

Value = str | bool
"""What a control holds: a text, a choice, an ISO date, ticked or not. "" is none."""

Values = Mapping[str, Value]
"""What the user typed or chose, by the ref of the control."""


def is_control(component: Component) -> bool:
    """Whether the component holds a value."""
    return isinstance(component, Control) or editable(component) is not None


def editable(component: Component) -> EditableProps | None:
    """How a text or title can be edited; None where it cannot."""
    if not isinstance(component, Text | Title):
        return None
    if isinstance(component.editable, EditableProps):
        return component.editable
    return _EDITABLE if component.editable else None


_EDITABLE = EditableProps()


def name_of(component: Component) -> str:
    """The name a control's value is sent under; "" for none."""
    props = component if isinstance(component, Control) else editable(component)
    return props.name if props is not None else ""


def is_disabled(component: Component) -> bool:
    """Whether a control can't be changed; then it is neither sent nor checked."""
    return isinstance(component, Control) and bool(component.disabled)


def is_number(component: Component) -> bool:
    """Whether only a number may be typed into a control."""
    return isinstance(component, Input) and component.input_type == "number"


def has_lines(component: Component) -> bool:
    """Whether several lines can be typed into a control, so that Enter begins another one."""
    if isinstance(component, Text) and editable(component) is not None:
        return component.max_lines != 1
    return isinstance(component, Textarea)


def declared(component: Component) -> Value | None:
    """What a control holds as long as nobody touches it; None for nothing, or for no control."""
    match component:
        case Checkbox():
            return bool(component.default_checked)
        case Input():
            return submitted_text(component, component.default_value or "")
        case Textarea():
            return component.default_value or ""
        case RadioGroup() | Select():
            return _offered(component, component.default_value)
        case DatePicker():
            return component.default_value or None
        case Text() | Title() if editable(component) is not None:
            return component.value
    return None


def value_of(node: Node, values: Values) -> Value | None:
    """What a control holds now: what was typed or chosen, else what is declared.

    None where nothing is chosen. A choice that is no longer offered is none.
    """
    component = node.component
    typed = values.get(node.ref)
    if typed is None or isinstance(typed, bool) is not isinstance(component, Checkbox):
        return declared(component)
    if isinstance(component, RadioGroup | Select):
        return _offered(component, typed)
    return None if typed == "" and isinstance(component, DatePicker) else typed


def submitted(node: Node, values: Values) -> Value | None:
    """What a control holds as it is sent; None where nothing is."""
    value = value_of(node, values)
    match node.component:
        case Select():
            return value or ""
        case DatePicker():
            return iso_date(str(value)) if value else ""
        case Input():
            return submitted_text(node.component, str(value or ""))
    return value


def submitted_text(component: Input, text: str) -> str:
    """A line as a browser holds it: without line breaks, and "" where a number is none."""
    line = text.replace("\r", "").replace("\n", "")
    match component.input_type:
        case "email" | "url":
            return line.strip()
        case "number":
            return line.strip() if _NUMBER.fullmatch(line.strip()) else ""
    return line


_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def iso_date(value: str | date) -> str:
    """A day, or a time, as a form sends it: ISO 8601 with an offset, local where none is given.

    "" for what is no date.
    """
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else value.isoformat())
        if isinstance(value, str) and moment.tzinfo is not None:
            return value
        return moment.astimezone().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _offered(component: RadioGroup | Select, value: Value | None) -> Value | None:
    if not value or not isinstance(value, str):
        return None
    return value if any(option.value == value for option in component.options or ()) else None
