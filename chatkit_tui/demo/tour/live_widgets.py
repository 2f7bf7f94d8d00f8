"""Widgets that change while they are shown: streamed text, replaced parts and wholes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

from chatkit.server import stream_widget
from chatkit.types import (
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    WidgetComponentUpdated,
    WidgetRootUpdated,
)
from chatkit.widgets import DynamicWidgetComponent, DynamicWidgetRoot, WidgetRoot

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import Node, node
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import PIECE, PIECE_SECONDS, Stage, redraw

DRAFT = """\
Dear reader,

this letter is **written while you look at it**. Each piece arrives as a delta for one component of
the card, known by its id; the rest of the card stays as it is.

- Nothing flickers.
- Nothing is drawn twice.
"""

STOPS = ("Kitchen", "Oven", "On the road", "At your door")


@scene("widgets", "streaming widget", "streaming text", about="A card whose text is being written")
async def streaming_widget(stage: Stage) -> AsyncIterator[Event]:
    """Text and Markdown in a card, both streamed."""
    async for event in stream_widget(stage.thread, _letters(stage), generate_id=stage.new_id):
        yield event


@scene(
    "widgets", "updating widget", "live widget", "delivery", about="A card that follows a delivery"
)
async def updating_widget(stage: Stage) -> AsyncIterator[Event]:
    """One component changes at each stop; at the end the whole card does."""
    item = stage.widget(_delivery(0))
    yield ThreadItemAddedEvent(item=item)
    for place in range(1, len(STOPS)):
        await stage.pause(1.5)
        component = DynamicWidgetComponent.model_validate(_where(place))
        update = WidgetComponentUpdated(component_id="where", component=component)
        yield ThreadItemUpdatedEvent(item_id=item.id, update=update)
    await stage.pause(1)
    arrived = node(
        "Card",
        node(
            "Row",
            node("Icon", name="check-circle-filled", color="success"),
            node("Text", value="Bon appétit!"),
        ),
        size="sm",
    )
    widget = DynamicWidgetRoot.model_validate(arrived)
    yield ThreadItemUpdatedEvent(item_id=item.id, update=WidgetRootUpdated(widget=widget))
    yield ThreadItemDoneEvent(item=redraw(item, arrived))


async def _letters(stage: Stage) -> AsyncGenerator[WidgetRoot, None]:
    """The states of the card; the SDK sends what differs between them."""
    yield _letter("", "", streaming=True)
    title, body = "", ""
    for piece in PIECE.findall("A letter to you"):
        await stage.pause(PIECE_SECONDS)
        title += piece
        yield _letter(title, body, streaming=True)
    for piece in PIECE.findall(DRAFT):
        await stage.pause(PIECE_SECONDS)
        body += piece
        yield _letter(title, body, streaming=True)
    yield _letter(title, body, streaming=False)


def _letter(title: str, body: str, *, streaming: bool) -> WidgetRoot:
    return DynamicWidgetRoot.model_validate(
        node(
            "Card",
            node("Text", id="title", value=title, weight="bold", streaming=streaming),
            node("Markdown", id="body", value=body, streaming=streaming),
            size="md",
        )
    )


def _delivery(place: int) -> Node:
    return node("Card", node("Title", value="Pizza", size="sm"), _where(place), size="sm")


def _where(place: int) -> Node:
    """The component that changes, known by its id."""
    return node(
        "Row",
        *(
            node("Badge", label=stop, color="success" if at <= place else "secondary")
            for at, stop in enumerate(STOPS)
        ),
        id="where",
        gap=2,
    )
