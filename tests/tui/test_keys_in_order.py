"""Keys that arrive together do what they do when they are pressed one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from tests.tui.conftest import Chat, running
from tests.tui.test_threads_list import WIDE, thread_list, titled

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


def together(chat: Chat, *keys: str) -> None:
    """Let keys arrive in one piece; what is longer than a name of a key is typed."""
    for each in keys:
        if each in ("enter", "escape", "tab", "f7", "up") or each.startswith("ctrl+"):
            chat.app.post_message(events.Key(each, "\r" if each == "enter" else None))
        else:
            for letter in each:
                chat.app.post_message(events.Key(letter, letter))


async def test_text_goes_where_it_was_meant_for(sdk_server: SdkServer, tmp_path: Path) -> None:
    async with running(sdk_server.url, drafts=tmp_path) as chat:
        await chat.say("first")
        await chat.shows("You said: first")
        await chat.until(lambda: chat.idle)
        together(chat, "to the first", "enter", "ctrl+n", "for a new one", "enter")
        await chat.shows("You said: for a new one")
        assert "to the first" not in chat.screen
        (first, second) = sdk_server.store.threads.values()
        await sdk_server.until(lambda: len(first.items) == 4 and len(second.items) == 2)
        assert set(sdk_server.user_texts()) == {"first", "to the first", "for a new one"}
        together(chat, "ctrl+n", "a third", "enter", "ctrl+n", "x")
        await sdk_server.until(lambda: "a third" in sdk_server.user_texts())
        await chat.until(lambda: chat.view.composer.text == "x")


async def test_a_filter_is_read_before_enter_opens_and_the_rest_is_typed_there(
    sdk_server: SdkServer,
) -> None:
    titled(sdk_server, "thr_a", "About apples")
    titled(sdk_server, "thr_b", "About bees")
    async with running(sdk_server.url, size=WIDE) as chat:
        controller = chat.view.controller
        assert controller is not None
        await controller.list_threads()
        together(chat, "ctrl+k", "apples", "enter", "a word")
        await chat.until(lambda: controller.active.thread_id == "thr_a")
        await chat.until(lambda: chat.view.composer.text == "a word")
        assert thread_list(chat).query_text == "apples"
        together(chat, "ctrl+k", "ctrl+k", "s")
        await chat.until(lambda: chat.view.composer.text == "a words")


async def test_what_clears_and_copies_sees_what_was_typed_and_selected(
    sdk_server: SdkServer,
) -> None:
    copies: list[str] = []
    async with running(sdk_server.url) as chat:
        chat.view.copy = lambda text, what="": copies.append(text)  # type: ignore[method-assign]
        together(chat, "all of it", "f7", "ctrl+c")
        await chat.until(lambda: copies == ["all of it"])
        together(chat, "ctrl+c", "not this", "ctrl+c", "this", "ctrl+k", "ctrl+k")
        await chat.until(lambda: chat.view.composer.text == "this")
        together(chat, "ctrl+c", "up", "up", "!", "ctrl+p", "quit")
        await chat.shows("Quit")
        assert chat.view.composer.text == "not this!"
        assert chat.app.is_running
