"""A shop: tools, effects and actions that a program with an integration file takes part in.

`chatkit-tui --demo --app …/docs/examples/shop.py` is that program.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from chatkit.types import ClientEffectEvent, ClientToolCallItem, ThreadItemDoneEvent, WidgetItem

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import Node, action, node
from chatkit_tui.demo.tour.scenes import after_tool, on_action, scene
from chatkit_tui.demo.tour.stage import Stage, replace


@scene("tools", "shop", "cart", about="A shop; it is at its best with the example app")
async def shop(stage: Stage) -> AsyncIterator[Event]:
    """Ask the program what is in the cart, and go on with that."""
    async for event in stage.say("Let me see what is in your cart."):
        yield event
    head = stage.head("tool_call")
    call = ClientToolCallItem(**head, call_id=f"call_{head['id']}", name="get_cart", arguments={})
    yield ThreadItemDoneEvent(item=call)


@after_tool("get_cart")
async def after_cart(stage: Stage, call: ClientToolCallItem) -> AsyncIterator[Event]:
    """The cart as a card; the header of a program that listens says how full it is."""
    output = call.output if isinstance(call.output, dict) else {}
    lines = output.get("lines")
    if not isinstance(lines, list):
        async for event in stage.say("This program has no cart. Its options can give it one."):
            yield event
        return
    yield ClientEffectEvent(name="cart.shown", data={"lines": len(lines)})
    yield stage.show(_cart(lines), copy_text=f"A cart of {len(lines)} lines")


@on_action("shop.order")
async def order(stage: Stage, sender: WidgetItem | None, payload: object) -> AsyncIterator[Event]:
    """The order is taken: the card says so, and the program learns of it."""
    number = payload.get("number", "none") if isinstance(payload, dict) else "none"
    yield ClientEffectEvent(name="cart.ordered", data={"number": number})
    if sender is not None:
        done = node("Text", value=f"Ordered, number {number}.", color="success")
        yield replace(sender, node("Card", done, size="sm"))


def _cart(lines: list[Any]) -> Node:
    ask = action("shop.ask", {"text": "When will it be here?"}, handler="client")
    buy = action("shop.buy", {"lines": len(lines)}, handler="client")
    rows = [node("Row", *_line(line), justify="between") for line in lines]
    buttons = (
        node("Button", label="Order", style="primary", onClickAction=buy),
        node("Button", label="When will it be here?", variant="outline", onClickAction=ask),
    )
    return node(
        "Card",
        node("Title", value="Your cart", size="sm"),
        *rows,
        node("Row", *buttons, gap=2, wrap="wrap"),
    )


def _line(line: Any) -> tuple[Node, Node]:
    known = line if isinstance(line, dict) else {}
    return (
        node("Text", value=str(known.get("title", "Something"))),
        node("Text", value=str(known.get("price", "")), textAlign="end"),
    )
