"""What is wrong with the value of a control, as a browser would see it when the form is sent."""

from __future__ import annotations

import re

from pydantic_core import Url

from chatkit_tui.controller.forms.pattern import fits
from chatkit_tui.controller.forms.values import (
    Values,
    editable,
    is_disabled,
    is_number,
    submitted,
    value_of,
)
from chatkit_tui.protocol.widgets.component import Component
from chatkit_tui.protocol.widgets.controls import (
    Checkbox,
    Control,
    DatePicker,
    Input,
    RadioGroup,
    Select,
)
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.translation import _

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_EMAIL = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")


def problem_of(node: Node, values: Values, *, patterns: bool = True) -> str | None:
    """What the user has to mend, in a sentence; None where nothing is wrong.

    Without `patterns` those are not asked: each may take its time.
    """
    component = node.component
    if is_disabled(component):
        return None
    value = submitted(node, values)
    if value is None or value == "" or value is False:
        if is_number(component) and value_of(node, values):
            return _("Enter a number.")
        return _missing(component) if _is_required(component) else None
    if not isinstance(value, str):
        return None
    wrong = _wrong_type(component, value)
    return wrong or (_wrong_pattern(component, value) if patterns else None)


def _is_required(component: Component) -> bool:
    props = component if isinstance(component, Control) else editable(component)
    return props is not None and bool(props.required)


def _missing(component: Component) -> str:
    match component:
        case Checkbox():
            return _("Tick this box to go on.")
        case RadioGroup():
            return _("Choose one of these.")
        case Select():
            return _("Choose an entry of the list.")
        case DatePicker():
            return _("Choose a date.")
    return _("Fill in this field.")


def _wrong_type(component: Component, value: str) -> str | None:
    match component.input_type if isinstance(component, Input) else None:
        case "email" if not _EMAIL.fullmatch(value):
            return _("Enter an e-mail address, such as name@example.com.")
        case "url" if not _is_url(value):
            return _("Enter a whole address, such as https://example.com.")
    return None


def _is_url(value: str) -> bool:
    try:
        Url(value)
    except ValueError:
        return False
    return True


def _wrong_pattern(component: Component, value: str) -> str | None:
    if isinstance(component, Input):
        pattern = None if is_number(component) else component.pattern
    else:
        props = editable(component)
        pattern = props.pattern if props is not None else None
    if not pattern or fits(pattern, value):
        return None
    return _("Use the format that is asked for.")
