"""What keeps a form from being sent, as a browser checks it."""

from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.controller.forms.validity import problem_of
from chatkit_tui.controller.forms.values import Value, iso_date, submitted, value_of
from chatkit_tui.protocol.widgets.tree import tree_of

FILL, FORMAT = "Fill in this field.", "Use the format that is asked for."
MAIL = "Enter an e-mail address, such as name@example.com."
ADDRESS = "Enter a whole address, such as https://example.com."
NUMBER = "Enter a number."
TICK, PICK = "Tick this box to go on.", "Choose an entry of the list."
ONE, DAY = "Choose one of these.", "Choose a date."

OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def problem(component: dict[str, Any], typed: Value | None = None) -> str | None:
    """What is wrong with a control that holds what was typed, or else what is declared."""
    node = tree_of({"id": "it", **component})
    return problem_of(node, {} if typed is None else {"#it": typed})


def text(input_type: str | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Input", "name": "n", "inputType": input_type, **properties}


CASES: list[tuple[dict[str, Any], Value | None, str | None]] = [
    (text(), None, None),
    (text(required=True), None, FILL),
    (text(required=True, defaultValue="x"), None, None),
    (text(required=True, defaultValue="x"), "", FILL),
    # A browser takes blanks for a value.
    (text(required=True), " ", None),
    (text(required=True, disabled=True), None, None),
    ({"type": "Input", "required": True}, None, FILL),
    (text(pattern="[0-9]{5}"), "", None),
    (text(pattern="[0-9]{5}"), "10115", None),
    (text(pattern="[0-9]{5}"), "1011", FORMAT),
    (text(pattern="[0-9]{5}", defaultValue="x"), None, FORMAT),
    (text("tel", pattern="[0-9]+"), "x", FORMAT),
    (text("password", pattern="[0-9]+"), "x", FORMAT),
    (text("number", pattern="[0-9]"), "12", None),
    (text("something", pattern="["), "x", None),
    (text("email"), "", None),
    (text("email"), "ada@example.com", None),
    (text("email"), " ada+x@mail.example.co.uk ", None),
    (text("email"), "ada@köln.example", None),
    (text("email"), "ada@localhost", None),
    (text("email"), "ada", MAIL),
    (text("email"), "ada@", MAIL),
    (text("email"), "ada@example..com", MAIL),
    (text("email"), "a da@example.com", MAIL),
    (text("email", required=True), "  ", FILL),
    (text("email", pattern=".*@example.com"), "ada@elsewhere.org", FORMAT),
    (text("url"), "https://example.com/x?y#z", None),
    (text("url"), "mailto:ada@example.com", None),
    (text("url"), "example.com", ADDRESS),
    (text("url"), "https://", ADDRESS),
    (text("url"), "/path", ADDRESS),
    (text("number"), "", None),
    (text("number"), "-1.5e3", None),
    (text("number"), ".5", None),
    (text("number"), "1,5", NUMBER),
    (text("number"), "two", NUMBER),
    (text("number"), "١", NUMBER),
    (text("number", required=True), "two", NUMBER),
    (text("number", required=True, defaultValue="two"), None, FILL),
    ({"type": "Textarea", "required": True}, None, FILL),
    ({"type": "Textarea", "required": True}, "\n", None),
    # Browsers know no pattern of an area.
    ({"type": "Textarea", "pattern": "[0-9]"}, "x", None),
    ({"type": "Text", "value": "v", "editable": True}, "", None),
    ({"type": "Text", "value": "v", "editable": {"name": "n", "required": True}}, None, None),
    ({"type": "Text", "value": "v", "editable": {"name": "n", "required": True}}, "", FILL),
    ({"type": "Text", "value": "v", "editable": {"name": "n", "pattern": "[0-9]"}}, None, FORMAT),
    (
        {"type": "Title", "value": "v", "maxLines": 1, "editable": {"name": "n", "pattern": "x"}},
        "x",
        None,
    ),
    ({"type": "Text", "value": ""}, None, None),
    ({"type": "Checkbox", "required": True}, None, TICK),
    ({"type": "Checkbox", "required": True}, False, TICK),
    ({"type": "Checkbox", "required": True, "defaultChecked": True}, None, None),
    ({"type": "Checkbox", "required": True, "defaultChecked": True}, False, TICK),
    ({"type": "Checkbox"}, False, None),
    ({"type": "Select", "required": True, "options": OPTIONS}, None, PICK),
    ({"type": "Select", "required": True, "options": OPTIONS}, "a", None),
    ({"type": "Select", "required": True, "options": OPTIONS, "defaultValue": "b"}, None, None),
    ({"type": "Select", "required": True, "options": OPTIONS, "defaultValue": "b"}, "", PICK),
    ({"type": "Select", "required": True, "options": OPTIONS}, "gone", PICK),
    ({"type": "RadioGroup", "required": True, "options": OPTIONS}, None, ONE),
    ({"type": "RadioGroup", "required": True, "options": OPTIONS}, "a", None),
    ({"type": "RadioGroup", "required": True}, None, ONE),
    ({"type": "DatePicker", "required": True}, None, DAY),
    ({"type": "DatePicker", "required": True, "defaultValue": "2026-03-01"}, None, None),
    ({"type": "DatePicker", "required": True, "defaultValue": "2026-03-01"}, "", DAY),
    ({"type": "DatePicker", "required": True, "defaultValue": "soon"}, None, DAY),
    # What was typed before the server made something else of the control.
    ({"type": "Checkbox", "required": True}, "text", TICK),
    ({"type": "Input", "required": True}, True, FILL),
    ({"type": "Button", "required": True}, None, None),
]


@pytest.mark.parametrize(("component", "typed", "expected"), CASES)
def test_a_value_is_checked_as_a_browser_does(
    component: dict[str, Any], typed: Value | None, expected: str | None
) -> None:
    assert problem(component, typed) == expected


SENT: list[tuple[dict[str, Any], Value | None, Value | None]] = [
    (text("email"), " a@b.c ", "a@b.c"),
    (text("number"), " 2 ", "2"),
    (text("number"), "1.50", "1.50"),
    (text(), " as it is ", " as it is "),
    (text(defaultValue="two\nlines"), None, "twolines"),
    ({"type": "Textarea", "defaultValue": "two\nlines"}, None, "two\nlines"),
    ({"type": "Text", "value": "v", "editable": {"name": "n"}}, None, "v"),
    ({"type": "Text", "value": "v"}, None, None),
    ({"type": "Select", "options": OPTIONS}, None, ""),
    ({"type": "RadioGroup", "options": OPTIONS}, None, None),
    ({"type": "RadioGroup", "options": OPTIONS, "defaultValue": "b"}, "a", "a"),
    ({"type": "Checkbox"}, None, False),
    ({"type": "DatePicker"}, None, ""),
    ({"type": "DatePicker"}, "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
    ({"type": "DatePicker"}, "2026-03-01", iso_date("2026-03-01")),
]


@pytest.mark.parametrize(("component", "typed", "sent"), SENT)
def test_a_value_is_sent_as_a_browser_holds_it(
    component: dict[str, Any], typed: Value | None, sent: Value | None
) -> None:
    node = tree_of({"id": "it", **component})
    assert submitted(node, {} if typed is None else {"#it": typed}) == sent


def test_a_day_is_sent_with_the_offset_of_the_place() -> None:
    day = iso_date("2026-03-01")
    assert day.startswith("2026-03-01T00:00:00")
    assert day[19:] not in ("", "Z")
    assert iso_date(day) == day
    assert iso_date("9999999-01-01") == ""


def test_a_choice_that_is_no_longer_offered_is_none() -> None:
    node = tree_of({"type": "Select", "id": "it", "options": OPTIONS, "defaultValue": "c"})
    assert value_of(node, {}) is None
    assert value_of(node, {"#it": "c"}) is None
