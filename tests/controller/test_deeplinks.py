from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui import CommandRefused
from chatkit_tui.controller.deeplinks import read_deeplink
from tests.controller.chat import Chat


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("chatkit-link://order", ("order", {})),
        (
            "chatkit-link://order?id=1&id=2&note=&x=a%20b",
            ("order", {"id": "2", "note": "", "x": "a b"}),
        ),
        ("chatkit-link://shop/order/?a=1", ("shop/order", {"a": "1"})),
        ("CHATKIT-LINK://Order", ("Order", {})),
        ("chatkit-link://", None),
        ("chatkit-link:", None),
        ("https://order?id=1", None),
        ("chatkit-link://[", None),
    ],
)
def test_deeplinks_are_read(address: str, read: object) -> None:
    assert read_deeplink(address) == read


async def test_a_deeplink_is_an_event_and_nothing_else_is(chat: Chat) -> None:
    heard: list[dict[str, Any]] = []
    chat.controller.on("chatkit.deeplink", heard.append)
    chat.controller.open_deeplink("chatkit-link://order?id=1")
    assert heard == [{"name": "order", "data": {"id": "1"}}]
    with pytest.raises(CommandRefused):
        chat.controller.open_deeplink("https://example.com")
