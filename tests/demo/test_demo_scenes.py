"""Every scene of the tour is asked for once; what came back must be ChatKit, and all of ChatKit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from chatkit import types as sdk
from chatkit.widgets import Card, ListView, StrictWidgetComponent
from pydantic import BaseModel, TypeAdapter, ValidationError

from chatkit_tui.demo.tour.scenes import Scene, all_scenes
from tests.support.demo_client import DemoClient, Json, Turn

pytestmark = pytest.mark.filterwarnings("ignore:Direct usage of named widget classes")

SCENES = all_scenes()

EVENT: TypeAdapter[Any] = TypeAdapter(sdk.ThreadStreamEvent)
COMPONENT: TypeAdapter[Any] = TypeAdapter(StrictWidgetComponent)

FAILING = {"error", "custom_error", "final_error", "exception", "cut"}
"""Scenes that end badly when they are asked for the first time."""

UNLOCKED = {"lock", "close"}
"""Scenes whose threads the scene `unlock` opens again."""

NEVER_SENT = {"hidden_context_item", "sdk_hidden_context"}

TABLE_TYPES = {"Table", "Table.Row", "Table.Cell"}
"""Components of the web component's types that the SDK has no class for."""

BEYOND_THE_SDK = {"Card": {"border"}, "Basic": {"gap", "direction"}}
"""Properties that only the web component's types have."""


@pytest.fixture(scope="module")
def played(demo: DemoClient) -> dict[str, Turn]:
    """What each scene sent, in a thread of its own."""
    return {found.name: demo.create(found.words[0]) for found in SCENES}


@pytest.fixture(params=SCENES, ids=lambda found: found.name)
def found(request: pytest.FixtureRequest) -> Scene:
    scene: Scene = request.param
    return scene


def test_a_scene_is_chatkit_and_leaves_what_it_showed(
    found: Scene, played: dict[str, Turn], demo: DemoClient
) -> None:
    turn = played[found.name]
    invalid = [event for event in turn.events if not _is_valid(event)]
    assert bool(invalid) == found.raw, invalid
    assert turn.broken == (found.name == "cut")
    assert bool(turn.of_type("error")) == (found.name in FAILING - {"cut"})
    _check_updates(turn, replaced=found.name == "replace_message")
    _check_stored(turn, demo, unlocked=found.name in UNLOCKED)
    if not found.raw:
        _check_components(turn)


def _check_stored(turn: Turn, demo: DemoClient, *, unlocked: bool) -> None:
    """What the server keeps is what it sent; of an answer that broke, what there was of it."""
    stored = demo.items(turn.thread_id)
    if turn.broken:
        assert turn.items == stored[:1]
        assert stored[1]["content"][0]["text"] == _streamed_text(turn)
    else:
        assert turn.items == stored
    if not unlocked:
        thread = demo.call("threads.get_by_id", thread_id=turn.thread_id)
        last = (turn.of_type("thread.updated") or turn.of_type("thread.created"))[-1]["thread"]
        for field in ("title", "status", "allowed_image_domains"):
            assert thread.get(field) == last.get(field)


def _check_updates(turn: Turn, *, replaced: bool) -> None:
    """The deltas of each message add up to its text."""
    done = {item["id"]: item for item in turn.items if item["type"] == "assistant_message"}
    for item_id, text in _texts(turn).items():
        if item_id in done and not replaced:
            assert text == {n: part["text"] for n, part in enumerate(done[item_id]["content"])}


def _check_components(turn: Turn) -> None:
    """Components have the properties that components have."""
    for component in _components(turn):
        known = _strict_class(component["type"])
        if known is None:
            assert component["type"] in TABLE_TYPES | {"Basic"}
            continue
        beyond = BEYOND_THE_SDK.get(component["type"], set())
        assert set(component) - beyond <= set(known.model_fields)
        known.model_validate(component)


def test_all_scenes_together_show_every_event(played: dict[str, Turn]) -> None:
    assert _types(_events(played)) >= _literals(sdk.ThreadStreamEvent)


def test_all_scenes_together_show_every_update(played: dict[str, Turn]) -> None:
    updates = [event["update"] for event in _events(played) if "update" in event]
    assert _types(updates) >= _literals(sdk.ThreadItemUpdate)


def test_all_scenes_together_show_every_item(played: dict[str, Turn]) -> None:
    items = [event["item"] for event in _events(played) if "item" in event]
    assert _types(items) >= _literals(sdk.ThreadItem) - NEVER_SENT
    assert not _types(items) & NEVER_SENT


def test_all_scenes_together_show_every_task_in_workflows_and_alone(
    played: dict[str, Turn],
) -> None:
    items = [item for turn in played.values() for item in turn.items]
    flows = [item["workflow"] for item in items if item["type"] == "workflow"]
    in_flows = [task for flow in flows for task in flow["tasks"]]
    assert _types(in_flows) >= _literals(sdk.Task)
    assert _types([i["task"] for i in items if i["type"] == "task"]) == _literals(sdk.Task)
    assert _types(flows) >= {"custom", "reasoning"}
    assert {key for flow in flows for key in flow.get("summary", {})} >= {"title", "duration"}


