"""A terminal fed by the diff shows after every frame what one fed by Textual shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.tui.app import ChatKitApp
from tests.support.shown_twice import ShownTwice
from tests.tui.conftest import Chat
from tests.tui.terminal.playground import Chance, Playground

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


@pytest.mark.parametrize("seed", range(2))
async def test_every_frame_is_as_textual_draws_it(seed: int) -> None:
    app = Playground()
    async with app.run_test(size=(60, 18), notifications=True) as pilot:
        await Chance(app, pilot, seed).happen(25)
        assert app.differences == []
        assert app.frames > 25


class ChatShownTwice(ShownTwice, ChatKitApp):
    """The program itself."""


TEXT = """# 漢字 and 👨\u200d👩\u200d👧

A [link](https://example.com/) in **bold** *words*, e\u0301 and ❤\ufe0f.

```python
def fold(values: list[int]) -> int:
    return sum(values)  # 한국어
```

| a | b |
| --- | --- |
| 🚀 | wide |
"""


async def test_a_chat_is_as_textual_draws_it(sdk_server: SdkServer) -> None:
    app = ChatShownTwice(ChatKitOptions(api=CustomApiConfig(sdk_server.url)))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        chat = Chat(app, pilot)
        await chat.until(lambda: chat.idle)
        await chat.say(TEXT)
        await chat.until(lambda: chat.idle and bool(sdk_server.user_texts()))
        await pilot.press("pageup", "shift+up", "f1", "pagedown", "escape", "ctrl+k", "escape")
        await pilot.resize_terminal(60, 20)
        app.theme = "textual-light"
        await pilot.press("ctrl+home", "shift+down", "ctrl+end", "ctrl+l", "x")
        await pilot.pause()
        assert app.differences == []
        assert app.frames > 15
        assert app.diffed_bytes < app.plain_bytes / 2
