"""Components that show something: text in every form, icons, tables, charts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, get_args

from chatkit.icons import IconName

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import Node, node
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage

MONTHS: list[dict[str, Any]] = [
    {"month": "Jan", "desktop": 186, "mobile": 80, "share": 0.30},
    {"month": "Feb", "desktop": 305, "mobile": 200, "share": 0.40},
    {"month": "Mar", "desktop": 237, "mobile": 120, "share": 0.34},
    {"month": "Apr", "desktop": 73, "mobile": 190, "share": 0.72},
    {"month": "May", "desktop": 209, "mobile": 130, "share": 0.38},
    {"month": "Jun", "desktop": 214, "mobile": 140, "share": 0.40},
]

ICONS_PER_ROW = 6

BADGE_COLOURS = ("secondary", "success", "danger", "warning", "info", "discovery")


@scene(
    "widgets", "text components", "typography", "badges", about="Titles, texts, badges, dividers"
)
async def text_components(stage: Stage) -> AsyncIterator[Event]:
    """Everything made of words."""
    titles = [node("Title", value=f"Title {size}", size=size) for size in ("sm", "lg", "3xl")]
    badges = [node("Badge", label=colour, color=colour) for colour in BADGE_COLOURS]
    yield stage.show(
        node(
            "Card",
            *titles,
            node("Text", value="Text, semibold and large", size="lg", weight="semibold"),
            node("Text", value="italic", italic=True),
            node("Text", value="struck out", lineThrough=True, color="danger"),
            node("Text", value="cut off after one line " * 12, truncate=True),
            node("Text", value="never more than two lines " * 20, maxLines=2, width=280),
            node("Text", value="by theme", color={"light": "blue-900", "dark": "blue-100"}),
            node("Caption", value="A caption, centred", textAlign="center"),
            node("Divider", color="strong", size=2, spacing=3),
            node(
                "Markdown",
                value="*Markdown* with `code`, a [link](https://example.com/) and\n\n- a list",
            ),
            node("Row", *badges, gap=2, wrap="wrap"),
            size="lg",
            background="surface-elevated",
            theme="dark",
        )
    )


@scene("widgets", "icons", "icon", about="Every icon there is, with its name")
async def icons(stage: Stage) -> AsyncIterator[Event]:
    """All names, and two from other collections."""
    names = [*get_args(get_args(IconName)[0]), "lucide:anchor", "vendor:acme"]
    rows = [
        node("Row", *map(_icon, names[start : start + ICONS_PER_ROW]), gap=3, wrap="wrap")
        for start in range(0, len(names), ICONS_PER_ROW)
    ]
    yield stage.show(node("Card", *rows, size="full"))


@scene("widgets", "table widget", "table component", about="A Table component with merged cells")
async def table_widget(stage: Stage) -> AsyncIterator[Event]:
    """Rows and cells, as the web component's types know them."""
    header = node(
        "Table.Row",
        _cell("Plan", colSize="lg"),
        _cell("Seats", align="end"),
        _cell("Price", align="end", width=80),
        header=True,
    )
    merged = _cell("Everything else on request", colSpan=3, vAlign="center")
    yield stage.show(
        node(
            "Card",
            node(
                "Table",
                header,
                node(
                    "Table.Row", _cell("Free"), _cell("1", align="end"), _cell("0 €", align="end")
                ),
                node(
                    "Table.Row", _cell("Team"), _cell("20", align="end"), _cell("90 €", align="end")
                ),
                node("Table.Row", merged),
            ),
            border={"top": 1, "bottom": {"size": 2, "color": "strong"}},
            padding={"x": 4, "y": 2},
            size="md",
        )
    )


@scene("widgets", "charts", "chart", "graph", about="Bar, line and area charts, alone and mixed")
async def charts(stage: Stage) -> AsyncIterator[Event]:
    """One chart of each kind and one of all."""
    bar = {"type": "bar", "label": "Desktop", "dataKey": "desktop", "color": "blue"}
    stacked = {"type": "bar", "label": "Mobile", "dataKey": "mobile", "stack": "a"}
    line = {"type": "line", "label": "Share", "dataKey": "share", "curveType": "monotone"}
    area = {"type": "area", "label": "Mobile", "dataKey": "mobile", "curveType": "natural"}
    yield stage.show(
        node(
            "Card",
            node("Title", value="Visitors"),
            _chart([{**bar, "stack": "a"}, stacked], showLegend=True, showYAxis=True),
            _chart([line], showTooltip=True),
            _chart([area], xAxis={"dataKey": "month", "labels": {"Jan": "January"}}),
            _chart([bar, {**area, "color": "orange"}, {**line, "dataKey": "mobile"}], barGap=4),
            size="lg",
        )
    )


@scene("widgets", "deep widget", "nesting", about="Boxes in boxes in boxes, thirty deep")
async def deep_widget(stage: Stage) -> AsyncIterator[Event]:
    """More levels than anybody needs."""
    inner = node("Text", value="The innermost text")
    for level in range(30):
        inner = node("Col" if level % 2 else "Row", inner, padding={"left": 1})
    moving = node("Transition")
    moving["children"] = inner
    yield stage.show(node("Card", moving))


def _icon(name: str) -> Node:
    return node("Col", node("Icon", name=name, size="xl"), node("Caption", value=name, size="sm"))


def _cell(text: str, **properties: Any) -> Node:
    return node("Table.Cell", node("Text", value=text), **properties)


def _chart(series: list[Node], **properties: Any) -> Node:
    return node(
        "Chart", **{"data": MONTHS, "series": series, "xAxis": "month", "height": 160} | properties
    )