def test_all_scenes_together_show_every_source(played: dict[str, Turn]) -> None:
    items = [item for turn in played.values() for item in turn.items]
    parts = [p for i in items if i["type"] == "assistant_message" for p in i["content"]]
    sources = [note["source"] for part in parts for note in part.get("annotations", [])]
    assert _types(sources) >= _literals(sdk.Source)


def test_all_scenes_together_show_every_structured_input_and_status(
    played: dict[str, Turn],
) -> None:
    items = [item for turn in played.values() for item in turn.items]
    asked = [one for i in items if i["type"] == "structured_input" for one in i["inputs"]]
    assert _types(asked) == _literals(sdk.StructuredInput)
    assert {one.get("multiple") for one in asked} >= {True, False}
    threads = [event["thread"]["status"] for event in _events(played) if "thread" in event]
    assert _types(threads) == _literals(sdk.ThreadStatus)


def test_all_scenes_together_show_every_component(played: dict[str, Turn]) -> None:
    shown = {c["type"] for turn in played.values() for c in _components(turn)}
    strict = {member.model_fields["type"].default for member in _members(StrictWidgetComponent)}
    assert shown >= strict | {"Card", "ListView", "Basic"} | TABLE_TYPES
    assert shown - strict - {"Card", "ListView", "Basic"} - TABLE_TYPES == {
        "Hologram",
        "CardCarousel",
    }


def test_all_scenes_together_show_every_kind_of_chart_and_notice(played: dict[str, Turn]) -> None:
    charts = [c for turn in played.values() for c in _components(turn) if c["type"] == "Chart"]
    assert _types([s for c in charts for s in c["series"]]) == {"bar", "line", "area"}
    levels = {event["level"] for event in _events(played) if event["type"] == "notice"}
    assert levels == {"info", "warning", "danger", "celebration"}
    errors = [event for event in _events(played) if event["type"] == "error"]
    assert {(error["code"], error["allow_retry"]) for error in errors} == {
        ("stream.error", True),
        ("stream.error", False),
        ("custom", False),
    }


def test_hidden_items_are_stored_and_never_listed(
    demo: DemoClient, played: dict[str, Turn]
) -> None:
    thread_id = played["hidden"].thread_id
    page = demo.call("items.list", thread_id=thread_id, limit=3, order="asc")
    assert len(page["data"]) == 1
    assert page["has_more"] is True
    rest = demo.call("items.list", thread_id=thread_id, limit=3, order="asc", after=page["after"])
    assert [item["type"] for item in rest["data"]] == ["assistant_message"]


def test_an_answer_that_must_not_be_stopped_says_so(played: dict[str, Turn]) -> None:
    options = [e["stream_options"] for e in played["no_cancel"].of_type("stream_options")]
    assert options == [{"allow_cancel": True}, {"allow_cancel": False}]


def test_help_lists_every_scene(played: dict[str, Turn]) -> None:
    listed = played["tour"].text
    for scene in SCENES:
        assert f"- **{scene.words[0]}**: {scene.about}" in listed


def _is_valid(event: Json) -> bool:
    try:
        EVENT.validate_python(event)
    except ValidationError:
        return False
    return True


def _streamed_text(turn: Turn) -> str:
    (parts,) = _texts(turn).values()
    return str(parts[0])


def _texts(turn: Turn) -> dict[str, dict[int, str]]:
    """By item and part, the text that the deltas add up to."""
    texts: dict[str, dict[int, str]] = {}
    for event in turn.of_type("thread.item.updated"):
        update = event["update"]
        if update["type"] == "assistant_message.content_part.text_delta":
            parts = texts.setdefault(event["item_id"], {})
            index = update["content_index"]
            parts[index] = parts.get(index, "") + update["delta"]
    return texts


def _events(played: dict[str, Turn]) -> list[Json]:
    return [event for turn in played.values() for event in turn.events]


def _types(values: list[Json]) -> set[str]:
    return {value["type"] for value in values}


def _members(union: Any) -> list[type[BaseModel]]:
    """The classes of a union, annotated or not."""
    first = get_args(union)[0]
    return list(get_args(union) if isinstance(first, type) else get_args(first))


def _literals(union: Any) -> set[str]:
    return {member.model_fields["type"].default for member in _members(union)}


def _strict_class(component: str) -> type[BaseModel] | None:
    classes: list[type[BaseModel]] = [*_members(StrictWidgetComponent), Card, ListView]
    by_type = {known.model_fields["type"].default: known for known in classes}
    return by_type.get(component)


def _components(turn: Turn) -> Iterator[Json]:
    """Every component of every widget of the turn, those in updates included."""
    for event in turn.events:
        update, item = event.get("update", {}), event.get("item", {})
        for root in (item.get("widget"), update.get("widget"), update.get("component")):
            if root is not None:
                yield from _walk(root)


def _walk(component: Json) -> Iterator[Json]:
    yield component
    children = component.get("children") or []
    for child in children if isinstance(children, list) else [children]:
        yield from _walk(child)
