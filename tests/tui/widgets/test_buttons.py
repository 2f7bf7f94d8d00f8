"""Buttons as they are drawn."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import Segment

from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import line_width
from chatkit_tui.tui.widgets.colors import Colors
from chatkit_tui.tui.widgets.draw import draw, measure
from chatkit_tui.tui.widgets.sheet import Sheet
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn, texts

CLICK = {"type": "save"}


def button(label: str = "Save", **properties: Any) -> dict[str, Any]:
    return {"type": "Button", "label": label, "onClickAction": CLICK, **properties}


def words(line: tuple[Segment, ...], word: str) -> Segment:
    return next(segment for segment in line if word in segment.text)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, "  Save"),
        ({"variant": "outline"}, "[ Save ]"),
        ({"variant": "outline", "pill": True}, "( Save )"),
        ({"style": "primary", "pill": True}, "▐ Save ▌"),
        ({"size": "xs"}, " Save"),
        ({"size": "3xl"}, "   Save"),
        ({"iconStart": "plus", "iconEnd": "chevron-right"}, "  + Save ›"),
        ({"label": "", "iconStart": "plus", "uniform": True}, " +"),
        ({"label": ""}, "  …"),
        ({"label": "\x1b[31mred"}, "  ␛[31mred"),
        ({"block": True}, " " * 13 + "Save"),
    ],
)
def test_what_a_button_looks_like(properties: dict[str, Any], expected: str) -> None:
    assert texts(drawn(button(**properties), 30)) == [expected]


def test_the_variants_differ_in_their_colours_and_the_style_is_a_variant() -> None:
    solid, soft, outline, ghost, primary, plain = (
        words(drawn(button(**looks), 30).lines[0], "Save").style
        for looks in (
            *({"variant": each, "color": "info"} for each in ("solid", "soft")),
            *({"variant": each, "color": "info"} for each in ("outline", "ghost")),
            {"style": "primary"},
            {},
        )
    )
    assert solid is not None
    assert soft is not None
    assert outline is not None
    assert ghost is not None
    assert len({solid.bgcolor, soft.bgcolor, None}) == 3
    assert outline.bgcolor is ghost.bgcolor is None
    assert ghost.underline
    assert not outline.underline
    assert primary is not None
    assert primary.bold
    assert plain is not None
    assert plain.bgcolor not in (None, primary.bgcolor)


def test_a_label_too_long_is_wrapped_and_all_of_it_can_be_pressed() -> None:
    block = drawn(button("Save everything that there is"), 12)
    assert texts(block) == ["    Save", " everything", " that there", "     is"]
    (control,) = block.controls
    assert (control.width, control.height) == (12, 4)


@pytest.mark.parametrize("width", range(1, 9))
def test_no_width_is_too_narrow(width: int) -> None:
    for each in (button("日本語 Save", iconStart="plus"), button("", block=True, pill=True)):
        block = drawn(each, width)
        assert {line_width(line) for line in block.lines} == {width}


@pytest.mark.parametrize(
    ("properties", "enabled"),
    [
        ({}, True),
        ({"onClickAction": None}, False),
        ({"onClickAction": None, "submit": True}, True),
        ({"onClickAction": None, "disabled": False}, True),
        ({"disabled": True}, False),
    ],
)
def test_a_button_that_does_nothing_is_disabled(properties: dict[str, Any], enabled: bool) -> None:
    (control,) = drawn(button(**properties), 30).controls
    assert control.enabled is enabled


def test_the_button_with_the_keys_has_pointers_and_one_that_waits_a_spinner() -> None:
    raw = button("Save", variant="outline", id="b")
    assert texts(drawn(raw, 30, WidgetState(focus="#b"))) == ["▸ Save ◂"]
    block = drawn(raw, 30, WidgetState(busy={"#b"}))
    assert texts(block) == [f"{SPINNER[0]} Save ]"]
    assert block.spinners == [0]
    # While the whole widget waits, only what was pressed turns.
    assert drawn(raw, 30, WidgetState(busy={""})).spinners == []


def test_without_colours_a_button_is_told_by_brackets() -> None:
    palette = Palette(shades=False, colourless=True)
    sheet = Sheet(palette, Colors(palette), WidgetState(focus="#b"), draw, measure)
    assert texts(draw(tree_of(button(id="a")), 20, sheet)) == ["[ Save ]"]
    focused = draw(tree_of(button(id="b")), 20, sheet)
    style = words(focused.lines[0], "Save").style
    assert style is not None
    assert style.reverse
