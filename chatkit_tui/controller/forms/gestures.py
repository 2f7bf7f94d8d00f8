"""What follows when the user does something to a control of a widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Literal

from chatkit_tui.controller.forms.values import Values
from chatkit_tui.protocol.widgets.refs import CANCEL, CONFIRM, WHOLE
from chatkit_tui.protocol.widgets.tree import Node

Rules = Literal["web", "documented"]
"""Which actions carry the values of a form: see `WidgetsOption.form_values`."""


class Gesture(Enum):
    """What the user did."""

    PRESS = auto()
    """Pressed a button, or a row of a list."""
    CHANGE = auto()
    """Gave a control another value; it is among the values already."""
    ENTER = auto()
    """Pressed Enter in a line."""


@dataclass(frozen=True, slots=True)
class Act:
    """An action to be run."""

    action: dict[str, Any]
    """As it was declared, with the values in its payload."""
    ref: str
    """The control it comes from."""
    busy: frozenset[str]
    """Refs of what waits until it is over, or WHOLE."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that is not sent."""

    problems: dict[str, str]
    """What is wrong with its fields, in their order: a sentence for each ref."""


def consequence(
    root: Node, ref: str, gesture: Gesture, values: Values, rules: Rules = "web"
) -> tuple[Act | Refusal, ...]:
    """What is to be done, in this order; nothing for a control that asks for nothing.

    `ref` is that of a component, or of a part of one: see refs.py.
    """
    node = next((each for each in root.walk() if each.ref == ref), None)
    if node is not None and gesture is Gesture.PRESS:
        action = _action(node.raw, "onClickAction")
        return () if action is None else (Act(action, ref, frozenset({ref})),)
    for suffix, part in ((CONFIRM, "confirm"), (CANCEL, "cancel")):
        if root.ref + suffix == ref:
            action = _action(root.raw.get(part), "action")
            return () if action is None else (Act(action, ref, frozenset({WHOLE})),)
    return ()


def _action(holder: Any, name: str) -> dict[str, Any] | None:
    action = holder.get(name) if isinstance(holder, dict) else None
    return action if isinstance(action, dict) else None
