"""Nothing a server streams makes reduce raise, lie to its views, or touch what it was given."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from chatkit import types as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatkit_tui.controller.reduce import reduce
from chatkit_tui.controller.reduce_turn import begin_retry, end_stream
from chatkit_tui.controller.state import ThreadState
from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.decode import decode_event
from tests.support.thread_mirror import (
    Mirror,
    Raw,
    added,
    assistant,
    call,
    done,
    frozen,
    part,
    updated,
    widget,
    workflow,
)
from tests.support.wire_strategies import JSON_VALUES, members, served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PART = "assistant_message.content_part"
NAMES = st.sampled_from(["a", "b", "c"])
PLACES = st.sampled_from([-1, 0, 0, 0, 1, 2, 40, 10**9])
ITEMS = [served(cls) for cls in members(sdk.ThreadItem)]
UPDATES = [served(cls) for cls in members(sdk.ThreadItemUpdate)]
OTHERS = [
    served(cls)
    for cls in members(sdk.ThreadStreamEvent)
    if "Item" not in cls.__name__ or cls is sdk.ThreadItemRemovedEvent
]
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, -1, 10**30, "", "zork", [], {}, True, [[]], {"id": "a"}]
)


@st.composite
def events(draw: st.DrawFn) -> Raw:
    """An event the official server can send, about one of three items."""
    kind = draw(st.sampled_from(["added", "done", "replaced", "updated", "updated", "other"]))
    if kind == "other":
        raw: Raw = draw(st.one_of(OTHERS))
        return {**raw, "item_id": draw(NAMES)} if "item_id" in raw else raw
    if kind != "updated":
        item = {**draw(st.one_of(ITEMS)), "id": draw(NAMES)}
        for node in components(item.get("widget")):
            node["id"] = draw(NAMES)
        return {"type": f"thread.item.{kind}", "item": item}
    update = draw(st.one_of(UPDATES))
    for name in ("content_index", "task_index", "annotation_index"):
        if name in update:
            update[name] = draw(PLACES)
    if "component_id" in update:
        update["component_id"] = draw(NAMES)
    return {"type": "thread.item.updated", "item_id": draw(NAMES), "update": update}


def components(root: Any) -> list[Raw]:
    nodes = [root]
    for node in nodes:
        children = node.get("children") if isinstance(node, dict) else node
        nodes.extend(children if isinstance(children, list) else [])
    return [node for node in nodes if isinstance(node, dict)]


@st.composite
def hurt_events(draw: st.DrawFn) -> Any:
    """An event with something wrong somewhere in it."""
    raw = copy.deepcopy(draw(events()))
    for _ in range(draw(st.integers(1, 2))):
        holders: list[Any] = [raw]
        for holder in holders:
            inner = holder.values() if isinstance(holder, dict) else holder
            holders.extend(each for each in inner if isinstance(each, dict | list) and each)
        holder = draw(st.sampled_from(holders))
        if not holder:
            return draw(JSON_VALUES)
        place = draw(
            st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
        )
        if draw(st.booleans()):
            holder[place] = copy.deepcopy(draw(WRONG))
        else:
            del holder[place]
    return raw


FUZZ = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(raws=st.lists(events(), max_size=12), data=st.data())
@FUZZ
def test_views_and_old_items_stay_right_whatever_comes(
    raws: list[Raw], data: st.DataObject
) -> None:
    mirror = Mirror()
    seen: list[tuple[Any, str]] = []
    for raw in raws:
        seen += [(row.item, frozen(row)) for row in mirror.state.rows]
        if data.draw(st.integers(0, 7)) == 0:
            mirror.say("hi")
        mirror.feed(raw)
        if data.draw(st.integers(0, 15)) == 0:
            mirror.follow(begin_retry(mirror.state, data.draw(NAMES)))
    mirror.follow(end_stream(mirror.state))
    for item, as_it_was in seen:
        assert json.dumps(item.as_json(), sort_keys=True) == as_it_was


@given(raws=st.lists(hurt_events() | JSON_VALUES, max_size=8))
@FUZZ
def test_wrong_events_never_raise(raws: list[Any]) -> None:
    mirror = Mirror()
    for raw in raws:
        try:
            decode_event(raw)
        except ProtocolError:
            continue
        mirror.feed(raw)
    mirror.follow(end_stream(mirror.state))


def empty(value: Any) -> None:
    """Take everything out of every list and object of a JSON value."""
    holders = [value]
    for holder in holders:
        if isinstance(holder, dict):
            holders.extend(holder.values())
        elif isinstance(holder, list):
            holders.extend(holder)
    for holder in holders:
        if isinstance(holder, dict | list):
            holder.clear()


@given(raws=st.lists(events(), max_size=8))
@FUZZ
def test_the_state_shares_nothing_with_the_events(raws: list[Raw]) -> None:
    state, twin = ThreadState(), ThreadState()
    for raw in raws:
        reduce(twin, decode_event(copy.deepcopy(raw)))
        reduce(state, decode_event(raw))
    for raw in raws:
        empty(raw)
    assert [frozen(row) for row in state.rows] == [frozen(row) for row in twin.rows]
    assert [row.key for row in state.rows] == [row.key for row in twin.rows]
    assert (state.thread, state.progress, state.bad_events) == (
        twin.thread,
        twin.progress,
        twin.bad_events,
    )


DATA = {"type": "entity", "id": "e", "title": "E", "data": {"deep": [1]}}
NOTED = {"type": "annotation", "source": DATA}


@pytest.mark.parametrize(
    "event",
    [
        updated("a", f"{PART}.annotation_added", content_index=0, annotation=NOTED),
        updated("a", f"{PART}.added", content_index=1, content=part("x", annotations=[NOTED])),
        updated("a", f"{PART}.done", content_index=0, content=part("x", annotations=[NOTED])),
        updated("f", "workflow.task.added", task_index=0, task={"type": "file", "x": [1]}),
        updated(
            "f",
            "workflow.task.updated",
            task_index=0,
            task={"type": "web_search", "sources": [DATA]},
        ),
        updated("g", "generated_image.updated", image={"id": "i", "url": "u", "x": [1]}),
        updated("w", "widget.root.updated", widget={"type": "Card", "children": [{}]}),
        updated("w", "widget.component.updated", component_id="r", component={"children": [{}]}),
        done(call("c", arguments={"deep": [1]})),
        done(assistant("b", "x", more=[[1]])),
        {"type": "thread.updated", "thread": {"id": "t", "metadata": {"deep": [1]}}},
    ],
)
def test_no_list_or_object_of_an_event_is_taken_over(event: Raw) -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a", "")), added(workflow("f", "one")), added(widget("w", id="r")))
    mirror.feed(added({"type": "generated_image", "id": "g"}))
    raw = copy.deepcopy(event)
    mirror.feed(raw)
    assert mirror.state.bad_events == 0
    thread = mirror.state.thread
    before = [frozen(row) for row in mirror.state.rows], thread and json.dumps(thread.as_json())
    empty(raw)
    after = [frozen(row) for row in mirror.state.rows], thread and json.dumps(thread.as_json())
    assert after == before
