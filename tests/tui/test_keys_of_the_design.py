"""Keys of the table in the design that no other test presses, from where the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chatkit_tui.tui.app import QUIT_AGAIN_WITHIN
from chatkit_tui.tui.inspector.screen import InspectorScreen
from chatkit_tui.tui.screens.keys import KeysScreen
from tests.controller.stored import store_thread
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


async def test_keys_of_the_text(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        press, composer = chat.pilot.press, chat.view.composer
        # Of a later time: for now they are letters like any other.
        await press("@", "a", "space", "/", "b")
        assert composer.text == "@a /b"
        await press("ctrl+c", "/", "x", "ctrl+c")
        for key in ("shift+enter", "alt+enter", "ctrl+enter", "ctrl+j"):
            await press("x", key)
        await press("\\", "enter", "y", "?")
        assert composer.text == "x\n" * 4 + "\ny?"
        await press("left", "ctrl+d")
        assert composer.text == "x\n" * 4 + "\ny"
        await press("ctrl+c", "?")
        await chat.until(lambda: isinstance(chat.app.screen, KeysScreen))
        await press("escape", "f1")
        await chat.until(lambda: isinstance(chat.app.screen, KeysScreen))
        await press("f1", "f12")
        await chat.until(lambda: isinstance(chat.app.screen, InspectorScreen))
        await press("f12", "ctrl+c")
        await chat.shows("Ctrl+C again quits.")
        assert [told.timeout for told in chat.app._notifications] == [QUIT_AGAIN_WITHIN]
        chat.app._interrupted_at -= QUIT_AGAIN_WITHIN
        await press("ctrl+c")
        assert chat.app.is_running
        assert composer.text == ""


@pytest.mark.parametrize("size", [(100, 24), (40, 12)])
async def test_keys_that_move_about_from_the_text(
    sdk_server: SdkServer, size: tuple[int, int]
) -> None:
    store_thread(sdk_server, "thr_a", 60)
    async with running(sdk_server.url, size=size) as chat:
        press, view = chat.pilot.press, chat.view
        assert view.controller is not None
        await view.controller.set_thread_id("thr_a")
        await chat.shows("text 59")
        transcript = view.transcript
        view.composer.text = "a draft"
        tops = [transcript.scroll_y]
        for key in ("shift+up", "pageup", "ctrl+home", "pagedown", "shift+down"):
            await press(key)
            tops.append(transcript.scroll_y)
            assert view.composer.input.has_focus
        end, line, page, home, further, last = tops
        assert home <= page < line == end - 1
        assert home < further == last - 1 < end
        await press("ctrl+end")
        await chat.until(lambda: transcript.at_end)
        await press("alt+up")
        await chat.until(lambda: transcript.has_focus)
        await press("alt+up", "alt+up", "alt+down")
        assert _stands_on(chat) == "text 58"
        await press("j", "k", "k", "tab", "shift+tab")
        assert _stands_on(chat) == "text 57"
        await press("escape")
        await chat.until(lambda: view.composer.input.has_focus)
        assert view.composer.text == "a draft"


def _stands_on(chat: Chat) -> str:
    rows, cursor = chat.view.transcript.rows, chat.view.transcript.cursor
    item: Any = next(row.item for row in rows.rows if row.key == cursor)
    return str(item.content[0].text)
