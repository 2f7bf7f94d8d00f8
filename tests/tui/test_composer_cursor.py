"""The terminal's own cursor is where the caret is; input methods open their windows there."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import Input

from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running


def caret(chat: Chat) -> Offset:
    """Where the composer's caret is drawn."""
    area = chat.view.composer.input
    x, y = area.wrapped_document.location_to_offset(area.cursor_location)
    return area.region.offset + Offset(x, y - int(area.scroll_y))


async def test_the_cursor_follows_the_caret_wherever_the_composer_goes(
    sdk_server: SdkServer,
) -> None:
    async with running(sdk_server.url) as chat:
        app = chat.app
        await chat.pilot.press(*"日本語", "left")
        assert app.cursor_position == caret(chat)
        assert app.cursor_position.x == 3 + 4
        await chat.pilot.press("ctrl+j", "x")
        await chat.pilot.pause()
        assert app.cursor_position == caret(chat)
        before = app.cursor_position
        chat.view.composer.show_queue([], held=False)
        await chat.pilot.resize_terminal(60, 20)
        await chat.until(lambda: app.cursor_position != before)
        assert app.cursor_position == caret(chat)


async def test_the_cursor_is_in_a_list_that_asks(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        await chat.pilot.press(*"draft", "ctrl+r", *"wörter")
        filtering = chat.app.screen.query_one(Input)
        expected = filtering.content_region.offset + Offset(6, 0)
        await chat.until(lambda: chat.app.cursor_position == expected)
        chat.view.composer.text = "changed behind the list"
        await chat.pilot.pause()
        assert chat.app.cursor_position == expected
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.cursor_position == caret(chat))


async def test_the_composer_grows_to_a_third_of_the_screen(sdk_server: SdkServer) -> None:
    for size, most in (((120, 36), 12), ((80, 24), 8), ((40, 12), 4)):
        async with running(sdk_server.url, size=size) as chat:
            area = chat.view.composer.input
            assert area.size.height == 1
            for lines in (2, 3):
                chat.view.composer.text = "\n".join("x" * lines)
                await chat.pilot.pause()
                assert area.size.height == lines
            chat.view.composer.text = "\n".join("x" * 30)
            await chat.pilot.pause()
            assert most - 1 <= area.size.height <= most
            assert chat.app.cursor_position == caret(chat)
            assert chat.app.cursor_position.y < size[1] - 1
            assert chat.view.body.size.height >= 1
