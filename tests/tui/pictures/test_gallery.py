"""A generated image in the transcript: drawn where it can be, and said why where it cannot."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.conftest import running
from tests.tui.pictures.test_half_blocks import picture

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


def drawing(server: SdkServer, *addresses: str) -> None:
    """Answer with these images, and with the first of them in a card."""
    from chatkit.types import (
        GeneratedImage,
        GeneratedImageItem,
        ThreadItemDoneEvent,
        WidgetItem,
    )
    from chatkit.widgets import DynamicWidgetRoot

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        for number, address in enumerate(addresses):
            image = GeneratedImageItem(
                id=f"img_{number}",
                thread_id=thread.id,
                created_at=datetime.now(),
                image=GeneratedImage(id=f"i{number}", url=address),
            )
            yield ThreadItemDoneEvent(item=image)
        small = {"type": "Image", "src": addresses[0], "alt": "The same", "width": 32}
        widget = WidgetItem(
            id="card",
            thread_id=thread.id,
            created_at=datetime.now(),
            widget=DynamicWidgetRoot.model_validate({"type": "Card", "children": [small]}),
        )
        yield ThreadItemDoneEvent(item=widget)

    server.respond = respond


async def test_images_are_drawn_or_the_reason_is_said(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    inline = "data:image/png;base64," + base64.b64encode(picture(size=(6, 4))).decode()
    drawing(sdk_server, inline, "https://spy.example.com/pixel.png")
    async with running(sdk_server.url) as chat:
        await chat.say("Draw!")
        await chat.shows("▀▀▀▀▀▀", "Not drawn: spy.example.com is not the server's own host.")
        await chat.shows("│ ▀▀▀▀ ")
        assert "Generated image · o opens it" not in chat.screen
        await chat.until(lambda: not chat.view.transcript.drawings.unfinished)
