"""Chart: bars, areas and lines in cells; where it is narrow, a list of values."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from rich.color import Color as ScreenColor
from rich.color import blend_rgb
from rich.segment import Segment
from rich.style import Style

from chatkit_tui.protocol.widgets.content import Chart, XAxisConfig
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.page import foreign
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import Line, clip, line_width, width_of, wrap
from chatkit_tui.tui.widgets.block import Block, beside, block_of, stacked
from chatkit_tui.tui.widgets.chart_canvas import FULL, Axes, Cell, drawn_chart
from chatkit_tui.tui.widgets.chart_data import AREA, BAR, LINE, Plot, plot_of
from chatkit_tui.tui.widgets.chart_layers import HALVES, Gaps, Layer, Spread
from chatkit_tui.tui.widgets.chart_scale import tick_labels, ticks_between
from chatkit_tui.tui.widgets.lengths import CELL, ROW, ratio, size_down, space_across
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.component import Length
    from chatkit_tui.protocol.widgets.tree import Node

LEAST = 20
"""Cells below which a chart is a list."""

WANTED = 60

SHORTEST, HIGHEST = 6, 16
"""Rows of a chart that does not say how high it is."""

FEWEST_ROWS = 4
"""Rows below which nothing could be seen."""

MOST_LISTED = 50
"""Categories of a chart that is a list."""

_RATIO = 4 / 3
"""Width by height of a chart that does not say."""

_LONGEST_NAME = 12
"""Cells of the name of a category that is narrower than its name."""

_APART = 2
"""Cells between two names; plotext leaves out one that comes too close to another."""

_FARTHEST = 1e6
"""Pixels of a gap: more is as much."""

_AREA = 0.6
"""How much of an area's colour covers what is beneath."""

_SHADES = "█▓▒░"
"""Fillings that tell series apart without colours."""


def measure_chart(node: Node, sheet: Sheet) -> Widths:
    """As wide as there is room, within reason."""
    return Widths(LEAST, WANTED)


def draw_chart(node: Node, width: int, sheet: Sheet) -> Block:
    """The legend, the chart with its axes, and a word on what is not to be seen."""
    chart = cast(Chart, node.component)
    plot = plot_of(chart)
    notes = []
    if plot.left_out:
        notes.append(_("… {count} more left out").format(count=f"{plot.left_out:,}"))
    if plot.empty:
        parts = [_note(_("No data"), width, sheet)]
    elif width < LEAST:
        parts = [_listed(plot, width, sheet)]
    else:
        parts = [] if chart.show_legend is False else [_legend(plot, width, sheet)]
        parts.append(_drawn(chart, plot, width, sheet))
        if len(plot.names) > HALVES * width:
            words = _("{count} rows, neighbours drawn together")
            notes.insert(0, words.format(count=f"{len(plot.names):,}"))
    return stacked([*parts, *(_note(note, width, sheet) for note in notes)], width)


