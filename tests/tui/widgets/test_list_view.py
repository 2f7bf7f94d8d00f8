from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.tui.widgets.control import ControlKind
from chatkit_tui.tui.widgets.more import next_shown
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn
from tests.support.widget_trees import look, node, text

GO = {"type": "go"}


def item(*children: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return node("ListViewItem", *children, **properties)


def listed(count: int, **properties: Any) -> dict[str, Any]:
    rows = [item(text(f"row {number}"), onClickAction=GO) for number in range(count)]
    return node("ListView", *rows, **properties)


def test_a_list_of_single_lines_is_a_list_of_lines() -> None:
    assert look(listed(2, status={"text": "Two"}), 20) == [
        "╭─ Two ────────────╮",
        "│ row 0            │",
        "│ row 1            │",
        "╰──────────────────╯",
    ]


def test_rows_of_several_lines_are_parted() -> None:
    rows = [
        item({"type": "Icon", "name": "star"}, node("Col", text("a"), text("b")), gap=2)
        for _ in range(2)
    ]
    assert look(node("ListView", *rows), 12) == [
        "╭──────────╮",
        "│ ☆ a      │",
        "│   b      │",
        "├──────────┤",
        "│ ☆ a      │",
        "│   b      │",
        "╰──────────╯",
    ]


@pytest.mark.parametrize(
    ("limit", "shown", "more"),
    [
        ({}, 4, 8),
        ({"limit": "auto"}, 4, 8),
        ({"limit": "2"}, 4, 8),
        ({"limit": None}, 4, 8),
        ({"limit": 2}, 2, 10),
        ({"limit": 2.9}, 2, 10),
        ({"limit": 12}, 12, None),
        ({"limit": 0}, 12, None),
        ({"limit": -1}, 12, None),
        ({"limit": 10**400}, 12, None),
    ],
)
def test_the_limit(limit: dict[str, Any], shown: int, more: int | None) -> None:
    rows = look(listed(12, **limit), 30)
    assert sum("row" in row for row in rows) == shown
    assert [row for row in rows if "Show" in row] == (
        [] if more is None else [f"│ ▾ Show {more} more{' ' * (15 - len(str(more)))}│"]
    )


def test_all_rows_are_shown_where_the_user_asked_for_them() -> None:
    rows = look(listed(12), 30, WidgetState(shown={"ListView": 12}))
    assert sum("row" in row for row in rows) == 12
    assert "▴ Show less" in rows[-2]


def test_more_is_shown_step_by_step() -> None:
    assert next_shown(4, 4, 12) == 12
    assert next_shown(12, 4, 12) == 4
    assert next_shown(4, 4, 500) == 104


def test_rows_are_pressed_as_a_whole() -> None:
    rows = node("ListView", item(text("a"), onClickAction=GO), item(text("b")))
    (control,) = drawn(rows, 20).controls
    assert (control.kind, control.row, control.column, control.width, control.height) == (
        *(ControlKind.PRESS, 1, 1),
        *(18, 1),
    )


def test_while_it_is_operated_the_rows_bear_digits() -> None:
    state = WidgetState(focus="ListView/ListViewItem~2", busy={"ListView/ListViewItem~4"})
    block = drawn(listed(12, limit=0), 20, state, whole=True)
    marks = [line[0].text for line in block.lines[1:-1]]
    assert marks == ["1", "▸", "3", "⠋", "5", "6", "7", "8", "9", "│", "│", "│"]
    assert block.spinners == [4]
    assert [each.ref for each in block.controls if not each.enabled] == ["ListView/ListViewItem~4"]


def test_the_digits_go_on_from_list_to_list() -> None:
    raw = node("Basic", listed(2, key="a"), node("Card", listed(2, key="b")), gap=4)
    rows = look(raw, 20, WidgetState(focus="elsewhere"))
    assert [row.split("row")[0].strip("│ ") for row in rows if "row" in row] == ["1", "2", "3", "4"]
    assert not any(character.isdigit() for row in look(raw, 20) for character in row[:4])


def test_the_row_that_has_the_keys_stands_on_a_ground_of_its_own() -> None:
    state = WidgetState(focus="ListView/ListViewItem~2")
    lines = drawn(listed(3), 20, state).lines
    grounds = [{each.style and each.style.bgcolor for each in line[1:-1]} for line in lines[1:4]]
    assert grounds[0] == grounds[2] == {None}
    assert len(grounds[1]) == 1
    assert grounds[1] != {None}


def test_what_is_no_row_of_a_list_is_shown_all_the_same() -> None:
    assert look(node("ListView", text("odd"), item()), 12) == [
        "╭──────────╮",
        "│ odd      │",
        "│          │",
        "╰──────────╯",
    ]
    assert look(item(text("alone"), text("here"), onClickAction=GO), 12) == ["alone here"]
