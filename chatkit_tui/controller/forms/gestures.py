"""What follows when the user does something to a control of a widget.

As the official web client does it: the values of a form go with its own action only, and with the
confirm action of a card that is a form; a change goes with the value that changed. By the
documented rules they go with every action in the form, and never over what the payload has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Literal

from chatkit_tui.controller.forms.form import Forms, can_be_pressed
from chatkit_tui.controller.forms.payload import merged
from chatkit_tui.controller.forms.values import (
    Value,
    Values,
    editable,
    has_lines,
    is_control,
    is_disabled,
    name_of,
    submitted,
)
from chatkit_tui.protocol.base import text_at
from chatkit_tui.protocol.widgets.controls import Button
from chatkit_tui.protocol.widgets.layout import Card, Form, ListViewItem
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
    """Refs of what waits until it is over; with WHOLE among them, all of the widget."""
    submits: bool = False
    """Whether a form is sent, with nothing wrong in it."""
    collisions: tuple[str, ...] = ()
    """Names of values the payload has no room for; only the documented rules know of them."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that is not sent."""

    problems: dict[str, str]
    """What is wrong with its fields, in their order: a sentence for each ref."""


Outcome = tuple[Act | Refusal, ...]


def consequence(
    root: Node, ref: str, gesture: Gesture, values: Values, rules: Rules = "web"
) -> Outcome:
    """What is to be done, in this order; nothing for a control that asks for nothing.

    `ref` is that of a component, or of a part of one: see refs.py.
    """
    widget = _Widget(Forms(root), values, rules)
    match gesture:
        case Gesture.PRESS:
            return widget.pressed(ref)
        case Gesture.CHANGE:
            return widget.changed(ref)
        case Gesture.ENTER:
            return widget.entered(ref)


@dataclass(frozen=True, slots=True)
class _Widget:
    """A widget, and what its controls hold."""

    forms: Forms
    values: Values
    rules: Rules

    def pressed(self, ref: str) -> Outcome:
        node = self.forms.nodes.get(ref)
        if node is None:
            return self._part_pressed(ref)
        component = node.component
        if isinstance(component, Button):
            return self._button_pressed(node) if can_be_pressed(component) else ()
        return self._clicked(node) if isinstance(component, ListViewItem) else ()

    def _button_pressed(self, node: Node) -> Outcome:
        form = self.forms.form_of(node)
        submits = getattr(node.component, "submit", None) and form is not None
        return self._clicked(node) + (self._sent(form, node.ref) if form and submits else ())

    def _clicked(self, node: Node) -> Outcome:
        action = _action(node.raw, "onClickAction")
        form = self.forms.form_of(node)
        return self._acts(action, node.ref, "self", fields=self._documented(form))

    def _part_pressed(self, ref: str) -> Outcome:
        for part in (CONFIRM, CANCEL):
            card = self.forms.nodes.get(ref.removesuffix(part)) if ref.endswith(part) else None
            if card is None or not isinstance(card.component, Card):
                continue
            if part == CONFIRM and card.component.as_form:
                return self._sent(card, ref)
            action = _action(card.raw.get(part.removeprefix("!")), "action")
            return self._acts(action, ref, "container")
        return ()

    def _sent(self, form: Node, ref: str) -> Outcome:
        """What sending a form by that control does."""
        problems = self.forms.problems(form, self.values)
        if problems:
            return (Refusal(problems),)
        if isinstance(form.component, Form):
            action = _action(form.raw, "onSubmitAction")
        else:
            action = _action(form.raw.get("confirm"), "action")
        own = frozenset({form.ref, ref, *self.forms.submit_buttons(form)})
        collected = self.forms.collect(form, self.values)
        acts = self._acts(action, ref, "container", own=own, fields=collected)
        return tuple(replace(act, submits=True) for act in acts)

    def changed(self, ref: str) -> Outcome:
        node = self.forms.nodes.get(ref)
        if node is None or not is_control(node.component) or is_disabled(node.component):
            return ()
        holder = node.raw.get("editable") if editable(node.component) else node.raw
        name, value = name_of(node.component), submitted(node, self.values)
        fields = None if not name or value is None else {name: value}
        if documented := self._documented(self.forms.form_of(node)):
            fields = documented
        return self._acts(_action(holder, "onChangeAction"), ref, "none", fields=fields)

    def entered(self, ref: str) -> Outcome:
        node = self.forms.nodes.get(ref)
        if node is None or not is_control(node.component) or has_lines(node.component):
            return ()
        form = self.forms.form_of(node)
        if form is None:
            return ()
        buttons = self.forms.submit_buttons(form)
        if buttons:
            return self.pressed(buttons[0])
        return self._sent(form, ref) if self.forms.sent_by_enter(form) else ()

    def _documented(self, form: Node | None) -> dict[str, Value] | None:
        """What goes with every action in a form, by the documented rules."""
        if form is None or self.rules != "documented":
            return None
        return self.forms.collect(form, self.values)

    def _acts(
        self,
        action: dict[str, Any] | None,
        ref: str,
        loading: Literal["self", "container", "none"],
        *,
        own: frozenset[str] | None = None,
        fields: Mapping[str, Value] | None = None,
    ) -> tuple[Act, ...]:
        """An action with its fields; `loading` is what "auto" means for it, `own` what "self"."""
        if action is None:
            return ()
        own = own or frozenset({ref})
        wish = text_at(action, "loadingBehavior")
        wish = wish if wish in ("self", "container", "none") else loading
        busy = {"self": own, "container": own | {WHOLE}, "none": frozenset[str]()}[wish]
        if fields is None:
            return (Act(action, ref, busy),)
        documented = self.rules == "documented"
        payload, left_out = merged(action.get("payload"), fields, overwrite=not documented)
        whole = {**action, "payload": payload}
        return (Act(whole, ref, busy, collisions=left_out if documented else ()),)


def _action(holder: Any, name: str) -> dict[str, Any] | None:
    action = holder.get(name) if isinstance(holder, dict) else None
    return action if isinstance(action, dict) else None
