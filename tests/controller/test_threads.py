"""Threads: opening them, older items, reading again, feedback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    EndOfTurnItem,
    ThreadItemDoneEvent,
)

from chatkit_tui.controller.changes import (
    LoadChanged,
    RowsPrepended,
    RowsReset,
)
from chatkit_tui.controller.reading import PAGE_SIZE
from chatkit_tui.errors import ChatKitError, CommandRefused, ServerRejected
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.controller.stored import store_thread
from tests.support.assistant import assistant_message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import SdkServer


async def test_thread_opens_at_its_newest_items(chat: Chat, sdk_server: SdkServer) -> None:
    texts = store_thread(sdk_server, "thr_long", 3 * PAGE_SIZE)
    events = chat.listen("thread.change", "thread.load.start", "thread.load.end")
    await chat.controller.set_thread_id("thr_long")
    assert chat.lines() == texts[-PAGE_SIZE:]
    assert chat.active.state.has_older
    assert chat.active.state.thread is not None
    assert chat.active.state.thread.title == "Title of thr_long"
    assert [name for name, _ in events] == ["thread.change", "thread.load.start", "thread.load.end"]
    assert all(detail == {"threadId": "thr_long"} for _, detail in events)
    assert sdk_server.count("items.list") == 1


async def test_older_items_come_before_the_others_until_there_are_no_more(
    chat: Chat, sdk_server: SdkServer
) -> None:
    texts = store_thread(sdk_server, "thr_long", 2 * PAGE_SIZE + 1)
    await chat.controller.set_thread_id("thr_long")
    chat.changes.clear()
    both = [chat.controller.load_older_items(), chat.controller.load_older_items()]
    await asyncio.gather(*both)
    assert chat.lines() == texts[1:]
    assert sdk_server.count("items.list") == 2
    assert [change for _, change in chat.changes] == [
        LoadChanged(True),
        RowsPrepended(PAGE_SIZE),
        LoadChanged(False),
    ]
    await chat.controller.load_older_items()
    assert chat.lines() == texts
    assert not chat.active.state.has_older
    await chat.controller.load_older_items()
    assert sdk_server.count("items.list") == 3


async def test_pages_with_nothing_to_show_are_passed_over(
    chat: Chat, sdk_server: SdkServer
) -> None:
    middle = range(5, 5 + 2 * PAGE_SIZE)
    texts = store_thread(sdk_server, "thr_odd", 10 + 2 * PAGE_SIZE, hidden=middle)
    await chat.controller.set_thread_id("thr_odd")
    assert chat.lines() == texts[-5:]
    assert chat.active.state.has_older
    await chat.controller.load_older_items()
    assert chat.lines() == texts
    assert not chat.active.state.has_older


async def test_hidden_items_that_a_server_sends_along_are_passed_over_too(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    texts = store_thread(sdk_server, "thr_a", 2)
    chat = make_chat(fault_proxy.url)
    hidden = {"type": "hidden_context_item", "id": "h1", "thread_id": "thr_a", "content": "x"}
    page = {"data": [hidden], "has_more": True, "after": "thr_a_1"}
    fault_proxy.on("items.list", Answer(200, page))
    await chat.controller.set_thread_id("thr_a")
    assert chat.lines() == texts[:1]


async def test_thread_of_hidden_items_only_opens_empty(chat: Chat, sdk_server: SdkServer) -> None:
    store_thread(sdk_server, "thr_odd", 2 * PAGE_SIZE + 3, hidden=range(1000))
    await chat.controller.set_thread_id("thr_odd")
    assert chat.lines() == []
    assert not chat.active.state.has_older


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, {"error": {"message": "not found"}}),
        Answer(500, b"Internal Server Error", "text/plain"),
    ],
    ids=["404", "500"],
)
async def test_unknown_thread_gives_a_clear_error(
    make_chat: MakeChat, fault_proxy: FaultProxy, answer: Answer
) -> None:
    chat = make_chat(fault_proxy.url)
    fault_proxy.on(None, answer, times=None)
    with pytest.raises(ServerRejected) as raised:
        await chat.controller.set_thread_id("thr_gone")
    assert chat.error is not None
    assert chat.error.message == raised.value.message
    if answer.status == 404:
        assert "no thread thr_gone" in raised.value.message
    assert not chat.active.loading
    assert chat.active.thread_id == "thr_gone"


async def test_failed_load_can_be_tried_again(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    texts = store_thread(sdk_server, "thr_a", 2)
    chat = make_chat(fault_proxy.url)
    fault_proxy.refuse()
    with pytest.raises(ChatKitError):
        await chat.controller.set_thread_id("thr_a")
    fault_proxy.accept()
    await chat.controller.set_thread_id("thr_a")
    assert chat.lines() == texts
    assert chat.error is None


async def test_load_that_is_superseded_ends_quietly(
    chat: Chat, sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_thread(sdk_server, "thr_slow", 2)
    texts = store_thread(sdk_server, "thr_quick", 3)
    gate, load = sdk_server.gate(), sdk_server.store.load_thread_items

    async def load_slowly(thread_id: str, *args: Any, **kwargs: Any) -> Any:
        if thread_id == "thr_slow":
            await gate.passed()
        return await load(thread_id, *args, **kwargs)

    monkeypatch.setattr(sdk_server.store, "load_thread_items", load_slowly)
    slow = asyncio.create_task(chat.controller.set_thread_id("thr_slow"))
    await sdk_server.until(lambda: sdk_server.count("items.list") == 1)
    with pytest.raises(CommandRefused):
        await chat.controller.send_user_message("Too early")
    await chat.controller.set_thread_id("thr_quick")
    await slow
    assert chat.active.thread_id == "thr_quick"
    assert chat.lines() == texts
    assert [c.thread_id for c in chat.controller.conversations] == ["thr_quick"]


async def test_last_of_several_threads_asked_for_stays_in_front(
    chat: Chat, sdk_server: SdkServer
) -> None:
    for name in ("a", "b", "c"):
        store_thread(sdk_server, f"thr_{name}", 2)
    await asyncio.gather(*(chat.controller.set_thread_id(f"thr_{name}") for name in "abc"))
    assert chat.active.thread_id == "thr_c"
    assert chat.lines() == ["text 0", "text 1"]
    assert [c.thread_id for c in chat.controller.conversations] == ["thr_c"]


async def test_fetch_updates_keeps_the_rows_that_stay(chat: Chat, sdk_server: SdkServer) -> None:
    await chat.controller.send_user_message("Hello")
    rows = list(chat.active.state.rows)
    thread = sdk_server.store.threads[chat.active.thread_id or ""]
    thread.meta.title = "Renamed elsewhere"
    added = AssistantMessageItem(
        id="msg_new",
        thread_id=thread.meta.id,
        created_at=datetime.now(),
        content=[AssistantMessageContent(text="By the way")],
    )
    thread.items[added.id] = added
    chat.changes.clear()
    await chat.controller.fetch_updates()
    assert chat.active.state.rows[:2] == rows
    assert chat.lines()[2:] == ["By the way"]
    assert not any(isinstance(change, RowsReset) for _, change in chat.changes)
    assert chat.active.state.thread is not None
    assert chat.active.state.thread.title == "Renamed elsewhere"
    await chat.controller.set_thread_id(None)
    with pytest.raises(CommandRefused):
        await chat.controller.fetch_updates()


async def test_fetch_updates_in_a_long_thread_keeps_what_was_scrolled_back_to(
    chat: Chat, sdk_server: SdkServer
) -> None:
    texts = store_thread(sdk_server, "thr_long", 4 * PAGE_SIZE)
    await chat.controller.set_thread_id("thr_long")
    await chat.controller.load_older_items()
    del sdk_server.store.threads["thr_long"].items[f"thr_long_{3 * PAGE_SIZE}"]
    await chat.controller.fetch_updates()
    expected = texts[2 * PAGE_SIZE : 3 * PAGE_SIZE] + texts[3 * PAGE_SIZE + 1 :]
    assert chat.lines()[-len(expected) :] == expected
    await chat.controller.load_older_items()
    while chat.active.state.has_older:
        await chat.controller.load_older_items()
    assert chat.lines() == texts[: 3 * PAGE_SIZE] + texts[3 * PAGE_SIZE + 1 :]


async def test_feedback_names_the_items_of_the_whole_turn(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("One")
    await chat.controller.send_user_message("Two")
    answer = chat.active.state.rows[1].item.id
    ids = chat.active.turn_item_ids(answer)
    assert ids == [answer]
    assert chat.active.turn_item_ids("unknown") == []
    await chat.controller.submit_feedback(ids, "negative")
    assert sdk_server.feedback == [(chat.active.thread_id, [answer], "negative")]


async def test_the_end_of_a_turn_parts_what_is_called_good_or_bad(
    chat: Chat, sdk_server: SdkServer
) -> None:
    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        for event in assistant_message(thread, "First.", item_id="one"):
            yield event
        end = EndOfTurnItem(id="end", thread_id=thread.id, created_at=datetime.now())
        yield ThreadItemDoneEvent(item=end)
        for event in assistant_message(thread, "Second.", item_id="two"):
            yield event

    sdk_server.respond = respond
    await chat.controller.send_user_message("Go")
    assert chat.active.turn_item_ids("one") == ["one", "end"]
    assert chat.active.turn_item_ids("two") == ["two"]
