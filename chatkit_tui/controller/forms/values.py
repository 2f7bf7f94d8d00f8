"""What the controls of a widget hold."""

from __future__ import annotations

from collections.abc import Mapping

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
        case Input() | Textarea():
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


def _offered(component: RadioGroup | Select, value: Value | None) -> Value | None:
    offered = (option.value for option in component.options or ())
    return value if value and value in offered else None
