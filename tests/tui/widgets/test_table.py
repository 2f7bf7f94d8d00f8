"""Tables: columns, spans, records where it is narrow, and rows that are not shown."""

from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.protocol.widgets.tree import MOST_NODES
from chatkit_tui.tui.transcript.copying import Extent, copied
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn, texts

BUTTON = {"type": "Button", "label": "Buy", "onClickAction": {"type": "buy"}}


def cell(*contents: Any, **properties: Any) -> dict[str, Any]:
    children = [
        {"type": "Text", "value": each} if isinstance(each, str) else each for each in contents
    ]
    return {"type": "Table.Cell", "children": children, **properties}


def row(*cells: Any, **properties: Any) -> dict[str, Any]:
    children = [cell(each) if isinstance(each, str) else each for each in cells]
    return {"type": "Table.Row", "children": children, **properties}


def table(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Table", "children": list(rows)}


def end(text: str) -> dict[str, Any]:
    return cell(text, align="end")


PLANS = table(
    row("Plan", end("Price"), "", header=True),
    row("Free", end("0 €"), ""),
    row("Team", end("90 €"), cell(BUTTON)),
)


def control_text(block: Block, control: Control) -> str:
    line = "".join(segment.text for segment in block.lines[control.row])
    return line[control.column : control.column + control.width].strip()


def test_columns_are_as_wide_as_what_is_in_them_below_a_rule() -> None:
    block = drawn(PLANS, 60)
    assert texts(block) == [
        "Plan  Price",
        "────────────────────",
        "Free    0 €",
        "Team   90 €    Buy",
    ]
    header, body = block.lines[0][0].style, block.lines[2][0].style
    assert header is not None
    assert body is not None
    assert header.bold
    assert not body.bold
    assert copied(block.lines, Extent()) == "Plan\tPrice\t\nFree\t0 €\t\nTeam\t90 €\tBuy"
    (control,) = block.controls
    assert control_text(block, control) == "Buy"


def test_sizes_and_widths_are_asked_for_and_give_way() -> None:
    sized = table(row(cell("a", colSize="lg"), cell("b", width=80), cell("c", colSize="xs"), "d"))
    assert texts(drawn(sized, 80)) == ["a" + " " * 35 + "b" + " " * 11 + "c" + " " * 9 + "d"]
    narrow = drawn(sized, 16)
    assert len(narrow.lines) == 1
    assert texts(narrow)[0].split() == ["a", "b", "c", "d"]


def test_long_texts_are_wrapped_and_rows_of_several_lines_kept_apart() -> None:
    words = "words that take more than one line of it"
    block = drawn(table(row("A", "B", header=True), row(words, "1"), row("z", "2")), 24)
    assert texts(block) == [
        "A                      B",
        "────────────────────────",
        "words that take more   1",
        "than one line of it",
        "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        "z                      2",
    ]


def test_cells_span_columns_and_rows() -> None:
    spanning = table(
        row(cell("Region", rowSpan=2), cell("Sales", colSpan=2, align="center"), header=True),
        row("2023", "2024", header=True),
        row(cell("North", rowSpan=2, vAlign="end"), cell("12", cell("x")), "14"),
        row("13", "15"),
        row(cell("All of it in one", colSpan=99)),
    )
    block = drawn(spanning, 60)
    assert texts(block) == [
        "Region    Sales",
        "        2023  2024",
        "──────────────────",
        "        12    14",
        "        x",
        "        ╌╌╌╌╌╌╌╌╌╌",
        "North   13    15",
        "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        "All of it in one",
    ]


def test_without_room_for_its_columns_each_row_is_a_record() -> None:
    block = drawn(PLANS, 10)
    assert texts(block) == [
        "Plan: Free",
        "Price: 0 €",
        "",
        "────────",
        "Plan: Team",
        "Price:",
        "  90 €",
        "  Buy",
    ]
    (control,) = block.controls
    assert control_text(block, control) == "Buy"


def test_what_spans_rows_is_told_in_each_record_but_operated_in_one_place() -> None:
    rows = [
        row(cell("group", rowSpan=2), cell(BUTTON, rowSpan=2), "a word that is long"),
        row("another one"),
    ]
    block = drawn(table(row("Of", "Do", "What", header=True), *rows), 12)
    said = texts(block)
    assert said.count("Of: group") == 2
    assert len(block.controls) == 1


def test_headers_without_an_end_are_not_told_in_each_record() -> None:
    head = row("word " * 2_000, *"bcd", header=True)
    said = texts(drawn(table(head, *(row(*"wxyz") for _ in range(20))), 14))
    assert sum(line.endswith("…:") for line in said) == 20
    assert len(said) < 300


def test_what_spans_many_rows_is_drawn_once() -> None:
    spanning = row(*(cell(f"Shared {each}", rowSpan=50) for each in range(9)))
    block = drawn(table(spanning, *(row(f"Own {number}") for number in range(49))), 20)
    shared = [line for line in block.lines if "Shared 7" in line[0].text]
    assert len(shared) == 50
    assert len(set(map(id, shared))) == 1


def test_a_hundred_rows_are_shown_and_more_when_asked_for() -> None:
    rows = [row(str(number)) for number in range(250)]
    state = WidgetState()
    for shown, words, then in (
        (100, "▾ Show 100 more", 200),
        (200, "▾ Show 50 more", 250),
        (250, "▴ Show less", 100),
    ):
        block = drawn(table(row("N", header=True), *rows), 30, state)
        assert texts(block)[2:] == [*map(str, range(shown)), words]
        (control,) = block.controls
        assert control.kind is ControlKind.SHOW
        assert control.ref == "Table!more"
        state.shown["Table"] = control.shows or 100
        assert state.shown["Table"] == then


def test_rows_that_were_left_out_are_told() -> None:
    rows = [row("a", "b", "c") for _ in range(5_000)]
    said = texts(drawn(table(*rows), 40))
    there = -(-(MOST_NODES - 1) // 7)
    assert said[-1] == f"… {5_000 - there:,} more rows left out"
    assert said[-3] == "▾ Show 100 more" or said[-2] == "▾ Show 100 more"


@pytest.mark.parametrize("width", [1, 2, 9, 80])
@pytest.mark.parametrize(
    "raw",
    [
        table(),
        table(row()),
        {"type": "Table", "children": ["text", 5, {"type": "Text", "value": "lone"}]},
        table(row(cell("a", colSpan=10**9, rowSpan=10**9)), row("b"), row("c", "d")),
        table(row(cell("a", colSpan=-5, rowSpan=0, width=-1, padding={"x": 1e300}))),
        table(row(cell("a", rowSpan=3), "b"), row(cell("wide", colSpan=3)), row("c")),
        row("a lone", "row"),
        cell("a lone cell", padding={"top": 8, "x": 2}),
    ],
    ids=["empty", "no cells", "no rows", "huge", "negative", "in the way", "row", "cell"],
)
def test_odd_tables_are_drawn_in_their_width(raw: Any, width: int) -> None:
    block = drawn(raw, width)
    assert {sum(each.cell_length for each in line) for line in block.lines} <= {width}
