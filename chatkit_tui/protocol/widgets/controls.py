"""Components the user acts on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from chatkit_tui.protocol.base import Tolerant, text_at
from chatkit_tui.protocol.widgets.component import Component, TolerantAction, WidgetModel


class Button(Component):
    """A button; with `submit` it submits the form around it."""

    type: Literal["Button"] = "Button"
    submit: bool | None = None
    label: str | None = None
    on_click_action: TolerantAction | None = None
    icon_start: str | None = None
    icon_end: str | None = None
    style: str | None = None
    icon_size: str | None = None
    color: str | None = None
    variant: str | None = None
    size: str | None = None
    pill: bool | None = None
    uniform: bool | None = None
    block: bool | None = None
    disabled: bool | None = None


class Control(Component):
    """What form controls have in common; one without a name is not submitted."""

    name: str = ""
    on_change_action: TolerantAction | None = None
    disabled: bool | None = None
    required: bool | None = None


class Typed(Control):
    """What controls that are typed into have in common."""

    default_value: str | None = None
    pattern: str | None = None
    placeholder: str | None = None
    auto_select: bool | None = None
    auto_focus: bool | None = None
    allow_autofill_extensions: bool | None = None
    variant: str | None = None
    size: str | None = None
    gutter_size: str | None = None


class Input(Typed):
    """One line of text; `input_type` is number, email, text, password, tel or url."""

    type: Literal["Input"] = "Input"
    input_type: str | None = None
    pill: bool | None = None


class Textarea(Typed):
    """Lines of text."""

    type: Literal["Textarea"] = "Textarea"
    rows: int | None = None
    auto_resize: bool | None = None
    max_rows: int | None = None


class Checkbox(Control):
    """A box to tick."""

    type: Literal["Checkbox"] = "Checkbox"
    label: str | None = None
    default_checked: bool | None = None


class Option(WidgetModel):
    """A choice of a Select or a RadioGroup."""

    value: str = ""
    label: str = ""
    disabled: bool | None = None
    description: str | None = None
    group: str = ""
    """What it stands under, where options are in groups."""


TolerantOption = Annotated[Option, Tolerant()]


class RadioGroup(Control):
    """One of a few choices."""

    type: Literal["RadioGroup"] = "RadioGroup"
    options: tuple[TolerantOption, ...] | None = None
    aria_label: str | None = None
    default_value: str | None = None
    direction: str | None = None


class Picker(Control):
    """What controls that open a list or a calendar have in common."""

    placeholder: str | None = None
    default_value: str | None = None
    variant: str | None = None
    size: str | None = None
    pill: bool | None = None
    block: bool | None = None
    clearable: bool | None = None


def _out_of_groups(options: Any) -> Any:
    """Options as one list, where some stand in groups: a label and options of its own."""
    if not isinstance(options, list):
        return options
    flat: list[Any] = []
    for each in options:
        grouped = each.get("options") if isinstance(each, dict) else None
        if isinstance(grouped, list):
            label = text_at(each, "label")
            flat += [{**one, "group": label} for one in grouped if isinstance(one, dict)]
        else:
            flat.append(each)
    return flat


class Select(Picker):
    """One of many choices."""

    type: Literal["Select"] = "Select"
    options: Annotated[tuple[TolerantOption, ...], BeforeValidator(_out_of_groups)] = ()
    searchable: bool | None = None


class DatePicker(Picker):
    """A date; values and limits are ISO 8601 as the server wrote them."""

    type: Literal["DatePicker"] = "DatePicker"
    min: str | None = None
    max: str | None = None
    side: str | None = None
    align: str | None = None
