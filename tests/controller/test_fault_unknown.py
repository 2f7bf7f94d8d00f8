"""Messages whose fate is unknown: looked for before anything else, never sent blindly."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from chatkit_tui.controller.state import TurnPhase
from chatkit_tui.errors import (
    ConnectionLost,
)
from tests.controller.chat import QUICK, Chat
from tests.controller.conftest import MakeChat
from tests.controller.faulty import assert_one_sentence, begin
from tests.support.assistant import assistant_message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import (
    Answer,
    CloseBeforeResponse,
    CutAfterEvents,
)
from tests.support.sdk_server import SdkServer


@pytest.mark.parametrize("ending", ["break", "end", "reset"])
async def test_message_that_arrived_unseen_is_found_and_not_sent_again(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str, ending: Any
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, CutAfterEvents(0, ending=ending, detach=True))
    await shaky.controller.send_user_message(text)
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert shaky.error is None
    assert shaky.unsent == []
    assert TurnPhase.CHECKING in shaky.phases
    assert sdk_server.user_texts().count(text) == 1
    assert sdk_server.count(op) == 1


async def test_message_that_arrived_and_was_not_answered_offers_a_retry(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
    text = await begin(shaky, op)

    async def silent(thread: Any, item: Any, context: Any) -> Any:
        if item is None:
            yield item

    answering, sdk_server.respond = sdk_server.respond, silent
    fault_proxy.on(op, CutAfterEvents(0, detach=True))
    await shaky.controller.send_user_message(text)
    assert shaky.lines()[-1] == text
    assert shaky.unsent == []
    assert_one_sentence(shaky, ConnectionLost)
    assert shaky.error is not None
    assert shaky.error.allow_retry
    sdk_server.respond = answering
    await shaky.controller.retry_after_item()
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert shaky.error is None
    assert sdk_server.user_texts().count(text) == 1


async def test_answer_that_still_grows_is_followed_until_it_does_not(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    chat = make_chat(fault_proxy.url, patience=replace(QUICK, first_wait=0.4, follow_budget=10.0))
    await chat.controller.send_user_message("Hello")
    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> Any:
        for event in assistant_message(thread, "First."):
            yield event
        await gate.passed()
        for event in assistant_message(thread, "Second."):
            yield event

    sdk_server.respond = respond
    fault_proxy.on("threads.add_user_message", CutAfterEvents(0, detach=True))
    sending = asyncio.create_task(chat.controller.send_user_message("Again"))
    await chat.until(lambda: chat.lines()[-1:] == ["First."])
    gate.open()
    await sending
    assert chat.lines()[-3:] == ["Again", "First.", "Second."]
    assert chat.error is None


async def test_message_that_did_not_arrive_is_given_back(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
    shaky = make_chat(fault_proxy.url, patience=replace(QUICK, look_budget=60.0))
    text = await begin(shaky, op)
    fault_proxy.on(op, CloseBeforeResponse(forward=False))
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == [text]
    assert_one_sentence(shaky, ConnectionLost)
    assert text not in sdk_server.user_texts()
    assert sdk_server.count(op) == 0
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == []
    assert shaky.error is None
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert sdk_server.user_texts().count(text) == 1
    assert TurnPhase.RESPONDING in shaky.phases


async def test_same_words_after_a_fate_unknown_are_looked_for_before_they_are_sent(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, CloseBeforeResponse(forward=True))
    looks = "threads.list" if op == "threads.create" else "items.list"
    fault_proxy.on(looks, Answer(500, b"Internal Server Error", "text/plain"), times=None)
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == [text]
    assert_one_sentence(shaky, ConnectionLost)
    fault_proxy.clear()
    # The view takes the text back, and the user looks elsewhere for a while.
    row, front = shaky.active.state.rows[-1], shaky.active
    front.discard(row)
    assert shaky.unsent == []
    await shaky.controller.send_user_message("Elsewhere", new_thread=True)
    await shaky.controller.set_thread_id(front.thread_id)
    assert shaky.active is front
    await shaky.controller.send_user_message(text)
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert shaky.unsent == []
    assert sorted(sdk_server.user_texts()) == sorted({"Hello", text, "Elsewhere"})


async def test_lost_first_message_is_found_without_a_list_of_threads(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", CloseBeforeResponse(forward=True))
    await shaky.controller.send_user_message("Hello")
    assert shaky.lines() == ["Hello", "You said: Hello"]
    assert sdk_server.user_texts() == ["Hello"]


async def test_old_thread_with_the_same_words_is_not_taken_for_a_lost_message(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    old = shaky.active.thread_id
    await shaky.controller.list_threads()
    await shaky.controller.set_thread_id(None)
    fault_proxy.on("threads.create", CloseBeforeResponse(forward=False))
    await shaky.controller.send_user_message("Hello")
    assert shaky.unsent == ["Hello"]
    assert shaky.active.thread_id is None
    fault_proxy.on("threads.create", CloseBeforeResponse(forward=True))
    await shaky.controller.send_user_message("Hello")
    assert shaky.unsent == []
    assert shaky.active.thread_id not in (None, old)
    assert sdk_server.user_texts() == ["Hello", "Hello"]


async def test_two_lost_first_messages_find_a_thread_each(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", CloseBeforeResponse(forward=True), times=2)
    one = shaky.active
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    await shaky.until(lambda: one.turn.busy)
    await shaky.controller.send_user_message("Hello", new_thread=True)
    await sending
    threads = {one.thread_id, shaky.active.thread_id}
    assert threads == set(sdk_server.store.threads)
    assert len(threads) == 2
    assert shaky.lines() == ["Hello", "You said: Hello"]


async def test_equal_earlier_message_is_not_taken_for_a_lost_one(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("yes")
    await shaky.controller.send_user_message("yes")
    fault_proxy.on("threads.add_user_message", CloseBeforeResponse(forward=False))
    await shaky.controller.send_user_message("yes")
    assert shaky.unsent == ["yes"]
    assert sdk_server.user_texts() == ["yes", "yes"]


async def test_lost_message_that_turns_up_on_reading_is_no_longer_in_doubt(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    fault_proxy.on("threads.add_user_message", CloseBeforeResponse(forward=True))
    fault_proxy.on("items.list", Answer(500, b"no", "text/plain"), times=None)
    await shaky.controller.send_user_message("yes")
    assert shaky.unsent == ["yes"]
    fault_proxy.clear()
    await shaky.controller.fetch_updates()
    assert shaky.unsent == []
    assert shaky.lines()[-2:] == ["yes", "You said: yes"]
    await shaky.controller.send_user_message("yes")
    assert sdk_server.user_texts() == ["Hello", "yes", "yes"]


async def test_stream_of_nothing_but_options_is_looked_into(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
    text = await begin(shaky, op)
    only_options = 'data: {"type": "stream_options", "stream_options": {"allow_cancel": true}}\n\n'
    fault_proxy.on(op, Answer(200, only_options, "text/event-stream"))
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == [text]
    assert_one_sentence(shaky, ConnectionLost)
    fault_proxy.on(op, Answer(200, only_options, "text/event-stream", forward=True))
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == []
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert sdk_server.user_texts().count(text) == 1