def _drawn(chart: Chart, plot: Plot, width: int, sheet: Sheet) -> Block:
    height = _height(chart, width)
    hidden = isinstance(chart.x_axis, XAxisConfig) and chart.x_axis.hide is True
    gap = 1 if sheet.palette.colourless else None
    gaps = Gaps(_cells(chart.bar_gap, gap), _cells(chart.bar_category_gap, None))
    ticks: list[float] = []
    labels: list[str] = []
    columns = width
    for _turn in range(2):  # how wide the labels are depends on what is drawn, and on that the rest
        layers = Spread(plot, HALVES * columns, gaps).layers()
        ticks = ticks_between(*_ends(layers), (height - 2) // 2 + 1)
        labels = [] if chart.show_y_axis is False else tick_labels(ticks)
        columns = Axes(ticks, labels).columns(width)
    spread = Spread(plot, HALVES * columns, gaps)
    names = [] if hidden else _names(spread, columns)
    axes = Axes(ticks, labels, names, line=not hidden)
    cells = drawn_chart(spread.layers(), axes, width, height)
    return block_of([_line(row, plot, sheet) for row in cells], width)


def _height(chart: Chart, width: int) -> int:
    """Rows of the chart and its axis: as many as were asked for, or by its shape."""
    least = size_down(_either(chart.min_height, chart.min_size))
    most = size_down(_either(chart.max_height, chart.max_size))
    rows = size_down(_either(chart.height, chart.size))
    if not rows:
        shape = ratio(chart.aspect_ratio) or _RATIO
        rows = max(SHORTEST, min(int(width * CELL / shape / ROW), HIGHEST))
    if most:
        rows = min(rows, most)
    return max(rows, least, FEWEST_ROWS)


def _either(one: Length | None, other: Length | None) -> Length | None:
    return other if one is None else one


def _cells(pixels: float | None, unasked: int | None) -> int | None:
    if pixels is None:
        return unasked
    return space_across(f"{min(max(pixels, 0), _FARTHEST):f}px")


def _ends(layers: list[Layer]) -> tuple[float, float]:
    """The least and the greatest height, zero among them."""
    heights = [height for layer in layers for height in layer.columns.values()]
    heights += [height for layer in layers for line in layer.lines for _place, height in line]
    return min([0.0, *heights]), max([0.0, *heights])


def _names(spread: Spread, columns: int) -> list[tuple[float, str]]:
    """The names of as many categories as there is room for, at equal distances."""
    names = spread.plot.names
    band = columns / len(names)
    room = min(columns, max(int(band) - 1, _LONGEST_NAME))
    widest = max((min(width_of(name), room) for name in names), default=0)
    if not widest:
        return []
    step = max(1, -int(-(widest + _APART) // band))
    return [(spread.center(at), clip(names[at], room)) for at in range(0, len(names), step)]


def _line(row: list[Cell], plot: Plot, sheet: Sheet) -> Line:
    """A row of cells as segments of one style each."""
    line: list[Segment] = []
    for style_of, run in groupby(row, key=lambda cell: (cell.series, cell.behind, cell.axis)):
        series, behind, axis = style_of
        text = "".join(cell.glyph for cell in run)
        if series is None:
            palette = sheet.palette
            line.append(Drawn(text, palette.rule) if axis else Segment(text, palette.muted))
            continue
        if sheet.palette.colourless:
            text = text.replace(FULL, _shade(plot, series))
        style = _filling(plot, series, sheet)
        if behind is not None and (ground := _filling(plot, behind, sheet).color) is not None:
            style += Style(bgcolor=ground)
        line.append(Drawn(text, style))
    return tuple(line)


def _filling(plot: Plot, series: int, sheet: Sheet) -> Style:
    """The colour of a series on the canvas; areas are faint, so that lines are seen on them."""
    style = _color(plot, series, sheet)
    if plot.series[series].kind != AREA or not sheet.palette.shades or style.color is None:
        return style
    behind = sheet.colors.behind(sheet.beneath)
    mixed = blend_rgb(behind, style.color.get_truecolor(), _AREA)
    return Style(color=ScreenColor.from_triplet(mixed))


def _color(plot: Plot, series: int, sheet: Sheet) -> Style:
    color = sheet.colors.of(plot.series[series].color, sheet.beneath)
    return sheet.palette.text if color is None else Style(color=color)


def _shade(plot: Plot, series: int) -> str:
    return _SHADES[series % len(_SHADES)]


def _legend(plot: Plot, width: int, sheet: Sheet) -> Block:
    """The signs of the series and their names, in as many lines as they take."""
    lines: list[list[Segment]] = []
    used = width
    for number, series in enumerate(plot.series):
        sign = _sign(plot, number, sheet)
        name = Segment(clip(series.name, width - 2), sheet.palette.text)
        size = 2 + width_of(name.text)
        if used + 2 + size > width:
            lines.append([])
            used = 0
        else:
            lines[-1].append(Drawn("  "))
            used += 2
        lines[-1] += [sign, Drawn(" "), name]
        used += size
    return block_of([tuple(line) for line in lines], width)


def _sign(plot: Plot, number: int, sheet: Sheet) -> Segment:
    kind = plot.series[number].kind
    glyph = "━" if kind == LINE else "■" if kind == BAR else "▲"
    if sheet.palette.colourless and kind != LINE:
        glyph = _shade(plot, number)
    return Drawn(glyph, _color(plot, number, sheet))


def _listed(plot: Plot, width: int, sheet: Sheet) -> Block:
    """Each category with its values."""
    parts = []
    for at, name in enumerate(plot.names[:MOST_LISTED]):
        values = [(series, series.values[at]) for series in plot.series]
        if len(values) == 1:
            parts.append(_valued(name, values[0][1], width, sheet))
            continue
        parts.append(block_of(wrap(foreign(name, sheet.palette.strong), width), width))
        parts += [_valued(f" {series.name}", value, width, sheet) for series, value in values]
    if len(plot.names) > MOST_LISTED:
        left = f"{len(plot.names) - MOST_LISTED:,}"
        parts.append(_note(_("… {count} more").format(count=left), width, sheet))
    return stacked(parts, width)


def _valued(name: str, value: float | None, width: int, sheet: Sheet) -> Block:
    """A name and a value at the end of its line, or below it."""
    number = "–" if value is None else f"{value:,.10g}"
    figure = (Segment(number, sheet.palette.text),)
    room = width - line_width(figure) - 1
    if room >= width_of(name):
        label = block_of([(Segment(name, sheet.palette.muted),)], room)
        return beside([label, block_of([figure], line_width(figure))], [0, 1])
    label = block_of(wrap(foreign(name, sheet.palette.muted), width), width)
    return stacked([label, block_of([figure], width, "end")], width)


def _note(words: str, width: int, sheet: Sheet) -> Block:
    return block_of(wrap([(words, sheet.palette.muted)], width), width)
