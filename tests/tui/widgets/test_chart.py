"""Charts: bars, areas and lines on one canvas, their axes, and data that is none."""

from __future__ import annotations

from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from rich.color import Color

from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.transcript.legible import contrast
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.chart_curves import sampled
from chatkit_tui.tui.widgets.chart_scale import tick_labels, ticks_between
from chatkit_tui.tui.widgets.colors import Colors
from chatkit_tui.tui.widgets.draw import draw, measure
from chatkit_tui.tui.widgets.sheet import Sheet
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import PALETTE, drawn, texts
from tests.support.widget_trees import misfits


def series(kind: str, key: str, **properties: Any) -> dict[str, Any]:
    return {"type": kind, "dataKey": key, "label": key, **properties}


def chart(data: list[Any], *of: dict[str, Any], **properties: Any) -> dict[str, Any]:
    base = {"type": "Chart", "data": data, "series": list(of), "xAxis": "x", "height": 128}
    return base | properties


def values(*numbers: Any) -> list[Any]:
    return [{"x": "abcdefghij"[at % 10], "v": number} for at, number in enumerate(numbers)]


def colors_of(block: Block, glyphs: str = "█▄▀▌▐") -> list[Color]:
    """The colours of bars, in the order in which they are met from above."""
    found: dict[Color, None] = {}
    for line in block.lines:
        for segment in line:
            if set(segment.text) & set(glyphs) and segment.style and segment.style.color:
                found[segment.style.color] = None
    return list(found)


def color(name: str) -> Color:
    found = Colors(PALETTE).of(name)
    assert found is not None
    return found


def test_bars_stand_on_the_axis_beside_their_numbers() -> None:
    assert texts(drawn(chart(values(2, 4, 1), series("bar", "v")), 40)) == [
        "■ v",
        "4┤              ██████████",
        " │              ██████████",
        "2┤  ▄▄▄▄▄▄▄▄▄▄  ██████████",
        " │  ██████████  ██████████",
        " │  ██████████  ██████████  ██████████",
        "0┤  ██████████  ██████████  ██████████",
        " └───────┬───────────┬──────────┬───────",
        "         a           b          c",
    ]


def test_stacks_fill_one_bar_and_others_stand_beside() -> None:
    data = [{"x": "a", "v": 3, "w": 2, "z": 4}]
    stacked = drawn(chart(data, series("bar", "v", stack="s"), series("bar", "w", stack="s")), 30)
    assert colors_of(stacked) == [color("purple"), color("blue")]
    beside = drawn(chart(data, series("bar", "v"), series("bar", "z", color="red")), 30)
    (lowest,) = [line for line in texts(beside) if line.startswith("0")]
    assert len(lowest.split("┤")[1].strip()) > 15
    assert colors_of(beside) == [color("red"), color("blue")]


def test_a_boundary_within_a_cell_has_both_colours() -> None:
    data = [{"x": "a", "v": 3, "w": 3}]
    of = (series("bar", "v", stack="s"), series("bar", "w", stack="s"))
    block = drawn(chart(data, *of, height=160), 30)
    halves = [
        segment.style
        for line in block.lines
        for segment in line
        if "▄" in segment.text and segment.style is not None and segment.style.bgcolor is not None
    ]
    assert [(each.color, each.bgcolor) for each in halves] == [(color("blue"), color("purple"))]


def test_lines_cross_bars_and_areas() -> None:
    of = (series("area", "v"), series("bar", "v"), series("line", "v", curveType="monotone"))
    block = drawn(chart(values(1, 5, 2, 4), *of), 50)
    said = "\n".join(texts(block))
    assert "▲ v  ■ v  ━ v" in said
    over = {
        (segment.style.color, segment.style.bgcolor)
        for line in block.lines
        for segment in line
        if segment.style and any("\u2800" < glyph <= "\u28ff" for glyph in segment.text)
    }
    assert (color("orange"), color("purple")) in over
    plain = drawn(chart(values(1, 5, 2, 4), series("area", "v"), series("line", "v")), 50)
    (area,) = colors_of(plain)
    assert area != color("blue")
    assert contrast(area.get_truecolor(), color("blue").get_truecolor()) > 1.2


def test_axes_can_be_hidden_and_names_replaced() -> None:
    data = values(1, 2)
    shown = texts(
        drawn(chart(data, series("bar", "v"), xAxis={"dataKey": "x", "labels": {"a": "二月"}}), 30)
    )
    assert shown[-1].split() == ["二月", "b"]
    bare = drawn(
        chart(
            data,
            series("bar", "v"),
            xAxis={"dataKey": "x", "hide": True},
            showYAxis=False,
            showLegend=False,
        ),
        30,
    )
    assert set("".join(texts(bare))) <= set(" █▄▀▌▐")
    assert bare.height == 8


def test_many_names_are_thinned_out_evenly() -> None:
    data = [{"x": f"item {number}", "v": number} for number in range(40)]
    last = texts(drawn(chart(data, series("bar", "v")), 60))[-1]
    shown = [int(number) for number in last.replace("item", "").split()]
    assert len(shown) > 3
    assert len({after - before for before, after in pairwise(shown)}) == 1


