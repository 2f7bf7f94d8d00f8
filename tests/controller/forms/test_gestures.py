"""What follows from a gesture: which action, with which values, and what waits for it."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from chatkit_tui.controller.forms.gestures import Act, Gesture, Outcome, Refusal, Rules, consequence
from chatkit_tui.controller.forms.values import Values
from chatkit_tui.protocol.widgets.refs import CANCEL, CONFIRM, WHOLE
from chatkit_tui.protocol.widgets.tree import tree_of

GO: dict[str, Any] = {"type": "go", "payload": {"id": 1, "kept": 1.0}}
SEND: dict[str, Any] = {"type": "send", "payload": {"id": 2}}
OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def node(component: str, *children: Any, **properties: Any) -> dict[str, Any]:
    built = {"type": component, **properties}
    return built | {"children": list(children)} if children else built


def named(component: str, name: str, **properties: Any) -> dict[str, Any]:
    """A control whose ref is its name with a "#" before it."""
    return node(component, id=name, name=name, **properties)


def form(*children: Any, **properties: Any) -> dict[str, Any]:
    return node("Form", *children, id="form", onSubmitAction=SEND, **properties)


SUBMIT = node("Button", id="submit", submit=True, label="Send")
OWN = node("Button", id="own", onClickAction=GO, label="Go")
NAME = named("Input", "name", defaultValue="Ada")


def after(
    root: Any,
    ref: str,
    gesture: Gesture = Gesture.PRESS,
    values: Values | None = None,
    rules: Rules = "web",
) -> Outcome:
    return consequence(tree_of(root), ref, gesture, values or {}, rules)


def act(outcome: Outcome) -> Act:
    """The one action that follows."""
    (only,) = outcome
    assert isinstance(only, Act)
    return only


def payload(outcome: Outcome) -> Any:
    return act(outcome).action["payload"]


# -- who carries values ------------------------------------------------------------------------


def test_the_action_of_a_button_in_a_form_is_sent_as_it_is_declared() -> None:
    assert act(after(form(NAME, OWN, SUBMIT), "#own")).action is GO


def test_a_button_that_submits_sends_its_own_action_and_then_the_form() -> None:
    both = node("Button", id="both", submit=True, onClickAction=GO)
    first, second = after(form(NAME, both), "#both")
    assert isinstance(first, Act)
    assert isinstance(second, Act)
    assert first.action is GO
    assert second.action == {"type": "send", "payload": {"id": 2, "name": "Ada"}}
    assert (first.submits, second.submits) == (False, True)


def test_its_own_action_is_sent_though_the_form_is_not() -> None:
    both = node("Button", id="both", submit=True, onClickAction=GO)
    first, second = after(form(named("Input", "name", required=True), both), "#both")
    assert isinstance(first, Act)
    assert second == Refusal({"#name": "Fill in this field."})


@pytest.mark.parametrize("as_form", [True, False])
def test_confirm_carries_values_where_the_card_is_a_form(as_form: bool) -> None:
    parts = {"confirm": {"label": "OK", "action": GO}, "cancel": {"label": "No", "action": SEND}}
    missing = named("Input", "missing", required=True)
    card = node("Card", NAME, id="card", asForm=as_form, **parts)
    confirmed = act(after(card, "#card" + CONFIRM)).action
    assert confirmed == (GO | {"payload": GO["payload"] | {"name": "Ada"}} if as_form else GO)
    # Cancelling asks nobody what was filled in.
    card = node("Card", missing, id="card", asForm=as_form, **parts)
    assert act(after(card, "#card" + CANCEL)).action is SEND
    assert isinstance(after(card, "#card" + CONFIRM)[0], Refusal) is as_form


def test_a_submit_button_in_a_card_that_is_a_form_confirms_it() -> None:
    card = node("Card", NAME, SUBMIT, asForm=True, confirm={"label": "OK", "action": SEND})
    assert payload(after(card, "#submit")) == {"id": 2, "name": "Ada"}


def test_a_control_belongs_to_the_innermost_form() -> None:
    inner = node("Form", named("Input", "inner", defaultValue="x"), SUBMIT, onSubmitAction=GO)
    outer = form(NAME, inner, node("Button", id="outer", submit=True))
    assert payload(after(outer, "#outer")) == {"id": 2, "name": "Ada"}
    assert payload(after(outer, "#submit")) == {"id": 1, "kept": 1.0, "inner": "x"}


def test_what_does_nothing_does_nothing() -> None:
    nothing = (
        node("Button", id="off", onClickAction=GO, disabled=True),
        node("Button", id="without"),
        node("Button", id="on", disabled=False),
        node("Button", id="wrong", onClickAction="go"),
        node("Text", id="text", value="x", onClickAction=GO),
        SUBMIT,
    )
    card = node("Card", *nothing, id="card", confirm={"label": "OK"})
    for ref in (*(each["id"] for each in nothing), f"card{CONFIRM}", f"card{CANCEL}", "gone"):
        assert after(card, f"#{ref}") == (), ref


def test_a_row_of_a_list_sends_its_action() -> None:
    row = node("ListViewItem", node("Text", value="x"), key="one", onClickAction=GO)
    assert act(after(node("ListView", row), "ListView/one")).action is GO


# -- what is collected -------------------------------------------------------------------------


def test_a_form_sends_what_its_controls_hold() -> None:
    whole = form(
        NAME,
        named("Textarea", "about"),
        node("Text", id="title", value="T", editable={"name": "person.title"}),
        named("Select", "empty", options=OPTIONS),
        named("Select", "chosen", options=OPTIONS, defaultValue="a"),
        named("RadioGroup", "none", options=OPTIONS),
        named("RadioGroup", "one", options=OPTIONS),
        named("DatePicker", "day", defaultValue="2026-03-01T00:00:00+01:00"),
        named("DatePicker", "never"),
        named("Checkbox", "yes", defaultChecked=True),
        named("Checkbox", "no"),
        named("Input", "off", defaultValue="x", disabled=True),
        named("Checkbox", "off2", disabled=True),
        node("Input", defaultValue="nameless"),
        node("Text", value="x", editable=True),
        node("Input", name="twice", defaultValue="first"),
        node("Input", name="twice", defaultValue="last"),
        SUBMIT,
    )
    values: Values = {"#name": "Grace", "#one": "b", "#chosen": "", "#no": True, "#off": "typed"}
    assert list(payload(after(whole, "#submit", values=values)).items()) == [
        *(("id", 2), ("name", "Grace"), ("about", ""), ("person", {"title": "T"})),
        *(("empty", ""), ("chosen", ""), ("one", "b"), ("day", "2026-03-01T00:00:00+01:00")),
        *(("never", ""), ("yes", True), ("no", True), ("twice", "last")),
    ]


def test_problems_come_in_the_order_of_the_fields_and_of_this_form_only() -> None:
    whole = node(
        "Basic",
        named("Input", "outside", required=True),
        form(
            named("Input", "mail", inputType="email"),
            named("Checkbox", "terms", required=True),
            named("Input", "off", required=True, disabled=True),
            named("Input", "code", pattern="[0-9]"),
            SUBMIT,
        ),
    )
    (refusal,) = after(whole, "#submit", values={"#mail": "x", "#code": "x"})
    assert isinstance(refusal, Refusal)
    assert list(refusal.problems) == ["#mail", "#terms", "#code"]


# -- changes -----------------------------------------------------------------------------------

CHANGES: list[tuple[dict[str, Any], Any, Any]] = [
    (named("Checkbox", "a"), True, {"a": True}),
    (named("Checkbox", "a", defaultChecked=True), False, {"a": False}),
    (named("Select", "a", options=OPTIONS), "b", {"a": "b"}),
    (named("Select", "a.b", options=OPTIONS), "", {"a": {"b": ""}}),
    (named("RadioGroup", "a", options=OPTIONS), "a", {"a": "a"}),
    (named("DatePicker", "a"), "", {"a": ""}),
    (named("DatePicker", "a"), "2026-03-01T00:00:00Z", {"a": "2026-03-01T00:00:00Z"}),
    (named("Input", "a"), "typed", {"a": "typed"}),
    (named("Textarea", "a"), "typed", {"a": "typed"}),
    (node("Checkbox", id="a"), True, {}),
]


@pytest.mark.parametrize(("control", "value", "added"), CHANGES)
def test_a_change_goes_with_the_value_that_changed(
    control: dict[str, Any], value: Any, added: Any
) -> None:
    widget = form(NAME, control | {"onChangeAction": GO}, SUBMIT)
    ref = f"#{control['id']}"
    assert payload(after(widget, ref, Gesture.CHANGE, {ref: value})) == GO["payload"] | added


def test_an_editable_text_reports_changes_by_its_own_properties() -> None:
    text = node("Text", id="t", value="x", editable={"name": "n", "onChangeAction": GO})
    changed = after(node("Card", text), "#t", Gesture.CHANGE, {"#t": "y"})
    assert payload(changed) == GO["payload"] | {"n": "y"}


def test_a_change_without_a_name_or_a_payload_keeps_what_is_declared() -> None:
    action = {"type": "changed"}
    nameless = node("Checkbox", id="it", onChangeAction=action)
    assert act(after(nameless, "#it", Gesture.CHANGE, {"#it": True})).action is action
    disabled = named("Checkbox", "it", onChangeAction=action, disabled=True)
    assert after(disabled, "#it", Gesture.CHANGE) == ()


# -- Enter -------------------------------------------------------------------------------------

AREA = named("Textarea", "area")
OFF = node("Button", id="off", submit=True, disabled=True)
SECOND = named("Input", "second")
ENTERS: list[tuple[str, dict[str, Any], str, bool]] = [
    ("a form with a button", form(NAME, SECOND, SUBMIT), "#name", True),
    ("one line and no button", form(NAME, AREA, named("Checkbox", "c")), "#name", True),
    (
        "one editable line",
        form(node("Title", id="t", value="x", editable={"name": "t"})),
        "#t",
        True,
    ),
    ("two lines and no button", form(NAME, SECOND), "#name", False),
    ("a button that is off", form(NAME, OFF, SUBMIT), "#name", False),
    ("a button that does not submit", form(NAME, SECOND, OWN), "#name", False),
    ("an area", form(AREA, SUBMIT), "#area", False),
    (
        "an editable text of several lines",
        form(node("Text", id="t", value="x", editable={"name": "t"}), SUBMIT),
        "#t",
        False,
    ),
    ("no form", node("Card", NAME, SUBMIT), "#name", False),
    (
        "a card that is a form",
        node("Card", NAME, SECOND, asForm=True, confirm={"label": "OK", "action": SEND}),
        "#name",
        True,
    ),
    ("a card that is a form, without confirm", node("Card", NAME, asForm=True), "#name", False),
    ("a form without an action", node("Form", NAME, SUBMIT), "#name", False),
]


@pytest.mark.parametrize(
    ("widget", "ref", "sent"), [c[1:] for c in ENTERS], ids=[c[0] for c in ENTERS]
)
def test_enter_sends_a_form_where_a_browser_would(
    widget: dict[str, Any], ref: str, sent: bool
) -> None:
    outcome = after(widget, ref, Gesture.ENTER)
    assert [each.action["type"] for each in outcome if isinstance(each, Act)] == ["send"] * sent


def test_enter_presses_the_first_button_that_submits() -> None:
    own = node("Button", id="first", submit=True, onClickAction=GO)
    outcome = after(form(NAME, own, SUBMIT), "#name", Gesture.ENTER)
    assert [each.ref for each in outcome if isinstance(each, Act)] == ["#first", "#first"]
    missing = form(named("Input", "name", required=True), SUBMIT)
    assert isinstance(after(missing, "#name", Gesture.ENTER)[0], Refusal)


# -- what waits --------------------------------------------------------------------------------


def with_loading(loading: str | None) -> dict[str, Any]:
    """A card with everything that can ask for something, all of it in the same way."""
    action = {"type": "x"} if loading is None else {"type": "x", "loadingBehavior": loading}
    part = {"label": "x", "action": action}
    return node(
        "Card",
        node("Button", id="button", onClickAction=action),
        node("ListViewItem", id="row", onClickAction=action),
        named("Checkbox", "box", onChangeAction=action),
        node("Form", SUBMIT, id="form", onSubmitAction=action),
        id="card",
        confirm=part,
        cancel=part,
    )


@pytest.mark.parametrize("loading", [None, "auto", "unheard of", "self", "container", "none"])
def test_what_waits_is_what_the_action_says_or_what_suits_it(loading: str | None) -> None:
    automatic = loading not in ("self", "container", "none")
    for ref, gesture, usual, own in (
        ("#button", Gesture.PRESS, "self", {"#button"}),
        ("#row", Gesture.PRESS, "self", {"#row"}),
        ("#box", Gesture.CHANGE, "none", {"#box"}),
        ("#submit", Gesture.PRESS, "container", {"#submit", "#form"}),
        ("#card" + CONFIRM, Gesture.PRESS, "container", {"#card" + CONFIRM}),
        ("#card" + CANCEL, Gesture.PRESS, "container", {"#card" + CANCEL}),
    ):
        busy = act(after(with_loading(loading), ref, gesture)).busy
        expected = usual if automatic else loading
        assert busy == {"self": own, "container": own | {WHOLE}, "none": set()}[str(expected)], ref


# -- the documented rules ----------------------------------------------------------------------


def test_by_the_documented_rules_values_go_with_every_action_in_a_form() -> None:
    box = named("Checkbox", "box", onChangeAction=GO)
    row = node("ListViewItem", id="row", onClickAction=GO)
    widget = form(NAME, box, row, OWN, SUBMIT)
    values: Values = {"#box": True}
    whole = {"name": "Ada", "box": True}
    for ref, gesture, declared in (
        ("#own", Gesture.PRESS, GO),
        ("#row", Gesture.PRESS, GO),
        ("#box", Gesture.CHANGE, GO),
        ("#submit", Gesture.PRESS, SEND),
    ):
        assert payload(after(widget, ref, gesture, values, "documented")) == {
            **declared["payload"],
            **whole,
        }
    outside = node("Card", NAME, OWN)
    assert act(after(outside, "#own", rules="documented")).action is GO


def test_by_the_documented_rules_the_payload_is_never_overwritten() -> None:
    send = {"type": "send", "payload": {"id": "declared"}}
    clash = form(named("Input", "id", defaultValue="x"), NAME, SUBMIT) | {"onSubmitAction": send}
    sent = act(after(clash, "#submit", rules="documented"))
    assert sent.action["payload"] == {"id": "declared", "name": "Ada"}
    assert sent.collisions == ("id",)
    assert payload(after(clash, "#submit")) == {"id": "x", "name": "Ada"}
    same = named("Checkbox", "id", onChangeAction=GO)
    assert act(after(same, "#id", Gesture.CHANGE, {"#id": True}, "documented")).collisions == (
        "id",
    )
    assert act(after(same, "#id", Gesture.CHANGE, {"#id": True})).collisions == ()


def test_what_is_declared_is_never_changed() -> None:
    widget = form(NAME, SUBMIT)
    declared = widget["onSubmitAction"]["payload"]
    sent = payload(after(widget, "#submit"))
    sent["id"] = "changed"
    assert declared == {"id": 2}


def test_a_form_full_of_slow_patterns_is_sent_soon() -> None:
    slow = [
        named("Input", f"n{each}", pattern=f"(a|aa)+$b{each}", defaultValue="a" * 3_000)
        for each in range(30)
    ]
    late = named("Input", "late", required=True)
    started = monotonic()
    outcome = after(node("Card", form(*slow, SUBMIT, late)), "#submit")
    assert monotonic() - started < 2
    # What takes no time is still asked for.
    assert outcome == (Refusal({"#late": "Fill in this field."}),)
