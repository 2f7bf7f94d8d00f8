"""Whatever is a widget is drawn: in its width, at once, and known for what it is."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from chatkit.widgets import StrictWidgetComponent, StrictWidgetRoot, WidgetTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

from chatkit_tui.protocol.widgets.component import UnknownComponent
from chatkit_tui.protocol.widgets.parse import COMPONENTS
from chatkit_tui.protocol.widgets.tree import MOST_DEPTH, tree_of
from chatkit_tui.tui.widgets.draw import PAINTERS
from chatkit_tui.tui.widgets.property_table import EVERY, PROPERTIES
from tests.support.drawn_widgets import drawn, texts
from tests.support.widget_trees import misfits, node, text
from tests.support.wire_strategies import JSON_VALUES, members, served

WIDTHS = (120, 80, 40)

MOST_SECONDS = 2.0
"""Of this process, from raw JSON to cells: a second is allowed, and twice that where it is busy."""

pytestmark = pytest.mark.filterwarnings("ignore:Direct usage of named widget")

FILES = sorted((Path(__file__).parents[2] / "support" / "sdk_widgets").glob("*.widget"))

DATA: dict[str, dict[str, Any]] = {
    "basic_root": {"name": "Harry Potter", "bio": "The boy who lived"},
    "card_with_data": {
        "channel": "#proj-chatkit",
        "time": "4:48 PM",
        "user": {"image": "/pam.png", "name": "Pam Beesly"},
    },
    "list_view_with_data": {"items": [{"id": "blue", "label": "Blue line", "color": "blue-500"}]},
}
"""What the templates are filled with."""


def held(raw: Any, width: int) -> list[str]:
    """Draws a whole widget, holds that nothing is wrong with it, and gives its lines."""
    block = drawn(raw, width, whole=True)
    assert misfits(block) == []
    assert block.width <= width
    return texts(block)


def unknown_types(raw: Any) -> set[str]:
    """Types that were not known, of components that have one."""
    components = [each.component for each in tree_of(raw).walk()]
    return {each.type for each in components if isinstance(each, UnknownComponent)}


def test_there_is_a_painter_for_every_component() -> None:
    assert set(PAINTERS) == set(COMPONENTS.values())


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_widget_files_of_the_official_sdk_are_drawn(file: Path) -> None:
    built = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    made = WidgetTemplate.from_file(str(file)).build(DATA.get(file.stem)).model_dump()
    for raw in (built, made):
        assert unknown_types(raw) == set()
        for width in WIDTHS:
            said = " ".join(held(raw, width)).split()
            for each in tree_of(raw).walk():
                words = getattr(each.component, "value", None) or ""
                assert each.component.type == "Markdown" or set(words.split()) <= set(said)


STRICT = [*members(StrictWidgetComponent), *members(StrictWidgetRoot)]


@pytest.mark.parametrize("cls", STRICT, ids=[cls.__name__ for cls in STRICT])
def test_whatever_the_official_sdk_builds_is_drawn(cls: type[Any]) -> None:
    @settings(max_examples=12, deadline=None)
    @given(served(cls), st.sampled_from(WIDTHS))
    def check(raw: Any, width: int) -> None:
        assert not unknown_types(raw) & set(COMPONENTS)
        held(raw, width)
        held(node("Card", raw, size="full"), width)

    check()


NAMES = sorted({name for each in PROPERTIES.values() for name in each} | set(EVERY))

LEAVES: st.SearchStrategy[Any] = JSON_VALUES | st.sampled_from(
    [10**400, -1, 0.5, 1e308, "100%", "-3px", "calc(1px)", "\x1b[31m\u202e", "界" * 30, "red-500"]
)

ODD = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, properties, children: {**properties, "type": kind, "children": children},
        st.sampled_from([*COMPONENTS, "Zork"]),
        st.dictionaries(st.sampled_from(NAMES), LEAVES, max_size=6),
        st.lists(inner, max_size=4) | inner,
    ),
    max_leaves=12,
)
"""Trees of known components with properties that are anything."""


@settings(max_examples=120, deadline=None)
@given(ODD, st.sampled_from((*WIDTHS, 9, 1)))
def test_properties_that_are_anything_else_break_nothing(raw: Any, width: int) -> None:
    held(raw, width)


def deep() -> dict[str, Any]:
    raw = text("innermost")
    for level in range(200):
        framed = {"padding": 1, "border": 1} if level > 180 else {}
        raw = node(("Box", "Row", "Col", "Form")[level % 4], raw, **framed)
    return node("Card", raw)


def wide() -> dict[str, Any]:
    lines = [node("Row", text(f"{number}"), text("and more of it")) for number in range(666)]
    return node("Basic", *lines)


def table() -> dict[str, Any]:
    rows = [
        node("Table.Row", *(node("Table.Cell", text(f"{row}.{column}")) for column in range(4)))
        for row in range(5_000)
    ]
    return node("Card", node("Table", *rows), size="full")


def chart() -> dict[str, Any]:
    data = [{"x": at, "v": at % 101, "w": -at % 37} for at in range(10_000)]
    series = [{"type": kind, "dataKey": key} for kind in ("bar", "line") for key in ("v", "w")]
    return node("Card", node("Chart", data=data, series=series, xAxis="x"), size="full")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (deep(), "… 1"),
        (wide(), "665"),
        (table(), "more rows left out"),
        (chart(), "10,000 rows, neighbours drawn together"),
    ],
    ids=["200 levels", "2,000 nodes", "5,000 rows", "10,000 points"],
)
def test_large_widgets_are_drawn_or_cut_with_a_word_in_a_second(
    raw: dict[str, Any], words: str
) -> None:
    held(node("Chart", data=[{"v": 1}], series=[{"type": "bar", "dataKey": "v"}]), 40)
    before = process_time()
    said = held(raw, 120)
    assert process_time() - before < MOST_SECONDS
    assert any(words in line for line in said)


def test_what_lies_deeper_than_is_drawn_is_known_to_be_there() -> None:
    assert len(list(tree_of(deep()).walk())) == MOST_DEPTH
