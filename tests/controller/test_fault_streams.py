"""Streams that break, stall or say strange things: what the server kept is shown."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from chatkit_tui.controller.changes import NoticeRaised
from chatkit_tui.errors import (
    ConnectionLost,
    StreamInterrupted,
)
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.controller.faulty import assert_as_at_the_server, assert_one_sentence
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import (
    Answer,
    CutAfterEvents,
    Garbage,
    Stall,
)
from tests.support.sdk_server import SdkServer

EVENTS_OF_A_TURN = 10
"""thread.created, user message, options, added, part added, three deltas, part done, done."""


async def test_turn_has_as_many_events_as_it_is_cut_at(chat: Chat) -> None:
    await chat.controller.send_user_message("Hello")
    assert len(chat.raw) == EVENTS_OF_A_TURN


@pytest.mark.parametrize("count", range(1, EVENTS_OF_A_TURN + 1))
@pytest.mark.parametrize("detach", [False, True], ids=["cancelled", "detached"])
async def test_cut_at_each_event_loses_and_doubles_nothing(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, count: int, detach: bool
) -> None:
    fault_proxy.on("threads.create", CutAfterEvents(count, detach=detach))
    await shaky.controller.send_user_message("Hello")
    assert not shaky.active.turn.busy
    assert_one_sentence(shaky, StreamInterrupted if shaky.unsent == [] else ConnectionLost)
    stored = sdk_server.user_texts()
    assert stored + shaky.unsent == ["Hello"]
    assert shaky.lines()[0] == "Hello"
    assert sdk_server.count("threads.create") == 1
    if detach:
        assert shaky.lines() == ["Hello", "You said: Hello"]
    if stored:
        await assert_as_at_the_server(shaky, fault_proxy.url)
    # What comes next works as if nothing had happened.
    await shaky.controller.retry_after_item()
    assert shaky.error is None
    assert shaky.lines() == ["Hello", "You said: Hello"]
    assert sdk_server.user_texts() == ["Hello"]
    await assert_as_at_the_server(shaky, fault_proxy.url)


async def test_stall_ends_like_a_break(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    shaky = make_chat(fault_proxy.url, idle=0.5)
    fault_proxy.on("threads.create", Stall(after_events=6))
    await shaky.controller.send_user_message("Hello")
    assert_one_sentence(shaky, StreamInterrupted)
    assert shaky.lines()[0] == "Hello"
    assert sdk_server.user_texts() == ["Hello"]


async def test_garbage_in_mid_stream_is_counted_and_the_stream_goes_on(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", Garbage(after_events=5))
    await shaky.controller.send_user_message("Hello")
    assert shaky.lines() == ["Hello", "You said: Hello"]
    assert shaky.active.state.bad_events == 1
    assert shaky.error is None
    assert sdk_server.user_texts() == ["Hello"]


async def test_stream_without_the_users_message_is_made_good_by_reading_the_thread(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    thread_id = shaky.active.thread_id
    assert thread_id is not None
    answer = Answer(
        200,
        'data: {"type": "stream_options", "stream_options": {"allow_cancel": true}}\n\n'
        'data: {"type": "thread.item.done", "item": {"type": "assistant_message", "id": "msg_x",'
        f' "thread_id": "{thread_id}", "created_at": "2026-01-01T00:00:00", "content":'
        ' [{"type": "output_text", "text": "You said: Again", "annotations": []}]}}\n\n',
        "text/event-stream",
        forward=True,
    )
    fault_proxy.on("threads.add_user_message", answer)
    await shaky.controller.send_user_message("Again")
    assert shaky.lines()[-2:] == ["Again", "You said: Again"]
    assert shaky.unsent == []
    assert shaky.error is None
    await assert_as_at_the_server(shaky, fault_proxy.url)


async def test_answer_vouches_for_a_message_that_the_server_stored_in_other_words(
    shaky: Chat, fault_proxy: FaultProxy
) -> None:
    await shaky.controller.send_user_message("Hello")
    said = {"type": "output_text", "text": "Hi."}
    answer = {"type": "assistant_message", "id": "a2", "content": [said]}
    event = {"type": "thread.item.done", "item": answer}
    stored = {"type": "user_message", "id": "u2", "content": [{"type": "input_text", "text": "H."}]}
    page = {"data": [answer, stored, *reversed(shaky.items())]}
    body = f"data: {json.dumps(event)}\n\n"
    fault_proxy.on("threads.add_user_message", Answer(200, body, "text/event-stream"))
    fault_proxy.on("items.list", Answer(200, page), times=None)
    await shaky.controller.send_user_message("How  are you?")
    assert shaky.unsent == []
    assert shaky.error is None
    assert shaky.lines() == ["Hello", "You said: Hello", "H.", "Hi."]


async def test_thread_created_without_a_word_is_known_by_its_items(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    thread_id = shaky.active.thread_id
    user: dict[str, Any] = {
        "type": "user_message",
        "id": "m1",
        "thread_id": thread_id,
        "content": [],
    }
    event = {"type": "thread.item.done", "item": user}
    await shaky.controller.set_thread_id(None)
    body = f"data: {json.dumps(event)}\n\n"
    fault_proxy.on("threads.create", Answer(200, body, "text/event-stream"))
    await shaky.controller.send_user_message("Hello")
    assert shaky.active.thread_id == thread_id
    await shaky.controller.send_user_message("Again")
    assert sdk_server.user_texts() == ["Hello", "Again"]


async def test_a_flood_in_one_piece_leaves_turns_to_the_rest_of_the_program(
    shaky: Chat, fault_proxy: FaultProxy
) -> None:
    count = 100
    body = 'data: {"type": "thread.created", "thread": {"id": "thr_1"}}\n\n'
    body += 'data: {"type": "notice", "message": "again"}\n\n' * count
    fault_proxy.on("threads.create", Answer(200, body, "text/event-stream"))
    turns, seen = 0, list[int]()

    def slow_listener(_: object, change: object) -> None:
        if isinstance(change, NoticeRaised):
            time.sleep(0.002)
            seen.append(turns)

    async def rest_of_the_program() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    shaky.controller.subscribe(slow_listener)
    rest = asyncio.create_task(rest_of_the_program())
    await shaky.controller.send_user_message("Hello")
    rest.cancel()
    assert len(seen) == count
    assert len(set(seen)) > 8
