"""Sources that answers and tasks refer to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chatkit_tui.protocol.base import ByType, Tolerant, Unknown, WireModel


class SourceBase(WireModel):
    """What every source may carry."""

    title: str = ""
    description: str | None = None
    timestamp: str | None = None
    group: str | None = None


class URLSource(SourceBase):
    """A page on the web."""

    type: Literal["url"] = "url"
    url: str = ""
    attribution: str | None = None


class FileSource(SourceBase):
    """A file the server knows."""

    type: Literal["file"] = "file"
    filename: str = ""


class EntitySource(SourceBase):
    """A thing of the integrator's own; `data` goes back to its callbacks untouched."""

    type: Literal["entity"] = "entity"
    id: str = ""
    icon: str | None = None
    label: str | None = None
    inline_label: str | None = None
    interactive: bool = False
    data: dict[str, Any] = Field(default_factory=dict)
    preview: str | None = None


class UnknownSource(Unknown):
    """A source of a type this version has no model for."""


SOURCE = ByType(UnknownSource, URLSource, FileSource, EntitySource)

Source = Annotated[URLSource | FileSource | EntitySource | UnknownSource, SOURCE]


class Annotation(WireModel):
    """A source attached to a text; `index` is the character it belongs to, None for none."""

    type: str = "annotation"
    source: Source = Field(default_factory=UnknownSource)
    index: int | None = None


TolerantAnnotation = Annotated[Annotation, Tolerant()]
