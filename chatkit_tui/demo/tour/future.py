"""Types nobody knows yet: what a program must survive, and should show as well as it can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, cast

from chatkit.types import ThreadItem, ThreadItemAddedEvent

from chatkit_tui.demo.opaque import Event, OpaqueItem, RawEvent
from chatkit_tui.demo.tour.nodes import node
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage


@scene("unknown", "unknown", "unknown event", "future", about="Events of unknown types", raw=True)
async def unknown_event(stage: Stage) -> AsyncIterator[Event]:
    """Events and updates that do not exist, before, within and after an answer."""
    yield RawEvent({"type": "tour.fireworks", "colour": "gold", "rockets": [1, 2, None]})
    update = {"type": "assistant_message.sparkle", "content_index": 0, "intensity": 0.5}
    async for event in stage.say("Three things came that nobody knows. You are still reading."):
        yield event
        if isinstance(event, ThreadItemAddedEvent):
            yield RawEvent(
                {"type": "thread.item.updated", "item_id": event.item.id, "update": update}
            )
    yield RawEvent({"type": "notice", "level": "celebration", "message": "A level of notices"})


@scene("unknown", "unknown item", "hologram", about="An item of an unknown type", raw=True)
async def unknown_item(stage: Stage) -> AsyncIterator[Event]:
    """An item that does not exist; the thread keeps it."""
    fields = {"type": "hologram", "title": "A teapot", "voxels": {"x": 8, "y": 8, "z": 8}}
    async for event in _keep(stage, fields):
        yield event
    async for event in stage.say("Above stands an item of the type `hologram`."):
        yield event


@scene(
    "unknown",
    "unknown widget",
    "carousel",
    about="Unknown components, and an unknown root",
    raw=True,
)
async def unknown_widget(stage: Stage) -> AsyncIterator[Event]:
    """A known card with an unknown component, then a root that does not exist."""
    hologram = node("Hologram", node("Text", value="Text inside of it"), spin=True)
    yield stage.show(node("Card", node("Text", value="Known"), hologram, size="sm"))
    carousel = node("CardCarousel", node("Card", node("Text", value="One")), autoplay=3)
    async for event in _keep(stage, {"type": "widget", "widget": carousel}):
        yield event


@scene("unknown", "unknown parts", "refusal", about="Unknown parts, tasks and sources", raw=True)
async def unknown_parts(stage: Stage) -> AsyncIterator[Event]:
    """Known items with unknown things in them."""
    annotation = {
        "type": "annotation",
        "source": {"type": "dream", "title": "Last night"},
        "index": 4,
    }
    text = {"type": "output_text", "text": "Well, see the source.", "annotations": [annotation]}
    refusal = {"type": "refusal", "refusal": "I cannot say more."}
    message = {"type": "assistant_message", "content": [text, refusal]}
    async for event in _keep(stage, message):
        yield event
    tasks = [
        {"type": "juggling", "title": "Juggled", "balls": 5},
        {"type": "thought", "content": "Hm."},
    ]
    async for event in _keep(
        stage, {"type": "workflow", "workflow": {"type": "dance", "tasks": tasks}}
    ):
        yield event


async def _keep(stage: Stage, fields: dict[str, Any]) -> AsyncIterator[Event]:
    """A done item of any shape, stored as it is, since the SDK can do neither."""
    head = stage.head()
    item = {**head, "created_at": head["created_at"].isoformat(), **fields}
    opaque = cast("ThreadItem", OpaqueItem.model_validate(item))
    await stage.store.add_thread_item(stage.thread.id, opaque, None)
    yield RawEvent({"type": "thread.item.done", "item": item})
