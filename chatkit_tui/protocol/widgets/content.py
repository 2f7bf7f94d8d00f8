"""Components that show something other than text."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from chatkit_tui.protocol.base import ByType, Tolerant, Unknown
from chatkit_tui.protocol.widgets.component import Color, Component, WidgetModel
from chatkit_tui.protocol.widgets.layout import Sized, Space


class Icon(Component):
    """An icon by its name."""

    type: Literal["Icon"] = "Icon"
    name: str = ""
    color: Color | None = None
    size: str | None = None


class Image(Sized):
    """An image by its URL."""

    type: Literal["Image"] = "Image"
    src: str = ""
    alt: str | None = None
    fit: str | None = None
    position: str | None = None
    radius: str | None = None
    frame: bool | None = None
    flush: bool | None = None
    margin: Space | None = None
    background: Color | None = None


class XAxisConfig(WidgetModel):
    """The horizontal axis; `labels` names values of `data_key`."""

    data_key: str = ""
    hide: bool | None = None
    labels: dict[str, str] | None = None


class SeriesBase(WidgetModel):
    """What series have in common: the field of a data row they plot."""

    label: str | None = None
    data_key: str = ""
    color: Color | None = None


class BarSeries(SeriesBase):
    """Bars; those with the same `stack` stand on each other."""

    type: Literal["bar"] = "bar"
    stack: str | None = None


class AreaSeries(SeriesBase):
    """A filled line; those with the same `stack` lie on each other."""

    type: Literal["area"] = "area"
    stack: str | None = None
    curve_type: str | None = None


class LineSeries(SeriesBase):
    """A line."""

    type: Literal["line"] = "line"
    curve_type: str | None = None


class UnknownSeries(Unknown):
    """A series of a type this version has no model for."""


Series = Annotated[
    BarSeries | AreaSeries | LineSeries | UnknownSeries,
    ByType(UnknownSeries, BarSeries, AreaSeries, LineSeries),
]


class Chart(Sized):
    """A chart of `data` rows."""

    type: Literal["Chart"] = "Chart"
    data: tuple[dict[str, Any], ...] = ()
    series: tuple[Series, ...] = ()
    x_axis: str | Annotated[XAxisConfig, Tolerant()] | None = None
    show_y_axis: bool | None = None
    show_legend: bool | None = None
    show_tooltip: bool | None = None
    bar_gap: int | float | None = None
    bar_category_gap: int | float | None = None
