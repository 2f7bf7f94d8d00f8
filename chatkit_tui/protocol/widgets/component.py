"""What every component of a widget is made of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, GetCoreSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic_core import core_schema

from chatkit_tui.protocol.actions import ActionConfig
from chatkit_tui.protocol.base import Tolerant, WireModel

Length = int | float | str
"""Pixels, a spacing unit or a CSS length."""

TolerantAction = Annotated[ActionConfig, Tolerant()]


class WidgetModel(WireModel):
    """An object in a widget: camelCase on the wire, snake_case here."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, coerce_numbers_to_str=True
    )


class AsParsed:
    """Marks the children: `parse_component` has made them before it makes their parent."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.is_instance_schema(tuple)


class Component(WidgetModel):
    """A component; `children` has one element where the wire has a single child."""

    type: str = ""
    key: str | None = None
    id: str | None = None
    children: Annotated[tuple[Component, ...], AsParsed()] = ()


class UnknownComponent(Component):
    """A component of a type this version has no model for, or something that is none."""

    raw: Any = None

    def as_json(self) -> Any:
        return self.raw


class ThemeColor(WidgetModel):
    """A colour for each theme."""

    dark: str = ""
    light: str = ""


Color = str | Annotated[ThemeColor, Tolerant()]
"""A token such as "secondary", a primitive such as "red-100", CSS, or one for each theme."""


class Spacing(WidgetModel):
    """Space at each edge; `x` and `y` stand for both edges of an axis."""

    top: Length | None = None
    right: Length | None = None
    bottom: Length | None = None
    left: Length | None = None
    x: Length | None = None
    y: Length | None = None


class Border(WidgetModel):
    """A line; `size` is in pixels."""

    size: int | float = 0
    color: Color | None = None
    style: str | None = None


BorderSide = int | float | Annotated[Border, Tolerant()]


class Borders(WidgetModel):
    """A line at each edge; `x` and `y` stand for both edges of an axis."""

    top: BorderSide | None = None
    right: BorderSide | None = None
    bottom: BorderSide | None = None
    left: BorderSide | None = None
    x: BorderSide | None = None
    y: BorderSide | None = None


class WidgetStatus(WidgetModel):
    """A line above a card or list, with an icon or a favicon."""

    text: str = ""
    icon: str | None = None
    favicon: str | None = None
    frame: bool | None = None


class CardAction(WidgetModel):
    """A button in the footer of a card."""

    label: str = ""
    action: TolerantAction | None = None


class EditableProps(WidgetModel):
    """What makes a text a form control."""

    name: str = ""
    auto_focus: bool | None = None
    auto_select: bool | None = None
    auto_complete: str | None = None
    allow_autofill_extensions: bool | None = None
    pattern: str | None = None
    placeholder: str | None = None
    required: bool | None = None
    on_change_action: TolerantAction | None = None
