"""What a chart shows, as numbers: whatever was sent becomes series of values or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from chatkit_tui.display import display_line
from chatkit_tui.protocol.base import text_at
from chatkit_tui.protocol.widgets.component import Color
from chatkit_tui.protocol.widgets.content import (
    AreaSeries,
    BarSeries,
    Chart,
    LineSeries,
    SeriesBase,
    XAxisConfig,
)

COLORS = ("blue", "purple", "orange", "green", "red", "yellow", "pink")
"""Colours of series that ask for none, in their order."""

BAR, AREA, LINE = "bar", "area", "line"

MOST_SERIES = 40
MOST_ROWS = 50_000
"""What a chart shows of larger data."""

_GREATEST = 1e300
"""Numbers that can still be added up."""

_LONGEST = 40
"""Characters of a number in a text."""

_LONGEST_NAME = 200
"""Characters of the name of a category or series that are looked at."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values in the order of the categories; None where there is none."""

    kind: str
    name: str
    color: Color
    values: list[float | None]
    stack: str | None = None
    curve: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart's categories and the series of values in them."""

    names: list[str]
    series: list[Series]
    left_out: int = 0
    """Series and rows that are not here."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be drawn."""
        return all(value is None for each in self.series for value in each.values)


def plot_of(chart: Chart) -> Plot:
    """Read a chart. A series of a kind that is not known is a line; one of no field is none."""
    axis = chart.x_axis
    key = axis.data_key if isinstance(axis, XAxisConfig) else axis or ""
    named = (axis.labels or {}) if isinstance(axis, XAxisConfig) else {}
    rows = chart.data[:MOST_ROWS]
    series = []
    for number, each in enumerate(chart.series[:MOST_SERIES]):
        own_key, label, color = _described(each)
        if not own_key:
            continue
        series.append(
            Series(
                kind=_KINDS.get(type(each), LINE),
                name=_name(label) or _name(own_key),
                color=color or COLORS[number % len(COLORS)],
                values=[_number(row.get(own_key)) for row in rows],
                stack=each.stack if isinstance(each, BarSeries | AreaSeries) else None,
                curve=(each.curve_type or "") if isinstance(each, AreaSeries | LineSeries) else "",
            )
        )
    names = [_word(row.get(key)) for row in rows]
    left_out = len(chart.data) - len(rows) + max(0, len(chart.series) - MOST_SERIES)
    return Plot([_name(named.get(name, name)) for name in names], series, left_out)


_KINDS: dict[type, str] = {BarSeries: BAR, AreaSeries: AREA, LineSeries: LINE}


def _described(series: Any) -> tuple[str, str, Color | None]:
    """The field that is plotted, the label and the colour of a series."""
    if isinstance(series, SeriesBase):
        return series.data_key, series.label or "", series.color
    raw = series.raw
    return text_at(raw, "dataKey"), text_at(raw, "label"), text_at(raw, "color") or None


def _number(value: Any) -> float | None:
    """A number that can be drawn, in a text too; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > _LONGEST:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return max(-_GREATEST, min(number, _GREATEST)) if isfinite(number) else None


def _word(value: Any) -> str:
    """A value as the name of a category."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if abs(value) < _GREATEST else ""


def _name(text: str) -> str:
    return display_line(text[:_LONGEST_NAME])
