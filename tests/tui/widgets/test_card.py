from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.protocol.widgets import tree
from chatkit_tui.tui.widgets.control import ControlKind
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn
from tests.support.widget_trees import look, node, text

YES = {"label": "Yes", "action": {"type": "yes"}}
NO = {"label": "No", "action": {"type": "no"}}


def card(*children: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return node("Card", *(children or (text("body"),)), **properties)


@pytest.mark.parametrize(
    ("raw", "width", "expected"),
    [
        (card(), 12, ["╭──────────╮", "│ body     │", "╰──────────╯"]),
        (card(border=0), 12, [" body"]),
        (card(border={"y": 2}), 12, ["━" * 12, " body", "━" * 12]),
        (
            card(padding=4),
            12,
            [
                "╭" + "─" * 10 + "╮",
                "│" + " " * 10 + "│",
                "│  body    │",
                "│" + " " * 10 + "│",
                "╰" + "─" * 10 + "╯",
            ],
        ),
        (card(padding=0), 12, ["╭──────────╮", "│body      │", "╰──────────╯"]),
        (
            card(status={"text": "Done", "icon": "check"}),
            16,
            ["╭─ ✓ Done ─────╮", "│ body         │", "╰──────────────╯"],
        ),
        (
            card(status={"text": "a.example", "favicon": "https://a.example/i.png"}),
            20,
            ["╭─ ◍ a.example ────╮", "│ body             │", "╰──────────────────╯"],
        ),
        # A status that does not fit into the line is not cut.
        (
            card(status={"text": "Waiting for you"}),
            16,
            [
                "╭──────────────╮",
                "│ Waiting for  │",
                "│ you          │",
                "│ body         │",
                "╰──────────────╯",
            ],
        ),
        (card(border=0, status={"text": "Done"}), 16, [" Done", " body"]),
        (
            card(confirm=YES, cancel=NO),
            24,
            [
                "╭" + "─" * 22 + "╮",
                "│ body                 │",
                "│                      │",
                "│   Yes      No        │",
                "╰" + "─" * 22 + "╯",
            ],
        ),
        # Where the buttons don't fit side by side, they stand below each other.
        (
            card(confirm=YES, cancel=NO),
            14,
            [
                "╭────────────╮",
                "│ body       │",
                "│            │",
                "│   Yes      │",
                "│   No       │",
                "╰────────────╯",
            ],
        ),
        # The body of a folded card is not seen, and without a status its first words stand for it.
        (
            card(collapsed=True, status={"text": "Done"}),
            20,
            ["╭─ Done ─────── ▸ ─╮", "╰──────────────────╯"],
        ),
        (card(collapsed=True), 20, ["╭─ body ─────── ▸ ─╮", "╰──────────────────╯"]),
        (
            card(collapsed=False),
            20,
            ["╭────────────── ▾ ─╮", "│ body             │", "╰──────────────────╯"],
        ),
    ],
)
def test_cards(raw: dict[str, Any], width: int, expected: list[str]) -> None:
    assert look(raw, width) == expected


@pytest.mark.parametrize(
    ("size", "room", "width"),
    [
        (None, 120, 48),
        ("sm", 120, 48),
        ("md", 120, 64),
        ("lg", 120, 80),
        ("full", 120, 120),
        ("odd", 120, 48),
        ("lg", 40, 40),
    ],
)
def test_a_card_is_as_wide_as_its_size_where_there_is_room(
    size: str | None, room: int, width: int
) -> None:
    assert drawn(card(size=size), room, whole=True).width == width


def test_a_card_is_wider_than_its_size_before_it_breaks_a_row() -> None:
    badges = [{"type": "Badge", "label": f"number {number}"} for number in range(5)]
    row = look(card(node("Row", *badges, gap=2)), 100)[1]
    assert all(f"number {number}" in row for number in range(5))
    assert len(look(card(node("Row", *badges, gap=2)), 40)) > 3


def test_the_buttons_are_hidden_while_a_text_is_being_written() -> None:
    streamed = card(text("so far", streaming=True), confirm=YES)
    assert drawn(streamed, 30, growing=True).controls == []
    assert [each.ref for each in drawn(streamed, 30).controls] == ["Card!confirm"]
    whole = card(text("all", streaming=False), confirm=YES)
    assert [each.ref for each in drawn(whole, 30, growing=True).controls] == ["Card!confirm"]


def test_the_controls_are_where_they_are_drawn() -> None:
    block = drawn(card(confirm=YES, cancel=NO, collapsed=False), 30)
    rows = ["".join(segment.text for segment in line) for line in block.lines]
    found = {
        control.ref: (
            control.kind,
            rows[control.row][control.column : control.column + control.width].strip(),
        )
        for control in block.controls
    }
    assert found == {
        "Card!fold": (ControlKind.SHOW, "▾"),
        "Card!confirm": (ControlKind.PRESS, "Yes"),
        "Card!cancel": (ControlKind.PRESS, "No"),
    }
    assert next(iter(found)) == "Card!fold"


def test_what_the_user_folded_stays_folded() -> None:
    assert len(look(card(collapsed=True), 20, WidgetState(folded={"Card": False}))) == 3
    assert len(look(card(collapsed=False), 20, WidgetState(folded={"Card": True}))) == 2


def test_a_button_whose_action_runs_turns_a_spinner() -> None:
    block = drawn(card(confirm=YES, cancel=NO), 30, WidgetState(busy={"Card!confirm"}))
    rows = ["".join(segment.text for segment in line) for line in block.lines]
    assert [rows[row].strip("│ ")[:1] for row in block.spinners] == ["⠋"]
    assert [each.enabled for each in block.controls] == [False, True]


def test_a_card_that_waits_is_faint_and_cannot_be_operated() -> None:
    raw = card(confirm=YES, collapsed=False)
    block = drawn(raw, 30, WidgetState(busy={""}), whole=True)
    assert {each.enabled for each in block.controls} == {False}
    assert block.spinners[0] == 0
    dim = {
        segment.style is not None and bool(segment.style.dim)
        for line in block.lines
        for segment in line
        if segment.text.strip() and "⠋" not in segment.text
    }
    assert dim == {True}


def test_a_failure_is_told_beneath_the_widget() -> None:
    shown = look(card(), 40, WidgetState(failure="The server\x1b said no"))
    assert shown[3].startswith("✕ The server␛ said no ·")
    assert "again" in " ".join(shown[3:])


def test_what_was_left_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_NODES", 11)
    many = [text(f"line {number}") for number in range(1_234)]
    assert look(card(*many), 40)[-2] == "│ … 1,224 more                         │"


def test_a_theme_of_its_own_comes_with_its_background() -> None:
    block = drawn(card(theme="light"), 20)
    grounds = {segment.style.bgcolor for line in block.lines for segment in line if segment.style}
    assert len(grounds) == 1
    assert None not in grounds
    same = drawn(card(theme="dark"), 20)
    assert {segment.style.bgcolor for line in same.lines for segment in line if segment.style} == {
        None
    }


def test_a_background_is_beneath_everything_in_the_card() -> None:
    row = node("Row", text("a"), node("Spacer"), text("b"), height=64)
    block = drawn(card(row, node("Divider", flush=True), background="blue-900"), 20)
    assert {segment.style.bgcolor for line in block.lines for segment in line if segment.style} == {
        block.lines[0][0].style.bgcolor  # type: ignore[union-attr]
    }
    assert all(segment.style is not None for line in block.lines for segment in line)
