"""What it does to a control when it is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.controller.forms.values import value_of
from chatkit_tui.protocol.widgets.controls import DatePicker, Picker, RadioGroup, Select
from chatkit_tui.protocol.widgets.layout import Card
from chatkit_tui.protocol.widgets.refs import FOLD, OPTION
from chatkit_tui.tui.widgets.control import Control, ControlKind

if TYPE_CHECKING:
    from chatkit_tui.tui.widgets.operator import Operator


def operate(operator: Operator, key: str, control: Control) -> None:
    """Press, tick, choose or open a control."""
    match control.kind:
        case ControlKind.PRESS:
            operator.press(key, control.ref)
        case ControlKind.TICK:
            ticked = value_of(control.node, operator.widgets.state(key).values) is True
            operator.give(key, control.ref, not ticked)
        case ControlKind.RADIO:
            _choose(operator, key, control)
        case ControlKind.PICK | ControlKind.DATE:
            _open(operator, key, control)
        case ControlKind.SHOW:
            _show(operator, key, control)
        case ControlKind.LINE | ControlKind.LINES:
            pass  # They are typed into.


def clear(operator: Operator, key: str, control: Control) -> bool:
    """Choose nothing; False where that can't be."""
    component = control.node.component
    if not isinstance(component, Picker) or not component.clearable:
        return False
    if value_of(control.node, operator.widgets.state(key).values):
        operator.give(key, control.ref, "")
    return True


def _choose(operator: Operator, key: str, control: Control) -> None:
    group = control.node
    assert isinstance(group.component, RadioGroup)
    options = group.component.options or ()
    value = options[int(control.ref.rpartition(OPTION)[2])].value
    if value != value_of(group, operator.widgets.state(key).values):
        operator.give(key, group.ref, value)


def _open(operator: Operator, key: str, control: Control) -> None:
    """Show the list or the calendar in front; what is chosen there is what the control holds."""
    component = control.node.component
    held = value_of(control.node, operator.widgets.state(key).values)
    value = held if isinstance(held, str) else ""

    def chosen(choice: str | None) -> None:
        if choice is None or choice == value:
            return
        # Behind the screen the widget may have become another one, or be gone.
        if operator.is_there(key, control):
            operator.give(key, control.ref, choice)

    if isinstance(component, Select):
        from chatkit_tui.tui.widgets.select_screen import SelectScreen

        operator.ask(SelectScreen(component, value), chosen)
    elif isinstance(component, DatePicker):
        from chatkit_tui.tui.widgets.date_screen import DateScreen

        operator.ask(DateScreen(component, value), chosen)


def _show(operator: Operator, key: str, control: Control) -> None:
    """Fold or unfold a card; show more of a list, or less."""
    state, node = operator.widgets.state(key), control.node
    if control.ref.endswith(FOLD) and isinstance(node.component, Card):
        folded = state.folded.get(node.ref, bool(node.component.collapsed))
        state.folded[node.ref] = not folded
    elif control.shows is not None:
        state.shown[node.ref] = control.shows
    operator.show(key)
