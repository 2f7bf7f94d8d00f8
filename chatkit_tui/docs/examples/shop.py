"""A shop: starter prompts, entities over HTTP, client tools, client actions, effects.

chatkit-tui --demo --app chatkit_tui/docs/examples/shop.py      then say "shop"
"""

from __future__ import annotations

import os
from typing import Any

import httpx

import chatkit_tui as ck

API = os.environ.get("SHOP_API", "")
CART = [{"title": "Blue notebook", "price": "7.50 €"}, {"title": "Pencil", "price": "1.20 €"}]


@ck.client_tool(confirm=False)
def get_cart(arguments: dict[str, Any]) -> dict[str, Any]:
    """What is in the cart."""
    return {"lines": CART}


async def find_products(query: str) -> list[ck.Entity]:
    if not API:
        return [ck.Entity(line["title"], line["title"], group="Cart") for line in CART]
    async with httpx.AsyncClient() as client:
        found = (await client.get(f"{API}/products", params={"q": query})).json()
    return [ck.Entity(each["sku"], each["name"], group="Products", data=each) for each in found]


async def options(chatkit: ck.ChatKit) -> ck.ChatKitOptions:
    async def show(effect: dict[str, Any]) -> None:
        await chatkit.controller.set_options(make(f"Shop · {effect['name']}"))

    async def act(action: dict[str, Any], item: dict[str, Any]) -> None:
        if action["type"] == "shop.ask":
            await chatkit.controller.send_user_message(action["payload"]["text"])
        elif action["type"] == "shop.buy":
            order = {"type": "shop.order", "payload": {"number": "4711"}}
            await chatkit.controller.send_custom_action(order, item["id"])
            if API:
                async with httpx.AsyncClient() as client:
                    await client.post(f"{API}/orders", json=order["payload"])

    def make(title: str) -> ck.ChatKitOptions:
        assert chatkit.api is not None, "name a server as well, such as --demo"
        prompt = ck.StartScreenPrompt("What is in my cart?", "shop")
        return ck.ChatKitOptions(
            api=chatkit.api,
            header=ck.HeaderOption(title=ck.HeaderTitle(text=title)),
            start_screen=ck.StartScreenOption("Welcome to the shop", (prompt,)),
            entities=ck.EntitiesOption(on_tag_search=find_products, show_composer_menu=True),
            widgets=ck.WidgetsOption(on_action=act),
            client_tools=(get_cart,),
        )

    chatkit.on("chatkit.effect", show)
    return make("Shop")
