"""Series as what is drawn on top of each other: columns that are filled, and lines.

Places across are halves of a cell; where there are more values than places, neighbours are drawn
together: bars and areas as their mean, lines from their least to their greatest value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import ceil, floor

from chatkit_tui.tui.widgets.chart_curves import STEPS, STRAIGHT, Point, sampled
from chatkit_tui.tui.widgets.chart_data import AREA, BAR, LINE, Plot, Series

HALVES = 2
"""Places across in a cell."""

_CATEGORY_GAP = 0.2
"""Part of a category that stays free, where the chart does not say."""

_WIDE = 8
"""Places from which on all categories are made alike."""

_WHOLE_CELLS = 4
"""Halves of a cell from which on bars begin and end with a cell."""


@dataclass(slots=True)
class Layer:
    """What is drawn of a series."""

    series: int
    columns: dict[int, float] = field(default_factory=dict)
    """By place, up or down to where it is filled from zero on."""
    lines: list[list[Point]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Cells between the bars of a category, and between categories; None where nobody says."""

    bars: int | None = None
    categories: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the categories of a plot lie across so many places."""

    plot: Plot
    places: int
    gaps: Gaps = Gaps()

    @property
    def bars(self) -> bool:
        """Whether each category has a width, since bars stand in it."""
        return any(each.kind == BAR for each in self.plot.series)

    def center(self, category: float) -> float:
        """The place of a category's middle."""
        count = len(self.plot.names)
        if self.bars or count == 1:
            before, band = self._band(count)
            return before + (category + 0.5) * band - 0.5
        return category * (self.places - 1) / (count - 1)

    def _band(self, shown: int) -> tuple[float, float]:
        """Where the first of so many categories begins, and places of each: all alike, if wide."""
        band = self.places / shown
        if band < _WIDE or shown < len(self.plot.names):
            return 0.0, band
        whole = int(band) // HALVES * HALVES
        return float((self.places - whole * shown) // (2 * HALVES) * HALVES), float(whole)

    def layers(self) -> list[Layer]:
        """What is drawn, from the back to the front: areas, bars, lines.

        What is stacked is filled down to zero, the highest first, so that the others cover it.
        """
        areas = [self._areas(group) for group in self._stacks(AREA)]
        areas.sort(key=_size, reverse=True)
        bars = self._stacks(BAR)
        layers = [layer for group in areas for layer in group]
        for slot, group in enumerate(bars):
            layers += self._bars(group, slot, len(bars))
        for number, series in enumerate(self.plot.series):
            if series.kind == LINE:
                layers.append(Layer(number, lines=list(self._lines(series))))
        return layers

    def _stacks(self, kind: str) -> list[list[int]]:
        """The numbers of the series of a kind that stand on each other."""
        stacks: dict[str, list[int]] = {}
        for number, series in enumerate(self.plot.series):
            if series.kind == kind:
                name = f"#{number}" if series.stack is None else f"={series.stack}"
                stacks.setdefault(name, []).append(number)
        return list(stacks.values())

    def _bars(self, group: Sequence[int], slot: int, slots: int) -> list[Layer]:
        count = len(self.plot.names)
        shown = min(count, max(1, self.places // (HALVES * slots)))
        starts, width = self._slots(shown, slot, slots)
        layers = []
        for number, tops in zip(group, self._tops(group, shown), strict=True):
            columns = {
                place: top
                for start, top in zip(starts, tops, strict=True)
                if top
                for place in range(start, min(start + width, self.places))
            }
            layers.append(Layer(number, columns))
        return layers[::-1]

    def _slots(self, shown: int, slot: int, slots: int) -> tuple[list[int], int]:
        """Where the bars of a slot begin, and how wide each is."""
        first, band = self._band(shown)
        between = HALVES * (self.gaps.bars or 0)
        around = int(band * _CATEGORY_GAP)
        if self.gaps.categories is not None:
            around = HALVES * self.gaps.categories
        width = max(1, int((band - around - between * (slots - 1)) / slots))
        step = HALVES if width >= _WHOLE_CELLS else 1
        width -= width % step
        whole = width * slots + between * (slots - 1)
        before = first + max(0.0, (band - whole) / 2) + slot * (width + between)
        starts = [int(number * band + before + 0.5) for number in range(shown)]
        return [min(start - start % step, self.places - 1) for start in starts], width

    def _tops(self, group: Sequence[int], shown: int) -> list[list[float | None]]:
        """How high each series of a stack reaches in so many categories; down where negative."""
        ups, downs = [0.0] * shown, [0.0] * shown
        tops = []
        for number in group:
            own: list[float | None] = []
            for at, value in enumerate(_means(self.plot.series[number].values, shown)):
                heights = ups if (value or 0) >= 0 else downs
                heights[at] += value or 0.0
                own.append(None if value is None else heights[at])
            tops.append(own)
        return tops

    def _areas(self, group: Sequence[int]) -> list[Layer]:
        shown = min(len(self.plot.names), self.places)
        tops = self._tops(group, shown)
        if len(group) > 1:
            tops = [[top or 0.0 for top in own] for own in _raised(tops)]
        layers = []
        for number, own in zip(group, tops, strict=True):
            curve = self.plot.series[number].curve
            layer = Layer(number)
            for run in _runs([(self._place(at, shown), top) for at, top in enumerate(own)]):
                places = range(ceil(run[0][0] - 0.5), floor(run[-1][0] + 0.5) + 1)
                layer.columns.update(zip(places, sampled(run, curve, places), strict=True))
            layers.append(layer)
        return layers[::-1]

    def _place(self, at: int, shown: int) -> float:
        """The place of one of `shown` categories that stand for all."""
        count = len(self.plot.names)
        return self.center(at if shown == count else (at + 0.5) * count / shown - 0.5)

    def _lines(self, series: Series) -> Iterator[list[Point]]:
        points = [(self.center(at), value) for at, value in enumerate(series.values)]
        many = len(points) > self.places
        for run in _runs(points):
            if many:
                yield _least_and_greatest(run)
            elif series.curve in STRAIGHT or len(run) == 1:
                yield run
            else:
                places = range(ceil(run[0][0]), floor(run[-1][0]) + 1)
                heights = sampled(run, series.curve, places)
                curve = list(zip(map(float, places), heights, strict=True))
                yield curve if series.curve in STEPS else [run[0], *curve, run[-1]]


def _means(values: Sequence[float | None], shown: int) -> Sequence[float | None]:
    """So many values that stand for all: means of neighbours."""
    if shown >= len(values):
        return values
    means: list[float | None] = []
    for at in range(shown):
        part = values[at * len(values) // shown : (at + 1) * len(values) // shown]
        known = [value for value in part if value is not None]
        means.append(sum(value / len(known) for value in known) if known else None)
    return means


def _raised(tops: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    """Tops in a stack where a series without a value is as high as what it stands on."""
    raised: list[list[float | None]] = []
    for own in tops:
        below = raised[-1] if raised else [None] * len(own)
        raised.append([low if top is None else top for low, top in zip(below, own, strict=True)])
    return raised


def _runs(points: Sequence[tuple[float, float | None]]) -> Iterator[list[Point]]:
    """The points without what is missing, which parts them."""
    for there, run in groupby(points, key=lambda point: point[1] is not None):
        if there:
            yield [(place, value) for place, value in run if value is not None]


def _least_and_greatest(points: Sequence[Point]) -> list[Point]:
    """At each place the least and the greatest value, in the order in which they came."""
    drawn: list[Point] = []
    for place, group in groupby(points, key=lambda point: floor(point[0] + 0.5)):
        heights = [height for _, height in group]
        ends = sorted({heights.index(min(heights)), heights.index(max(heights))})
        drawn += [(float(place), heights[at]) for at in ends]
    return drawn


def _size(layers: Sequence[Layer]) -> float:
    return max((abs(top) for layer in layers for top in layer.columns.values()), default=0.0)
