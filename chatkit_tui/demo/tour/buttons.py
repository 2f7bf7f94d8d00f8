"""Buttons: the ways in which an action can be handled, and go wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.errors import CustomStreamError
from chatkit.types import (
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    WidgetComponentUpdated,
    WidgetItem,
)
from chatkit.widgets import DynamicWidgetComponent

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import Node, action, node
from chatkit_tui.demo.tour.scenes import on_action, on_action_at_once, scene
from chatkit_tui.demo.tour.stage import Stage, redraw

VARIANTS = ("solid", "soft", "outline", "ghost")
COLOURS = ("primary", "info", "success", "warning", "danger")


@scene("forms", "buttons", "actions", "button", about="Every way to handle a click")
async def buttons(stage: Stage) -> AsyncIterator[Event]:
    """Streamed, at once, by the client, slow, and failing."""
    yield stage.show(_panel(0))


@scene("forms", "button styles", "button looks", about="Buttons in all their styles")
async def button_styles(stage: Stage) -> AsyncIterator[Event]:
    """Variants, colours, sizes, icons; these buttons do nothing."""
    look = action("tour.nothing", loading="none")
    rows = [
        node(
            "Row",
            *(
                node("Button", label=colour, variant=variant, color=colour, onClickAction=look)
                for colour in COLOURS
            ),
            gap=2,
            wrap="wrap",
        )
        for variant in VARIANTS
    ]
    odd = (
        node("Button", iconStart="plus", uniform=True, pill=True, onClickAction=look),
        node("Button", label="Next", iconEnd="chevron-right", size="lg", onClickAction=look),
        node("Button", label="Disabled", disabled=True, onClickAction=look),
        node("Button", label="Without an action"),
    )
    yield stage.show(node("Card", *rows, node("Row", *odd, gap=2, wrap="wrap"), size="lg"))


@on_action("tour.replace")
async def replace_panel(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """One part of the widget changes first, then all of it, in place."""
    if sender is None:
        return
    busy = node("Caption", id="state", value="Working on it…")
    component = DynamicWidgetComponent.model_validate(busy)
    update = WidgetComponentUpdated(component_id="state", component=component)
    yield ThreadItemUpdatedEvent(item_id=sender.id, update=update)
    await stage.pause(1)
    done = node("Card", node("Text", value="Replaced by the server."), _again(), size="sm")
    yield ThreadItemReplacedEvent(item=redraw(sender, done))


@on_action("tour.restore")
async def restore_panel(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The widget as it was at first."""
    if sender is not None:
        yield ThreadItemReplacedEvent(item=redraw(sender, _panel(0)))


@on_action("tour.slow")
async def answer_slowly(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """Long enough to see what loading looks like."""
    await stage.pause(4)
    async for event in stage.say("Four seconds later. The widget could not be used meanwhile."):
        yield event


@on_action("tour.fail")
async def fail(stage: Stage, sender: WidgetItem | None, payload: object) -> AsyncIterator[Event]:
    """An action that fails with a message."""
    await stage.pause(0.5)
    raise CustomStreamError("The action failed, as announced on its button.")
    yield  # an async generator, like every other action


@on_action("tour.nothing")
async def do_nothing(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """An answer without any event."""
    return
    yield  # an async generator, like every other action


@on_action_at_once("tour.count")
async def count(stage: Stage, sender: WidgetItem | None, payload: object) -> WidgetItem | None:
    """The widget with its count one higher; the count travels in the payload."""
    before = payload.get("count", 0) if isinstance(payload, dict) else 0
    return redraw(sender, _panel(int(before) + 1)) if sender is not None else None


def _panel(count: int) -> Node:
    """All the buttons. Values of odd types in the payloads must come back as they are."""
    odd = {"int": 1, "float": 1.0, "text": "ä\u2028b", "list": [True, {}], "big": 2**53 + 1}
    clicks = (
        ("Streamed: replace this card", action("tour.replace", odd, loading="container")),
        (f"At once: count {count}", action("tour.count", {"count": count}, streaming=False)),
        ("Client: open a link", _client("open_url", {"url": "https://example.com/"})),
        ("Client: something unknown", _client("tour.client", {"answer": 42})),
        ("Slow", action("tour.slow", loading="self")),
        ("Failing", action("tour.fail")),
        ("Unknown to the server", action("tour.nobody")),
    )
    rows = [node("Button", label=label, onClickAction=click, block=True) for label, click in clicks]
    return node("Card", *rows, node("Caption", id="state", value="Ready."), size="sm")


def _client(action_type: str, payload: Node) -> Node:
    return action(action_type, payload, handler="client")


def _again() -> Node:
    return node("Button", label="Show the buttons again", onClickAction=action("tour.restore"))
