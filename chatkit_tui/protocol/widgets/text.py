"""Components that are text."""

from __future__ import annotations

from typing import Annotated, Literal

from chatkit_tui.protocol.base import Tolerant
from chatkit_tui.protocol.widgets.component import Color, Component, EditableProps, Length


class TextBase(Component):
    """What texts have in common; `max_lines` cuts the rest off."""

    value: str = ""
    color: Color | None = None
    weight: str | None = None
    text_align: str | None = None
    truncate: bool | None = None
    max_lines: int | None = None


class Text(TextBase):
    """A paragraph, a form control when `editable`."""

    type: Literal["Text"] = "Text"
    streaming: bool | None = None
    italic: bool | None = None
    line_through: bool | None = None
    width: Length | None = None
    size: str | None = None
    min_lines: int | None = None
    editable: bool | Annotated[EditableProps, Tolerant()] | None = None


class Title(TextBase):
    """A headline."""

    type: Literal["Title"] = "Title"
    size: str | None = None
    editable: bool | Annotated[EditableProps, Tolerant()] | None = None


class Caption(TextBase):
    """Small print."""

    type: Literal["Caption"] = "Caption"
    size: str | None = None


class Label(Component):
    """The label of the form control named `field_name`."""

    type: Literal["Label"] = "Label"
    value: str = ""
    field_name: str = ""
    size: str | None = None
    weight: str | None = None
    text_align: str | None = None
    color: Color | None = None


class Markdown(Component):
    """Markdown."""

    type: Literal["Markdown"] = "Markdown"
    value: str = ""
    streaming: bool | None = None


class Badge(Component):
    """A word in a coloured box."""

    type: Literal["Badge"] = "Badge"
    label: str = ""
    color: str | None = None
    variant: str | None = None
    size: str | None = None
    pill: bool | None = None
