"""Widgets change in place: by id, anywhere in the tree, without touching what was shown before."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from chatkit import widgets as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatkit_tui.controller.changes import RowUpdated
from chatkit_tui.controller.reduce import reduce
from chatkit_tui.protocol.decode import decode_event
from tests.support.growing_widgets import widget_versions
from tests.support.thread_mirror import Mirror, Raw, added, frozen, replaced, updated, widget
from tests.support.wire_strategies import served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def text(component_id: str | None, value: Any = "", **more: Any) -> Raw:
    return {"type": "Text", "id": component_id, "value": value, **more}


def grown(component_id: str, words: str, *, finished: bool = False) -> Raw:
    return updated(
        "w",
        "widget.streaming_text.value_delta",
        component_id=component_id,
        delta=words,
        done=finished,
    )


def component_updated(component_id: str, component: Raw) -> Raw:
    return updated("w", "widget.component.updated", component_id=component_id, component=component)


def tree(mirror: Mirror) -> Any:
    return mirror.items[0]["widget"]


SHAPES: dict[str, Callable[[Raw], Raw]] = {
    "in a list": lambda inner: {"type": "Col", "children": [{"type": "Divider"}, inner]},
    "as a single child": lambda inner: {"type": "Transition", "children": inner},
    "in an unknown component": lambda inner: {"type": "Zork", "children": [inner], "x": 1},
    "in lists of lists": lambda inner: {"type": "Row", "children": [["words", [inner]], None]},
    "deep down": lambda inner: {
        "type": "Card",
        "children": [{"type": "ListViewItem", "children": [{"type": "Form", "children": [inner]}]}],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_text_grows_wherever_it_stands(shape: str) -> None:
    wrap = SHAPES[shape]
    mirror = Mirror()
    mirror.feed(added(widget("w", {"type": "Title", "value": "T"}, wrap(text("t", "a")))))
    assert mirror.feed(grown("t", "b"), grown("t", "c")) == [RowUpdated("w")] * 2
    assert tree(mirror)["children"][1] == wrap(text("t", "abc"))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_component_is_replaced_wherever_it_stands(shape: str) -> None:
    wrap = SHAPES[shape]
    mirror = Mirror()
    mirror.feed(added(widget("w", wrap(text("t", "a")))))
    new = {"type": "Box", "id": "t", "children": [text("inner", "x")]}
    assert mirror.feed(component_updated("t", new)) == [RowUpdated("w")]
    assert tree(mirror)["children"] == [wrap(new)]
    mirror.feed(grown("inner", "y"))
    assert tree(mirror)["children"] == [wrap({**new, "children": [text("inner", "xy")]})]


def test_the_root_is_a_component_too() -> None:
    mirror = Mirror()
    mirror.feed(added(widget("w", id="root")))
    mirror.feed(component_updated("root", {"type": "Card", "id": "root", "size": "lg"}))
    assert tree(mirror) == {"type": "Card", "id": "root", "size": "lg"}


def test_a_root_takes_the_place_of_another() -> None:
    mirror = Mirror()
    mirror.feed(added(widget("w", text("t"))))
    event = updated("w", "widget.root.updated", widget={"type": "ListView", "children": []})
    assert mirror.feed(event) == [RowUpdated("w")]
    assert tree(mirror) == {"type": "ListView", "children": []}


def test_text_may_begin_with_nothing() -> None:
    mirror = Mirror()
    mirror.feed(added(widget("w", {"type": "Markdown", "id": "m"}, text("t", None))))
    mirror.feed(grown("m", "x"), grown("t", "y"))
    assert [child["value"] for child in tree(mirror)["children"]] == ["x", "y"]


def test_text_that_is_done_no_longer_streams() -> None:
    mirror = Mirror()
    mirror.feed(added(widget("w", text("t", "a", streaming=True), text("u", "a"))))
    mirror.feed(grown("t", "b"))
    assert tree(mirror)["children"][0]["streaming"] is True
    mirror.feed(grown("t", "c", finished=True), grown("u", "b", finished=True))
    assert tree(mirror)["children"] == [text("t", "abc", streaming=False), text("u", "ab")]


@pytest.mark.parametrize(
    "event",
    [
        grown("nobody", "x"),
        component_updated("nobody", {"type": "Text"}),
        grown("number", "x"),
        grown("words", "x"),
        grown("id of a payload", "x"),
    ],
)
def test_updates_of_no_component_are_counted(event: Raw) -> None:
    mirror = Mirror()
    button = {"type": "Button", "onClickAction": {"payload": {"id": "id of a payload"}}}
    mirror.feed(added(widget("w", text("number", 5), "words", button)))
    before = copy.deepcopy(tree(mirror))
    assert mirror.feed(event) == []
    assert mirror.state.bad_events == 1
    assert tree(mirror) == before


def test_what_was_shown_before_stays_as_it_was() -> None:
    mirror = Mirror()
    mirror.feed(added(widget("w", {"type": "Col", "children": [text("t", "a"), text("u", "b")]})))
    row = mirror.state.rows[0]
    snapshots = []
    for event in (
        grown("t", "!"),
        component_updated("u", {"type": "Badge", "id": "u", "label": "x"}),
        updated("w", "widget.root.updated", widget={"type": "Card", "children": [text("t", "z")]}),
        grown("t", "?"),
        replaced(widget("w", text("t"))),
    ):
        snapshots.append((row.item, frozen(row)))
        mirror.feed(event)
    last = row.item
    for item, as_it_was in snapshots:
        row.item = item
        assert frozen(row) == as_it_was
        assert item is not last


def test_only_the_way_to_the_change_is_copied() -> None:
    mirror = Mirror()
    mirror.feed(added(widget("w", {"type": "Col", "children": [text("u")]}, text("t"))))
    before = tree(mirror)
    mirror.feed(grown("t", "x"))
    assert tree(mirror) is not before
    assert tree(mirror)["children"][0] is before["children"][0]


def test_events_and_state_share_nothing() -> None:
    mirror = Mirror()
    raw = widget("w", text("t", "a"))
    root = {"type": "Card", "children": [text("t", "root")]}
    component = {"type": "Box", "id": "t", "children": [text("v", "x")]}
    mirror.feed(added(raw))
    raw["widget"]["children"][0]["value"] = "changed"
    assert tree(mirror)["children"] == [text("t", "a")]
    mirror.feed(updated("w", "widget.root.updated", widget=root))
    root["children"].clear()  # type: ignore[attr-defined]
    assert tree(mirror)["children"] == [text("t", "root")]
    mirror.feed(component_updated("t", component))
    component["children"][0]["value"] = "changed"  # type: ignore[index]
    assert tree(mirror)["children"][0]["children"] == [text("v", "x")]


def test_depth_is_no_limit() -> None:
    inner: Raw = text("t", "a")
    for level in range(10_000):
        inner = {"type": "Col", "children": [inner] if level % 2 else inner}
    mirror = Mirror()
    reduce(mirror.state, decode_event(added(widget("w", inner))))
    reduce(mirror.state, decode_event(grown("t", "b")))
    assert mirror.state.bad_events == 0
    node: Any = getattr(mirror.state.rows[0].item, "widget")["children"][0]  # noqa: B009
    while "children" in node:
        node = node["children"][0] if isinstance(node["children"], list) else node["children"]
    assert node == text("t", "ab")


# -- against the official server's own differences ------------------------------------------------


@given(pair=widget_versions())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_official_differences_lead_from_one_widget_to_the_other(
    pair: list[Raw],
) -> None:
    from chatkit.server import diff_widget

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        before, after = (sdk.Card.model_validate(raw) for raw in pair)
        updates = diff_widget(before, after)
    mirror = Mirror()
    mirror.feed(
        added({"type": "widget", "id": "w", "widget": before.model_dump(exclude_none=True)})
    )
    for update in updates:
        raw = update.model_dump(mode="json", by_alias=True, exclude_none=True)
        mirror.feed({"type": "thread.item.updated", "item_id": "w", "update": raw})
    assert mirror.state.bad_events == 0
    assert tree(mirror) == after.model_dump(mode="json", by_alias=True, exclude_none=True)


@given(root=served(sdk.Card), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_component_can_be_replaced(root: Raw, data: st.DataObject) -> None:
    nodes = [root]
    for node in nodes:
        children = node.get("children")
        listed = children if isinstance(children, list) else [children]
        nodes.extend(child for child in listed if isinstance(child, dict))
    for number, node in enumerate(nodes):
        node["id"] = f"n{number}"
    chosen = data.draw(st.sampled_from(nodes))
    mirror = Mirror()
    mirror.feed(added({"type": "widget", "id": "w", "widget": root}))
    mirror.feed(component_updated(chosen["id"], {"type": "Spacer", "id": "new"}))
    chosen.clear()
    chosen.update({"type": "Spacer", "id": "new"})
    assert tree(mirror) == root
