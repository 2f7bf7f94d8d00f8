"""The list of threads: where it stands, what it shows, what can be done in it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import JSONResponse

from chatkit_tui.options import ChatKitOptions, CustomApiConfig, HistoryOption
from chatkit_tui.protocol.threads import Thread
from chatkit_tui.tui.threads.panel import ThreadPanel
from chatkit_tui.tui.threads.thread_list import ThreadList
from tests.controller.stored import store_thread
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

WIDE, NARROW = (120, 36), (80, 24)


def titled(server: SdkServer, thread_id: str, title: str, *, days_ago: int = 0) -> None:
    store_thread(server, thread_id, 1)
    meta = server.store.threads[thread_id].meta
    meta.title, meta.created_at = title, datetime.now() - timedelta(days=days_ago)


def thread_list(chat: Chat) -> ThreadList:
    return chat.app.screen.query_one(ThreadList)


def placed(chat: Chat, panels: int) -> bool:
    return len(chat.view.query(ThreadPanel)) == panels


async def opened(chat: Chat) -> ThreadList:
    controller = chat.view.controller
    assert controller is not None
    await chat.pilot.press("ctrl+k")
    await chat.until(lambda: bool(chat.app.screen.query(ThreadList)))
    await chat.until(lambda: thread_list(chat).in_hand and controller.directory.listed)
    return thread_list(chat)


async def test_the_list_stands_beside_a_wide_conversation(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_a", "About apples")
    titled(sdk_server, "thr_b", "About bees")
    async with running(sdk_server.url, size=WIDE) as chat:
        await opened(chat)
        assert chat.view.query(ThreadPanel)
        await chat.shows("About apples", "Message the assistant")
        await chat.pilot.press("up", "down", "enter")
        await chat.shows("text 0")
        assert thread_list(chat).is_mounted
        assert chat.app.focused is chat.view.composer.input
        assert "▸  About apples" in chat.screen
        assert "2 threads · Ctrl+K" in chat.screen
        await chat.pilot.press("ctrl+k", "up", "enter")
        await chat.shows("▸  About bees")
        await chat.pilot.press("ctrl+k")
        await chat.until(lambda: thread_list(chat).in_hand)
        await chat.pilot.press("ctrl+k")
        await chat.until(lambda: not chat.view.query(ThreadPanel))
        assert chat.app.focused is chat.view.composer.input


async def test_the_list_fills_a_narrow_screen_and_gives_it_back(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_a", "About apples")
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await opened(chat)
        assert not chat.view.query(ThreadPanel)
        assert "Message the assistant" not in chat.screen
        await chat.pilot.press("enter")
        await chat.shows("text 0", "Message the assistant")


async def test_a_resize_moves_the_list_with_what_is_typed(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_a", "About apples")
    titled(sdk_server, "thr_b", "About bees")
    async with running(sdk_server.url, size=WIDE) as chat:
        await opened(chat)
        await chat.pilot.press("b", "e", "e")
        await chat.shows("1 · Enter open")
        for size, panels in ((NARROW, 0), (WIDE, 1), ((40, 12), 0), (WIDE, 1)):
            await chat.pilot.resize_terminal(*size)
            await chat.until(lambda n=panels: placed(chat, n))  # type: ignore[misc]
            await chat.shows("1 · Enter open", "About bees")
            assert thread_list(chat).in_hand
            assert "apples" not in chat.screen
        await chat.pilot.press("escape", "escape")
        await chat.until(lambda: not chat.view.history.shown)


async def test_typing_filters_and_capitals_count_when_typed(sdk_server: SdkServer) -> None:
    for number, title in enumerate(("Red apples", "red wine", "Green tea")):
        titled(sdk_server, f"thr_{number}", title)
    async with running(sdk_server.url, size=NARROW) as chat:
        await opened(chat)
        await chat.pilot.press("r", "e", "d")
        await chat.shows("2 · Enter open", "Red apples", "red wine")
        await chat.pilot.press("escape", "R", "e", "d")
        await chat.shows("1 · Enter open", "Red apples")
        await chat.pilot.press("x")
        await chat.shows("No thread matches")


async def test_a_filter_reads_the_pages_it_needs(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_oldest", "The needle", days_ago=400)
    for number in range(130):
        titled(sdk_server, f"thr_{number}", f"Hay {number}")
    async with running(sdk_server.url, size=NARROW) as chat:
        await opened(chat)
        await chat.shows("50+ · Enter open")
        assert sdk_server.count("threads.list") == 1
        await chat.pilot.press("n", "e", "e")
        await chat.shows("The needle", "1 · Enter open")
        assert sdk_server.count("threads.list") == 3


async def test_the_end_of_the_list_brings_the_next_page(sdk_server: SdkServer) -> None:
    for number in range(60):
        titled(sdk_server, f"thr_{number}", f"Number {number}")
    async with running(sdk_server.url, size=NARROW) as chat:
        await opened(chat)
        await chat.pilot.press("ctrl+end")
        await chat.shows("60 · Enter open")
        await chat.pilot.press("ctrl+end")
        await chat.shows("Number 0 ")
        await chat.pilot.press("enter")
        await chat.until(lambda: chat.view.header.title == "Number 0")


async def test_days_have_names(sdk_server: SdkServer) -> None:
    for days, title in ((0, "now"), (1, "then"), (800, "long ago")):
        titled(sdk_server, f"thr_{days}", title, days_ago=days)
    async with running(sdk_server.url, size=NARROW) as chat:
        await opened(chat)
        lines = [line.split("  ")[0].strip() for line in chat.screen.splitlines()[1:7]]
        year = (datetime.now() - timedelta(days=800)).year
        assert [lines[0], lines[2]] == ["Today", "Yesterday"]
        assert lines[4].endswith(str(year))


async def test_renaming_and_deleting_from_the_list(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_a", "About apples")
    async with running(sdk_server.url, size=WIDE) as chat:
        await opened(chat)
        await chat.pilot.press("f2")
        await chat.shows("New title", "Enter renames it")
        await chat.pilot.press("ctrl+u", *"Pears", "enter")
        await chat.until(lambda: "Pears" in chat.screen and "apples" not in chat.screen)
        await chat.pilot.press("ctrl+d")
        await chat.shows("Delete “Pears”?")
        await chat.pilot.press("n")
        assert sdk_server.count("threads.delete") == 0
        await chat.pilot.press("delete")
        await chat.shows("Delete “Pears”?")
        await chat.pilot.press("y")
        await chat.shows("No threads yet")
        assert not sdk_server.store.threads


async def test_what_the_server_refuses_is_said_in_the_list(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_a", "About apples")
    async with running(sdk_server.url, size=WIDE) as chat:
        await opened(chat)
        refusal = JSONResponse({"message": "Not today."}, status_code=422)
        sdk_server.authorize = lambda request: refusal
        await chat.pilot.press("ctrl+d")
        await chat.shows("Delete “About apples”?")
        await chat.pilot.press("y")
        await chat.shows("The server answered 422", "About apples")
        sdk_server.authorize = None
        await chat.pilot.press("f5")
        await chat.shows("1 · Enter open")
        sdk_server.authorize = lambda request: refusal
        await chat.pilot.press("f5")
        await chat.shows("The server answered 422", "F5", "About apples")


async def test_threads_that_answer_and_those_that_have_answered(sdk_server: SdkServer) -> None:
    from tests.support.assistant import assistant_message

    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        thread.title = "Slow one"
        first, *rest = assistant_message(thread, "At last.")
        yield first
        await gate.passed()
        for event in rest:
            yield event

    sdk_server.respond = respond
    async with running(sdk_server.url, size=WIDE) as chat:
        await chat.say("take your time")
        await chat.shows("Esc stops")
        await opened(chat)
        await chat.shows("▸… Slow one · answering")
        await chat.until(lambda: chat.view.header.title == "Slow one")
        await chat.pilot.press("ctrl+n")
        await chat.shows(" … Slow one · answering")
        gate.open()
        await chat.shows("● Slow one · new")
        await chat.pilot.press("ctrl+k", "enter")
        await chat.shows("At last.", "▸  Slow one")


@pytest.mark.parametrize("kind", ["locked", "closed"])
async def test_the_status_of_a_thread_is_shown(sdk_server: SdkServer, kind: str) -> None:
    from chatkit.types import ClosedStatus, LockedStatus

    titled(sdk_server, "thr_a", "About apples")
    status = LockedStatus() if kind == "locked" else ClosedStatus()
    sdk_server.store.threads["thr_a"].meta.status = status
    async with running(sdk_server.url, size=NARROW) as chat:
        await opened(chat)
        await chat.shows(f"About apples · {kind}")


async def test_options_take_the_list_or_parts_of_it_away(sdk_server: SdkServer) -> None:
    titled(sdk_server, "thr_a", "About apples")
    api = CustomApiConfig(sdk_server.url)
    partly = ChatKitOptions(api=api, history=HistoryOption(show_delete=False, show_rename=False))
    async with running(sdk_server.url, size=WIDE, options=partly) as chat:
        controller = chat.view.controller
        assert controller is not None
        await opened(chat)
        assert "rename" not in chat.screen
        assert "delete" not in chat.screen
        await chat.pilot.press("f2", "ctrl+d", "delete")
        assert len(chat.app.screen_stack) == 1
        await controller.set_options(ChatKitOptions(api=api, history=HistoryOption(enabled=False)))
        await chat.until(lambda: not chat.view.history.shown)
        assert "Ctrl+K" not in chat.screen
        await chat.pilot.press("ctrl+k")
        await chat.shows("turned off")
        await controller.show_history()
        assert not chat.view.history.shown


async def test_keys_of_the_list_do_not_reach_the_conversation(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=WIDE) as chat:
        chat.view.composer.text = "a draft"
        await chat.pilot.press("ctrl+k", "x", "ctrl+c")
        await chat.until(lambda: not chat.view.history.shown)
        assert chat.view.composer.text == "a draft"


async def test_two_thousand_threads_do_not_hold_up_the_keys(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=WIDE) as chat:
        controller = chat.view.controller
        assert controller is not None
        await opened(chat)
        controller.directory.threads = [
            Thread(id=f"thr_{n}", title=f"Number {n}", created_at=1.7e9 - n * 9000)
            for n in range(2000)
        ]
        began = time.perf_counter()
        thread_list(chat).draw()
        await chat.pilot.press("1", "9", "9", "9")
        await chat.shows("1 · Enter open", "Number 1999")
        assert time.perf_counter() - began < 3.0


async def test_a_list_without_end_is_not_read_for_ever(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatkit_tui.tui.threads.thread_list.PAGES_AT_A_TIME", 2)
    for number in range(300):
        titled(sdk_server, f"thr_{number}", f"Hay {number}")
    async with running(sdk_server.url, size=NARROW) as chat:
        controller = chat.view.controller
        assert controller is not None
        await opened(chat)
        await chat.pilot.press("z")
        await chat.shows("No thread matches")
        await chat.until(lambda: sdk_server.count("threads.list") == 3)
        await chat.until(lambda: not controller.directory.loading)
        await chat.pilot.pause()
        assert sdk_server.count("threads.list") == 3
        await chat.pilot.press("z")
        await chat.until(lambda: sdk_server.count("threads.list") == 5)
