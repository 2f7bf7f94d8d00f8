"""An integration file of sixty lines does what a web page's options and callbacks do."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from chatkit.types import (
    ClientEffectEvent,
    ClientToolCallItem,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    WidgetItem,
)
from chatkit.widgets import DynamicWidgetRoot

import chatkit_tui
from chatkit_tui.backend import backend_for
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.tui.app import ChatKitApp
from tests.support.assistant import assistant_message
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat

SHOP = Path(chatkit_tui.__file__).parent / "docs" / "examples" / "shop.py"


class Api(BaseHTTPRequestHandler):
    """The shop's own endpoint: products to find, orders to take."""

    orders: list[Any] = []  # noqa: RUF012 - one for the test

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)["q"][0]
        names = {"n1": "Blue notebook", "p1": "Pencil"}
        found = [{"sku": s, "name": n} for s, n in names.items() if query.lower() in n.lower()]
        self._answer(found)

    def do_POST(self) -> None:
        self.orders.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer({})

    def _answer(self, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words: Any) -> None:
        """Nothing."""


@pytest.fixture
def shop_api(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("SHOP_API", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield
    server.shutdown()
    server.server_close()


def card(*buttons: dict[str, Any]) -> Any:
    return DynamicWidgetRoot.model_validate({"type": "Card", "children": list(buttons)})


def click(label: str, kind: str, **payload: Any) -> dict[str, Any]:
    action = {"type": kind, "payload": payload, "handler": "client"}
    return {"type": "Button", "label": label, "onClickAction": action}


def keep_shop(server: SdkServer) -> list[Any]:
    """Let the server ask for the cart, show it, and take orders; returns the carts it was told."""
    carts: list[Any] = []

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        head = {"thread_id": thread.id, "created_at": datetime.now()}
        if item is None:
            items = list(server.store.threads[thread.id].items.values())
            carts.append(next(i.output for i in items if isinstance(i, ClientToolCallItem)))
            yield ClientEffectEvent(name="cart.shown", data={})
            buttons = click("Order", "shop.buy"), click("Ask", "shop.ask", text="When?")
            yield ThreadItemDoneEvent(item=WidgetItem(id="w", widget=card(*buttons), **head))
        elif item.content[0].text == "shop":
            call = ClientToolCallItem(id="c", call_id="c", name="get_cart", arguments={}, **head)
            yield ThreadItemDoneEvent(item=call)
        else:
            for event in assistant_message(thread, f"You said: {item.content[0].text}"):
                yield event

    async def action(thread: Any, action: Any, sender: Any, context: Any) -> AsyncIterator[Any]:
        assert (action.type, action.payload) == ("shop.order", {"number": "4711"})
        done = card({"type": "Text", "value": "Ordered."})
        yield ThreadItemReplacedEvent(item=sender.model_copy(update={"widget": done}))
        yield ClientEffectEvent(name="cart.ordered", data={})

    server.respond = respond
    server.action = action
    return carts


async def test_the_shop(sdk_server: SdkServer, shop_api: None) -> None:
    assert len(SHOP.read_text("utf-8").splitlines()) <= 60
    carts = keep_shop(sdk_server)
    backend = backend_for(Profile(url=sdk_server.url, app=str(SHOP)))
    app = ChatKitApp(backend)
    async with app.run_test(size=(90, 30), notifications=True) as pilot:
        chat = Chat(app, pilot)
        await chat.shows("Welcome to the shop", "What is in my cart?")
        await pilot.press("@", "b", "l")
        await chat.shows("Blue notebook")
        await pilot.press("enter")
        await chat.until(lambda: chat.view.composer.input.text == "@Blue notebook ")
        chat.view.composer.text = ""
        await pilot.press("escape", "enter")
        await chat.shows("Shop · cart.shown", "Order", "Ask")
        assert carts[0]["lines"][0]["title"] == "Blue notebook"
        chat.view.transcript.focus()
        await pilot.press("enter", "tab", "enter")
        await chat.shows("You said: When?")
        transcript = chat.view.transcript
        transcript.focus()
        transcript.cursor = next(r.key for r in transcript.rows.rows if r.item.type == "widget")
        await pilot.press("enter", "shift+tab", "enter")
        await chat.shows("Shop · cart.ordered", "Ordered.")
        await chat.until(lambda: Api.orders == [{"number": "4711"}])
