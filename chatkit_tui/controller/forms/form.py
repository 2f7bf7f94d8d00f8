"""Forms: which control belongs to which, what is sent of them, and what is wrong with it."""

from __future__ import annotations

from time import monotonic

from chatkit_tui.controller.forms.validity import problem_of
from chatkit_tui.controller.forms.values import (
    Value,
    Values,
    has_lines,
    is_control,
    is_disabled,
    name_of,
    submitted,
)
from chatkit_tui.protocol.widgets.component import Component
from chatkit_tui.protocol.widgets.controls import Button, Input
from chatkit_tui.protocol.widgets.layout import Card, Form
from chatkit_tui.protocol.widgets.refs import CONFIRM
from chatkit_tui.protocol.widgets.text import Text, Title
from chatkit_tui.protocol.widgets.tree import Node

PATTERN_SECONDS = 0.5
"""After so long the patterns of the remaining fields are not asked: the program waits for them."""


def is_form(component: Component) -> bool:
    """Whether the controls in a component are sent together."""
    return isinstance(component, Form) or (isinstance(component, Card) and bool(component.as_form))


def can_be_pressed(component: Button) -> bool:
    """Whether a button does something: one without an action doesn't, unless it is said to."""
    if component.disabled is not None:
        return not component.disabled
    return component.on_click_action is not None or bool(component.submit)


class Forms:
    """The components of a widget by ref, each with the form it is in: the innermost one."""

    def __init__(self, root: Node) -> None:
        self.nodes: dict[str, Node] = {}
        self._form_of: dict[str, Node | None] = {}
        todo: list[tuple[Node, Node | None]] = [(root, None)]
        while todo:
            node, form = todo.pop()
            self.nodes[node.ref], self._form_of[node.ref] = node, form
            inner = node if is_form(node.component) else form
            todo.extend((child, inner) for child in reversed(node.children))

    def form_of(self, node: Node) -> Node | None:
        """The form around a component."""
        return self._form_of[node.ref]

    def fields(self, form: Node) -> list[Node]:
        """The controls of a form, in reading order."""
        return [node for node in self._inside(form) if is_control(node.component)]

    def submit_buttons(self, form: Node) -> list[str]:
        """The refs of what sends a form, in reading order; the first one is pressed by Enter."""
        component = form.component
        buttons = [
            node.ref
            for node in self._inside(form)
            if isinstance(node.component, Button) and node.component.submit
        ]
        if isinstance(component, Card) and component.confirm is not None:
            buttons.append(form.ref + CONFIRM)
        return buttons

    def sent_by_enter(self, form: Node) -> bool:
        """Whether Enter in a line sends a form that has no button to do so."""
        return sum(_is_line(node.component) for node in self.fields(form)) == 1

    def _inside(self, form: Node) -> list[Node]:
        return [node for node in self.nodes.values() if self._form_of[node.ref] is form]

    def collect(self, form: Node, values: Values) -> dict[str, Value]:
        """What a form sends, by name."""
        sent: dict[str, Value] = {}
        for node in self.fields(form):
            name = name_of(node.component)
            value = None if is_disabled(node.component) else submitted(node, values)
            if name and value is not None:
                sent[name] = value
        return sent

    def problems(self, form: Node, values: Values) -> dict[str, str]:
        """What keeps a form from being sent: a sentence for each ref, in reading order."""
        until = monotonic() + PATTERN_SECONDS
        found = (
            (node.ref, problem_of(node, values, patterns=monotonic() < until))
            for node in self.fields(form)
        )
        return {ref: problem for ref, problem in found if problem is not None}


def _is_line(component: Component) -> bool:
    return isinstance(component, Input | Text | Title) and not has_lines(component)
