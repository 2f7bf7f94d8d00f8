"""From layers to cells, by plotext: axes, ticks, filled columns and lines of dots.

Each layer is drawn on a canvas of its own, so that what is behind it shows in the cells it fills
only in part. The plots of plotext are used without its figures: those know the terminal, and one
of them is everybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import split_graphemes

from chatkit_tui.tui.transcript.wrap import is_narrow
from chatkit_tui.tui.widgets.chart_layers import HALVES, Layer

BLANK = " "

FULL = "█"

_AXIS = frozenset("─│┌┐└┘├┤┬┴┼")

_FILL, _LINE = "hd", "braille"
"""Markers of plotext: a quarter of a cell, and a dot of eight."""

_FIRST_STAND_IN, _BESIDE = 0xF0000, chr(0xFFFFD)
"""Private characters that stand for what does not take one cell, and for its second cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is in a cell: a glyph of a series, and the series it stands on; or of the axes."""

    glyph: str = BLANK
    series: int | None = None
    behind: int | None = None

    @property
    def axis(self) -> bool:
        """Whether it is a piece of an axis."""
        return self.series is None and self.glyph in _AXIS


@dataclass(frozen=True, slots=True)
class Axes:
    """The numbers at the left and the names below; empty for none."""

    ticks: Sequence[float]
    """Heights; the first and the last are the ends of the canvas."""
    labels: Sequence[str] = ()
    names: Sequence[tuple[float, str]] = ()
    """Places and the names of what is there."""
    line: bool = True
    """Whether there is a line below."""

    def columns(self, width: int) -> int:
        """Cells across that are left for the canvas."""
        return max(1, width - (max(map(len, self.labels)) + 1 if self.labels else 0))

    def rows(self, height: int) -> int:
        """Rows that are left for the canvas."""
        return max(1, height - self.line - bool(self.names))


@dataclass(slots=True)
class _StandIns:
    """Lets plotext, which takes a character for a cell, place texts of any script."""

    graphemes: list[str] = field(default_factory=list)

    def of(self, text: str) -> str:
        """The text with one character for each cell."""
        if is_narrow(text):
            return text
        return "".join(
            self._of(text[start:end], size) for start, end, size in split_graphemes(text)[0]
        )

    def _of(self, grapheme: str, size: int) -> str:
        if len(grapheme) == 1 and is_narrow(grapheme):
            return grapheme
        self.graphemes.append(grapheme)
        return chr(_FIRST_STAND_IN + len(self.graphemes) - 1) + _BESIDE * (size - 1)

    def back(self, character: str) -> str:
        """What a character of the plot stands for."""
        number = ord(character) - _FIRST_STAND_IN
        if character == _BESIDE:
            return ""
        return self.graphemes[number] if 0 <= number < len(self.graphemes) else character


def drawn_chart(layers: Sequence[Layer], axes: Axes, width: int, height: int) -> list[list[Cell]]:
    """The rows of a chart, from above; each takes `width` cells."""
    stand_ins = _StandIns()
    rows, left, above = _axes(axes, width, height, stand_ins)
    columns, lines = axes.columns(width), axes.rows(height)
    for layer in layers:
        for line, row in enumerate(_layer(layer, axes, columns, lines)):
            for column, glyph in enumerate(row):
                if glyph != BLANK:
                    beneath = rows[above + line][left + column]
                    rows[above + line][left + column] = _over(glyph, layer.series, beneath)
    return rows


def _axes(
    axes: Axes, width: int, height: int, stand_ins: _StandIns
) -> tuple[list[list[Cell]], int, int]:
    """A chart without its series, and the cells at the left of its canvas and above it."""
    columns = axes.columns(width)
    plot = _plot(width, height, columns, axes)
    plot.set_xaxes(axes.line, False)
    plot.set_yaxes(bool(axes.labels), False)
    plot.set_yticks(list(axes.ticks) if axes.labels else [], list(axes.labels))
    plot.set_xticks(
        [place for place, _ in axes.names], [stand_ins.of(name) for _, name in axes.names]
    )
    if axes.ticks[0] < 0 < axes.ticks[-1]:
        plot.draw_horizontal_line(0.0)
    plot.draw([0.0], [axes.ticks[0]], lines=False, marker=BLANK)
    plot.build_plot()
    matrix = plot.matrix
    above = height - matrix.Rows_canvas.stop
    rows = [[Cell(stand_ins.back(each)) for each in row] for row in reversed(matrix.marker)]
    return rows, matrix.Cols_canvas.start, above


def _layer(layer: Layer, axes: Axes, columns: int, lines: int) -> list[list[str]]:
    """The glyphs of a layer, as large as the canvas."""
    plot = _plot(columns, lines, columns, axes)
    plot.set_xaxes(False, False)
    plot.set_yaxes(False, False)
    plot.set_xticks([])
    plot.set_yticks([])
    if layer.columns:
        places = list(map(float, layer.columns))
        heights = list(layer.columns.values())
        plot.draw(places, heights, lines=False, marker=_FILL, fillx=0.0)
    for line in layer.lines:
        places, heights = map(list, zip(*line, strict=True))
        plot.draw(places, heights, lines=len(line) > 1, marker=_LINE)
    if not layer.columns and not layer.lines:
        return []
    plot.build_plot()
    return list(reversed(plot.matrix.marker))


def _plot(width: int, height: int, columns: int, axes: Axes) -> Any:
    # It takes a moment to load, and most widgets have no chart.
    from plotext._date import date_class
    from plotext._monitor import monitor_class

    plot = monitor_class()
    plot.set_date(date_class())
    plot.set_size([width, height])
    plot.set_xlim(0, HALVES * columns - 1)
    plot.set_ylim(axes.ticks[0], axes.ticks[-1])
    return plot


def _over(glyph: str, series: int, beneath: Cell) -> Cell:
    """A glyph on what was in the cell before."""
    if glyph == FULL:
        return Cell(glyph, series)
    behind = beneath.series if beneath.glyph == FULL else beneath.behind
    return Cell(glyph, series, behind)
