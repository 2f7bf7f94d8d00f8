"""Clicks: what streamed and unstreamed actions do to their widgets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.demo_client import DemoClient, Json, Turn


class Shown:
    """A widget of the tour in a thread of its own, ready to be clicked."""

    def __init__(self, demo: DemoClient, words: str) -> None:
        self._demo = demo
        turn = demo.create(words)
        self.thread_id = turn.thread_id
        self.item = turn.item("widget")

    def click(self, action_type: str, payload: Any = None) -> Turn:
        return self._demo.stream("threads.custom_action", **self._params(action_type, payload))

    def click_at_once(self, action_type: str, payload: Any = None) -> Json:
        params = self._params(action_type, payload)
        answer: Json = self._demo.call("threads.sync_custom_action", **params)
        return answer

    def stored(self) -> Json:
        (item,) = [i for i in self._demo.items(self.thread_id) if i["id"] == self.item["id"]]
        return item

    def _params(self, action_type: str, payload: Any) -> Json:
        action = {"type": action_type, "payload": payload}
        return {"thread_id": self.thread_id, "item_id": self.item["id"], "action": action}


def find(component: Json, **wanted: Any) -> Json:
    """The first component below `component` with these properties."""
    if all(component.get(key) == value for key, value in wanted.items()):
        return component
    for child in component.get("children", []):
        if found := find(child, **wanted):
            return found
    return {}


def test_confirming_replaces_the_card_in_place(demo: DemoClient) -> None:
    shown = Shown(demo, "card")
    action = shown.item["widget"]["confirm"]["action"]
    turn = shown.click(action["type"], action["payload"])
    (replaced,) = turn.of_type("thread.item.replaced")
    assert replaced["item"]["id"] == shown.item["id"]
    assert replaced["item"]["widget"]["status"]["text"] == "Ordered"
    assert '{"order": 4711}' in turn.text
    assert shown.stored() == replaced["item"]


def test_a_part_of_the_widget_changes_before_all_of_it(demo: DemoClient) -> None:
    shown = Shown(demo, "buttons")
    button = find(shown.item["widget"], label="Streamed: replace this card")
    turn = shown.click("tour.replace", button["onClickAction"]["payload"])
    (update,) = turn.of_type("thread.item.updated")
    assert update["update"]["type"] == "widget.component.updated"
    assert update["update"]["component_id"] == "state"
    (replaced,) = turn.of_type("thread.item.replaced")
    assert find(replaced["item"]["widget"], value="Replaced by the server.")
    restored = shown.click("tour.restore").of_type("thread.item.replaced")[0]["item"]
    assert restored["widget"] == shown.item["widget"] == shown.stored()["widget"]


def test_an_action_at_once_returns_the_widget_and_keeps_it(demo: DemoClient) -> None:
    shown = Shown(demo, "buttons")
    first = shown.click_at_once("tour.count", {"count": 0})["updated_item"]
    button = find(first["widget"], label="At once: count 1")
    assert button["onClickAction"]["streaming"] is False
    second = shown.click_at_once("tour.count", button["onClickAction"]["payload"])["updated_item"]
    assert find(second["widget"], label="At once: count 2")
    assert shown.stored() == second


def test_a_form_gets_back_what_was_entered(demo: DemoClient) -> None:
    shown = Shown(demo, "form")
    form = find(shown.item["widget"], type="Form")
    payload = form["onSubmitAction"]["payload"]
    assert payload == {"form": "registration", "person": {"source": "tour"}}
    payload["person"]["name"] = "Ada"
    turn = shown.click("tour.form.submit", payload)
    sent = turn.text.split("```json\n")[1].split("```")[0]
    assert json.loads(sent) == payload
    assert find(shown.stored()["widget"], value="Thank you, submitted.")


def test_a_form_has_every_control(demo: DemoClient) -> None:
    widget = Shown(demo, "form").item["widget"]
    controls = ("Input", "Textarea", "Select", "DatePicker", "Checkbox", "RadioGroup", "Label")
    assert all(find(widget, type=control) for control in (*controls, "Button"))


def test_a_change_is_shown_in_the_widget(demo: DemoClient) -> None:
    shown = Shown(demo, "changes")
    updated = shown.click_at_once("tour.changed", {"widget": "changes", "gift": True})
    caption = find(updated["updated_item"]["widget"], type="Caption")
    assert caption["value"] == 'Last report: {"widget": "changes", "gift": true}'


def test_a_failing_action_says_why(demo: DemoClient) -> None:
    (error,) = Shown(demo, "buttons").click("tour.fail").of_type("error")
    assert error["message"] == "The action failed, as announced on its button."
    assert error["allow_retry"] is False


def test_an_unknown_action_is_refused_in_both_ways(demo: DemoClient) -> None:
    shown = Shown(demo, "buttons")
    (error,) = shown.click("tour.nobody").of_type("error")
    assert "tour.nobody" in error["message"]
    params = {"thread_id": shown.thread_id, "action": {"type": "tour.nobody"}}
    assert demo.send("threads.sync_custom_action", **params).status_code == 404


@pytest.mark.parametrize("words", ["card", "list view", "buttons", "button styles", "changes"])
def test_every_server_action_of_a_widget_is_answered(demo: DemoClient, words: str) -> None:
    shown = Shown(demo, words)
    for action in _actions(shown.item["widget"]):
        if action["handler"] == "client" or action["type"] in ("tour.fail", "tour.nobody"):
            continue
        payload = action.get("payload")
        if action["streaming"]:
            assert shown.click(action["type"], payload).of_type("error") == []
        else:
            assert "updated_item" in shown.click_at_once(action["type"], payload)


def _actions(value: Any) -> list[Json]:
    """Every action anywhere in the widget."""
    if isinstance(value, list):
        return [action for one in value for action in _actions(one)]
    if not isinstance(value, dict):
        return []
    nested = [action for one in value.values() for action in _actions(one)]
    return [value, *nested] if "loadingBehavior" in value else nested