def test_ten_thousand_points_are_drawn_together() -> None:
    data = [{"x": number, "v": number % 97, "w": -number % 31} for number in range(10_000)]
    of = [series(kind, key) for kind in ("line", "bar", "area") for key in ("v", "w")]
    drawn(chart(values(1), *of), 40)  # plotext is loaded
    before = process_time()
    said = texts(drawn(chart(data, *of), 120))
    assert process_time() - before < 1.5
    assert said[-1] == "10,000 rows, neighbours drawn together"


def test_without_room_a_chart_is_a_list() -> None:
    one = chart(values(1, 2500000, None), series("bar", "v"))
    assert texts(drawn(one, 14)) == ["a            1", "b    2,500,000", "c            –"]
    two = chart(values(1), series("bar", "v"), series("line", "w"))
    assert texts(drawn(two, 12)) == ["a", " v         1", " w         –"]


@pytest.mark.parametrize("kind", ["bar", "area", "line", "pie"])
def test_no_data_is_too_odd(kind: str) -> None:
    odd: list[Any] = [
        *(None, "word", "12.5", True, [1], {}, float("nan"), float("inf")),
        *(10**400, -1e308, 1e308, 5e-324, -0.0),
    ]
    of = series(kind, "v", stack="s", curveType="natural", color={"light": 5})
    for value in odd:
        for width in (1, 3, 20, 41):
            assert misfits(drawn(chart(values(value), of, of), width)) == []
    more: list[list[Any]] = [[-5, 3, None, -2], [1e-9, 2e-9], [-1e308, 1e308], [7], []]
    for data in (odd, *more):
        for curve in ("step", "stepBefore", "stepAfter", "basis", "nonsense"):
            raw = chart(values(*data), of | {"curveType": curve}, barGap=10**400, barCategoryGap=-4)
            assert misfits(drawn(raw, 30)) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "Chart"},
        {"type": "Chart", "data": "x", "series": {}, "xAxis": 5},
        chart([1, None, {"x": "a"}], {"type": "bar"}, series("bar", "v")),
        chart(values(1), series("bar", "v"), height=-1, maxHeight="1px", aspectRatio="0/0"),
        chart(values(1), series("bar", "v" * 500), xAxis=None),
    ],
)
def test_odd_charts_are_drawn_in_their_width(raw: Any) -> None:
    for width in (1, 19, 20, 80):
        assert misfits(drawn(raw, width)) == []


def test_height_is_what_was_asked_for_within_limits() -> None:
    def rows(**properties: Any) -> int:
        raw = chart(values(1), series("bar", "v"), showLegend=False, **properties)
        return drawn(raw, 64).height

    assert rows(height=160) == 10
    assert rows(height=1) == 4
    assert rows(height=None, aspectRatio="4") == 8
    assert rows(height=None) == 16
    assert rows(height=800, maxHeight=96) == 6
    assert rows(height=32, minHeight=112) == 7


def test_without_colours_series_differ_in_their_filling() -> None:
    plain = Palette(shades=False, colourless=True)
    sheet = Sheet(plain, Colors(plain), WidgetState(), draw, measure)
    data = [{"x": "a", "v": 3, "w": 3}]
    raw = chart(data, series("bar", "v"), series("bar", "w"))
    said = "\n".join(texts(draw(tree_of(raw), 40, sheet)))
    assert "█ v  ▓ w" in said
    assert "▓▓▓" in said


def test_ticks_are_round_numbers_that_hold_all() -> None:
    assert ticks_between(0, 505, 5) == [0, 200, 400, 600]
    assert tick_labels(ticks_between(0, 505, 5)) == ["0", "200", "400", "600"]
    assert tick_labels(ticks_between(-0.3, 0.9, 4)) == ["-0.5", "0.0", "0.5", "1.0"]
    assert tick_labels([0.0, 20_000.0, 40_000.0]) == ["0", "20k", "40k"]
    assert tick_labels([0.0, 2_500_000_000_000.0]) == ["0", "2,500B"]
    for low, high in ((0, 0), (-1e300, 1e300), (0, 5e-324), (1e-9, 2e-9)):
        ticks = ticks_between(low, high, 5)
        assert ticks[0] <= low
        assert ticks[-1] >= high
        assert 2 <= len(ticks) <= 8
        assert len(tick_labels(ticks)) == len(ticks)


def test_curves_meet_their_points_and_overshoot_none() -> None:
    points = [(0.0, 1.0), (10.0, 5.0), (20.0, 5.0), (30.0, 0.0)]
    places = range(31)
    for curve in ("", "monotone", "natural"):
        heights = sampled(points, curve, places)
        assert [heights[at] for at in (0, 10, 20, 30)] == pytest.approx([1, 5, 5, 0])
        assert max(heights) <= 5 + 1e-9
        assert min(heights) >= -1e-9
    assert sampled(points, "step", [4, 6]) == [1, 5]
    assert sampled(points, "stepBefore", [1, 9]) == [5, 5]
    assert sampled(points, "stepAfter", [1, 9]) == [1, 1]


def test_plotext_is_loaded_by_the_first_chart_and_left_as_it_was() -> None:
    import plotext

    drawn(chart(values(1, 2), series("bar", "v")), 40)
    assert plotext.main().monitor.x == []


def test_colours_of_the_theme_are_used() -> None:
    of = series("bar", "v", color={"light": "#ffffff", "dark": "#123456"})
    block = drawn(chart(values(1), of), 30)
    assert colors_of(block) == [color("#123456")]
