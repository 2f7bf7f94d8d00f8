"""Forms of any shape, beside a second reading of the rules that works on the raw JSON."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chatkit_tui.controller.forms.gestures import Act, Gesture, Refusal, consequence
from chatkit_tui.controller.forms.values import Value
from chatkit_tui.protocol.widgets.tree import tree_of

OPTIONS = [{"value": value, "label": value} for value in ("a", "b")]
CONTROLS = ("Input", "Textarea", "Select", "RadioGroup", "DatePicker", "Checkbox", "Text")
DAY = "2026-03-01T00:00:00Z"

names = st.lists(st.sampled_from("abc"), max_size=2).map(".".join)


@st.composite
def controls(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(CONTROLS))
    name, required = draw(names), draw(st.booleans())
    if kind == "Text":
        editable = {"name": name, "required": required}
        return {"type": kind, "value": draw(st.sampled_from(["", "t"])), "editable": editable}
    control = {"type": kind, "name": name, "required": required, "disabled": draw(st.booleans())}
    if kind in ("Select", "RadioGroup"):
        control["options"] = OPTIONS
    if kind == "Checkbox":
        control["defaultChecked"] = draw(st.booleans())
    elif draw(st.booleans()):
        control["defaultValue"] = DAY if kind == "DatePicker" else draw(st.sampled_from("abx"))
    return control


BUTTON = {"type": "Button", "submit": True}
widgets = st.recursive(
    controls() | st.just(BUTTON),
    lambda inner: st.builds(
        lambda kind, children: {
            "type": kind,
            "children": children,
            "onSubmitAction": {"type": "send", "payload": {"a": {"c": "c"}, "b": None, "c": 1}},
        },
        st.sampled_from(["Form", "Form", "Box", "Row", "Transition"]),
        st.lists(inner, min_size=1, max_size=6),
    ),
    max_leaves=14,
)


def numbered(widget: dict[str, Any]) -> list[dict[str, Any]]:
    """Give everything in a widget an id; all of it, in reading order."""
    found = [widget]
    for child in widget.get("children", ()):
        found += numbered(child)
    for index, each in enumerate(found):
        each["id"] = str(index)
    return found


def held(control: dict[str, Any], typed: dict[str, Value]) -> Value | None:
    """What a browser would put into the data of the form."""
    kind, value = control["type"], typed.get(f"#{control['id']}")
    if kind == "Checkbox":
        return control["defaultChecked"] if value is None else value
    if value is None:
        value = control["value"] if kind == "Text" else control.get("defaultValue", "")
    if kind in ("Select", "RadioGroup") and value not in ("a", "b"):
        value = ""
    return None if kind == "RadioGroup" and value == "" else value


def fields(form: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for child in form["children"]:
        if child["type"] in CONTROLS:
            found.append(child)
        elif child["type"] != "Form":
            found += fields({"children": child.get("children", [])})
    return [each for each in found if not each.get("disabled")]


def put(payload: Any, steps: list[str], value: Value) -> None:
    if not isinstance(payload, dict):
        return
    if len(steps) > 1:
        if payload.get(steps[0]) is None:
            payload[steps[0]] = {}
        put(payload[steps[0]], steps[1:], value)
    elif payload.get(steps[0]) is None or type(payload[steps[0]]) is type(value):
        payload[steps[0]] = value


def form_around(widget: dict[str, Any], button: dict[str, Any]) -> dict[str, Any] | None:
    """The innermost form that holds a button."""
    for child in widget.get("children", ()):
        if child is button or holds(child, button):
            inner = form_around(child, button)
            return inner or (widget if widget["type"] == "Form" else None)
    return None


def holds(widget: dict[str, Any], button: dict[str, Any]) -> bool:
    return any(child is button or holds(child, button) for child in widget.get("children", ()))


@given(st.data())
@settings(max_examples=150)
def test_any_form_is_sent_as_the_rules_say(data: st.DataObject) -> None:
    widget = copy.deepcopy(data.draw(widgets))
    everything = numbered(widget)
    inputs = [each for each in everything if each["type"] in CONTROLS]
    typed: dict[str, Value] = {}
    for control in inputs:
        value = data.draw(st.none() | st.sampled_from(["", "a", "b"]))
        if control["type"] == "Checkbox" and value is not None:
            typed[f"#{control['id']}"] = value == "a"
        elif value is not None:
            day = DAY if value else ""
            typed[f"#{control['id']}"] = day if control["type"] == "DatePicker" else value
    tree = tree_of(widget)
    for button in (each for each in everything if each["type"] == "Button"):
        form = form_around(widget, button)
        outcome = consequence(tree, f"#{button['id']}", Gesture.PRESS, typed)
        if form is None:
            assert outcome == ()
            continue
        missing = [
            f"#{each['id']}"
            for each in fields(form)
            if (each.get("editable") or each).get("required")
            and held(each, typed) in (None, "", False)
        ]
        (only,) = outcome
        if missing:
            assert isinstance(only, Refusal)
            assert list(only.problems) == missing
            continue
        expected = copy.deepcopy(form["onSubmitAction"]["payload"])
        sent: dict[str, Value] = {}
        for each in fields(form):
            name, own = (each.get("editable") or each)["name"], held(each, typed)
            if name and own is not None:
                sent[name] = own
        for name, own in sent.items():
            put(expected, name.split("."), own)
        assert isinstance(only, Act)
        assert only.action == {"type": "send", "payload": expected}
