"""The three widget roots as somebody would use them: a card, a list, a free layout."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from chatkit.types import ThreadItemReplacedEvent, WidgetItem

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import Node, action, node
from chatkit_tui.demo.tour.scenes import on_action, scene
from chatkit_tui.demo.tour.stage import Stage, redraw

FLIGHTS = (
    ("BER → LIS", "Mon 07:05", "4 h 05", "seats left: 3", "warning"),
    ("BER → LIS", "Mon 12:40", "3 h 50", "direct", "success"),
    ("BER → LIS", "Mon 18:15", "6 h 20", "via Zürich", "secondary"),
    ("BER → LIS", "Tue 06:30", "3 h 50", "direct", "success"),
    ("BER → LIS", "Tue 21:10", "4 h 00", "sold out", "danger"),
    ("BER → LIS", "Wed 09:25", "3 h 55", "direct", "success"),
)


@scene("widgets", "widgets", "gallery", about="A card, a list and a free layout, one after another")
async def widgets(stage: Stage) -> AsyncIterator[Event]:
    """All three roots."""
    for build in (order_card, flight_list, dashboard):
        await stage.pause(0.8)
        yield stage.show(build(stage), copy_text="A widget of the tour, as text")


@scene("widgets", "card", "order", about="A card with status, badges and two buttons")
async def card(stage: Stage) -> AsyncIterator[Event]:
    """A card to confirm or cancel."""
    yield stage.show(order_card(stage))


@scene("widgets", "list view", "flights", "listview", about="A list that shows four and has more")
async def list_view(stage: Stage) -> AsyncIterator[Event]:
    """A list of rows to choose from."""
    yield stage.show(flight_list(stage))


@scene("widgets", "basic", "layout", "dashboard", about="Boxes, rows and columns without a frame")
async def basic(stage: Stage) -> AsyncIterator[Event]:
    """A free layout."""
    yield stage.show(dashboard(stage))


@on_action("tour.order.confirm")
async def confirm_order(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The card turns into a receipt, and the assistant says so."""
    await stage.pause(0.8)
    if sender is not None:
        yield ThreadItemReplacedEvent(item=redraw(sender, _settled("Ordered", "success")))
    async for event in stage.say(f"Order confirmed. The action brought: `{_told(payload)}`"):
        yield event


@on_action("tour.order.cancel")
async def cancel_order(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The card says that nothing was ordered."""
    if sender is not None:
        yield ThreadItemReplacedEvent(item=redraw(sender, _settled("Cancelled", "danger")))


@on_action("tour.flight.choose")
async def choose_flight(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The assistant repeats the choice."""
    async for event in stage.say(f"You chose `{_told(payload)}`."):
        yield event


def _told(payload: object) -> str:
    """A payload as it came."""
    return json.dumps(payload, ensure_ascii=False)


def order_card(stage: Stage) -> Node:
    """An order to confirm."""
    return node(
        "Card",
        node(
            "Row",
            node("Image", src=stage.addresses.picture("badge"), alt="A ring", size=48, radius="md"),
            node(
                "Col",
                node("Title", value="Blue notebook", size="sm"),
                node("Caption", value="A5, dotted, 192 pages", size="md"),
                gap=1,
            ),
            node("Spacer"),
            node("Badge", label="In stock", color="success", variant="soft", pill=True),
            gap=3,
            align="center",
        ),
        node("Divider", spacing=2),
        _line("2 × 7.50 €", "15.00 €"),
        _line("Shipping", "3.90 €"),
        node("Divider", flush=True),
        _line("Total", "18.90 €", weight="bold"),
        size="md",
        status={"text": "Waiting for you", "icon": "clock"},
        confirm={"label": "Order", "action": action("tour.order.confirm", {"order": 4711})},
        cancel={"label": "Not now", "action": action("tour.order.cancel", {"order": 4711})},
    )


def flight_list(stage: Stage) -> Node:
    """Flights to choose from."""
    items = [
        node(
            "ListViewItem",
            node("Icon", name="compass", size="lg"),
            node(
                "Col",
                node("Text", value=f"{route}, {leaves}", weight="medium", truncate=True),
                node("Caption", value=f"{takes} under way"),
            ),
            node("Spacer"),
            node("Badge", label=remark, color=colour),
            key=str(number),
            gap=3,
            align="center",
            onClickAction=action("tour.flight.choose", {"flight": number, "leaves": leaves}),
        )
        for number, (route, leaves, takes, remark, colour) in enumerate(FLIGHTS)
    ]
    status = {"text": "example.com/flights", "favicon": stage.addresses.picture("badge")}
    return node("ListView", *items, limit="auto", status=status)


def dashboard(stage: Stage) -> Node:
    """Figures side by side, with a picture below."""
    figures = (("Open", "14", "warning"), ("Closed", "203", "success"), ("Late", "2", "danger"))
    boxes = [
        node(
            "Box",
            node("Caption", value=label),
            node("Title", value=value, size="2xl", color=colour),
            padding=3,
            border={"size": 1, "style": "dashed", "color": "subtle"},
            radius="lg",
            background="surface-secondary",
            flex=1,
        )
        for label, value, colour in figures
    ]
    return node(
        "Basic",
        node("Row", *boxes, gap=3, wrap="wrap"),
        node(
            "Image", src=stage.addresses.picture("sunset"), alt="A sunset", fit="cover", frame=True
        ),
        gap=3,
        direction="col",
    )


def _line(left: str, right: str, weight: str = "normal") -> Node:
    return node(
        "Row",
        node("Text", value=left, weight=weight),
        node("Spacer", minSize=2),
        node("Text", value=right, weight=weight, textAlign="end"),
    )


def _settled(what: str, colour: str) -> Node:
    """The card when there is nothing left to decide."""
    return node(
        "Card",
        node(
            "Row", node("Text", value="Blue notebook × 2"), node("Badge", label=what, color=colour)
        ),
        size="sm",
        collapsed=True,
        status={"text": what, "icon": "check-circle-filled"},
    )
