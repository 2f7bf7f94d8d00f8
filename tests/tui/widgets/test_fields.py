"""Fields, pickers and choices as they are drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.wrap import line_width
from chatkit_tui.tui.widgets.control import ControlKind
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn, texts

OPTIONS = [
    {"value": "a", "label": "Alpha"},
    {"value": "b", "label": "Beta", "disabled": True},
    {"label": "Others", "options": [{"value": "c", "label": "Gamma"}]},
]


def input_(**properties: Any) -> dict[str, Any]:
    return {"type": "Input", "id": "f", "name": "f", **properties}


def select(**properties: Any) -> dict[str, Any]:
    return {"type": "Select", "id": "f", "name": "f", "options": OPTIONS, **properties}


def radios(**properties: Any) -> dict[str, Any]:
    options = [{"value": each, "label": each * 3} for each in "abc"]
    return {"type": "RadioGroup", "id": "f", "name": "f", "options": options, **properties}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (input_(placeholder="Ada"), "[Ada               ]"),
        (input_(defaultValue="Grace", placeholder="Ada"), "[Grace             ]"),
        (input_(defaultValue="geheim", inputType="password"), "[••••••            ]"),
        (input_(defaultValue="a b" * 9, pill=True), "(a ba ba ba ba ba …)"),
        (input_(defaultValue="soft", variant="soft"), " soft"),
        (select(), "[Choose    ▾]"),
        (select(defaultValue="c"), "[Gamma     ▾]"),
        (select(defaultValue="c", block=True), "[Gamma           ▾]"),
        (select(defaultValue="nobody", placeholder="Which?"), "[Which?    ▾]"),
        ({"type": "DatePicker", "name": "d"}, "[Choose a date   ▦]"),
        ({"type": "DatePicker", "name": "d", "defaultValue": "some day"}, "[some day        ▦]"),
        ({"type": "Checkbox", "name": "c", "label": "Gift wrap"}, "☐ Gift wrap"),
        ({"type": "Checkbox", "name": "c", "label": "Yes", "defaultChecked": True}, "☑ Yes"),
        (radios(defaultValue="b"), "○ aaa  ● bbb  ○ ccc"),
    ],
)
def test_what_a_field_looks_like(raw: dict[str, Any], expected: str) -> None:
    line = texts(drawn(raw, 20))[0]
    # Between the last character and the edge there is what is left.
    assert line.replace(" ", "") == expected.replace(" ", "")
    assert line_width(drawn(raw, 20).lines[0]) == 20


def test_a_date_is_shown_as_it_is_here() -> None:
    moment = "2026-03-01T23:30:00+00:00"
    here = datetime.fromisoformat(moment).astimezone().date().isoformat()
    (line,) = texts(drawn({"type": "DatePicker", "name": "d", "defaultValue": moment}, 24))
    assert here in line


def test_options_stand_in_a_row_while_there_is_room_and_each_has_its_place() -> None:
    block = drawn(radios(), 13)
    assert texts(block) == ["○ aaa  ○ bbb", "○ ccc"]
    assert [(each.ref, each.row, each.column) for each in block.controls] == [
        ("#f!option0", 0, 0),
        ("#f!option1", 0, 7),
        ("#f!option2", 1, 0),
    ]
    assert texts(drawn(radios(direction="col"), 13)) == ["○ aaa", "○ bbb", "○ ccc"]


def test_a_text_area_is_as_high_as_its_rows_and_grows_with_its_text_up_to_a_limit() -> None:
    raw = {"type": "Textarea", "id": "f", "name": "f", "rows": 2, "maxRows": 4}
    assert drawn(raw, 20).height == 2
    state = WidgetState(values={"#f": "one\ntwo\nthree"})
    assert [line.strip("│ ") for line in texts(drawn(raw, 20, state))] == ["one", "two", "three"]
    state.values["#f"] = "\n".join("abcdefgh")
    assert [line.strip("│ ") for line in texts(drawn(raw, 20, state))] == ["a", "b", "c", "…"]
    (control,) = drawn(raw, 20, state).controls
    assert (control.kind, control.width, control.height) == (ControlKind.LINES, 18, 4)


def test_texts_that_can_be_edited_bear_a_pencil_and_show_what_was_typed() -> None:
    raw = {"type": "Title", "id": "t", "value": "Meeting", "editable": {"name": "title"}}
    assert texts(drawn(raw, 20)) == ["Meeting ✎"]
    state = WidgetState(values={"#t": ""})
    raw["editable"] = {"name": "title", "placeholder": "A title"}
    assert texts(drawn(raw, 20, state)) == ["A title ✎"]
    assert [control.kind for control in drawn(raw, 20, state).controls] == [ControlKind.LINE]
    raw |= {"type": "Text", "value": "A longer text to edit"}
    assert drawn(raw, 20).controls[0].kind is ControlKind.LINES


@pytest.mark.parametrize(
    "raw",
    [
        input_(),
        select(),
        radios(),
        {"type": "Textarea", "id": "f", "name": "f"},
        {"type": "Checkbox", "id": "f", "name": "f", "label": "Terms"},
        {"type": "DatePicker", "id": "f", "name": "f"},
        {"type": "Text", "id": "f", "value": "Text", "editable": {"name": "f"}},
    ],
)
def test_a_problem_stands_below_every_field_and_the_field_with_the_keys_looks_different(
    raw: dict[str, Any],
) -> None:
    plain = drawn(raw, 40)
    wrong = drawn(raw, 40, WidgetState(problems={"#f": "Please fill in this field."}))
    assert texts(wrong)[-1] == "! Please fill in this field."
    assert wrong.height == plain.height + 1
    assert [each.ref for each in wrong.controls] == [each.ref for each in plain.controls]
    focused = drawn(raw, 40, WidgetState(focus=plain.controls[0].ref))
    assert [segment.style for segment in focused.lines[0]] != [
        segment.style for segment in plain.lines[0]
    ]


def test_what_cannot_be_operated_and_what_waits_for_its_own_action() -> None:
    for raw in (input_(), select(), radios(), {"type": "Checkbox", "id": "f", "name": "f"}):
        assert not any(each.enabled for each in drawn({**raw, "disabled": True}, 30).controls)
    ticked = {"type": "Checkbox", "id": "f", "name": "f", "label": "Gift"}
    block = drawn(ticked, 30, WidgetState(busy={"#f"}))
    assert texts(block) == [f"{SPINNER[0]} Gift"]
    assert block.spinners == [0]
    assert drawn(input_(), 30, WidgetState(busy={"#f"})).spinners == [0]


@pytest.mark.parametrize("width", [1, 2, 3, 5, 9])
def test_no_width_is_too_narrow_and_nothing_foreign_drives_the_terminal(width: int) -> None:
    state = WidgetState(values={"#f": "\x1b]52;c;x\x07日本語\u202e" * 3}, problems={"#f": "wrong"})
    for raw in (
        input_(),
        {"type": "Textarea", "id": "f", "name": "f", "rows": -3, "maxRows": 10**9},
        {"type": "Text", "id": "f", "value": "x", "editable": {"name": "f"}},
        select(options=[{"value": "a", "label": "\x1b[2J日本"}], defaultValue="a"),
        radios(options=[{"value": "a", "label": "\x1b[2J日本"}], defaultValue="a"),
        {"type": "DatePicker", "id": "d", "name": "d", "defaultValue": "\x1b[2J"},
        {"type": "Checkbox", "id": "c", "name": "c", "label": "\x1b[2J日本"},
    ):
        block = drawn(raw, width, state)
        assert {line_width(line) for line in block.lines} == {width}
        assert not any("\x1b" in segment.text for line in block.lines for segment in line)
