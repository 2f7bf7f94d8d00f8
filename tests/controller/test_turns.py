"""Turns as they should go: sending, following, stopping, retrying, in one thread and in several."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from chatkit.types import (
    LockedStatus,
    ProgressUpdateEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
)

from chatkit_tui.controller.changes import Change, RowAdded, RowUpdated, TurnChanged
from chatkit_tui.controller.conversation import Conversation
from chatkit_tui.controller.state import Delivery, TurnPhase
from chatkit_tui.errors import CommandRefused, ConfigurationError
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.support.assistant import assistant_message, echo
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.loop_thread import Gate
from tests.support.sdk_server import Context, SdkServer


def held(server: SdkServer, *, after: int = 3) -> Gate:
    """Let the server's next answers stop after some events until the gate opens."""
    gate = server.gate()

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        number = 0
        async for event in echo(thread, item, context):
            if number == after:
                await gate.passed()
            number += 1
            yield event

    server.respond = respond
    return gate


async def test_message_is_answered_and_every_step_is_told(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("Hello")
    assert chat.lines() == ["Hello", "You said: Hello"]
    assert chat.phases == [TurnPhase.SENDING, TurnPhase.RESPONDING, TurnPhase.IDLE]
    assert chat.deliveries == [
        Delivery.NOT_SENT,
        Delivery.UNKNOWN,
        Delivery.ACCEPTED,
        Delivery.STREAMING,
        Delivery.ENDED,
    ]
    keys = [change.key for _, change in chat.changes if isinstance(change, RowAdded)]
    assert keys == [row.key for row in chat.active.state.rows]
    assert any(isinstance(change, RowUpdated) for _, change in chat.changes)
    assert all(row.done and row.pending is None for row in chat.active.state.rows)
    assert chat.active.turn.last_data_at > chat.active.turn.started_at
    assert sdk_server.count("threads.create") == 1
    await chat.controller.send_user_message("And now?")
    assert chat.lines()[2:] == ["And now?", "You said: And now?"]
    assert sdk_server.count("threads.add_user_message") == 1
    assert sdk_server.count("items.list") == 0


async def test_everything_a_message_may_carry_reaches_the_server(
    chat: Chat, sdk_server: SdkServer, tmp_path: Any
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("notes")
    attachment = await chat.controller.upload(file)
    await chat.controller.send_user_message(
        content=[
            {"type": "input_text", "text": "What of "},
            {"type": "input_tag", "id": "t1", "text": "Anna", "data": {"age": 3}, "group": "P"},
        ],
        reply="an earlier word",
        attachments=[attachment.id],
        tool_choice="search",
        model="big",
    )
    stored = sdk_server.store.user_messages()[0]
    assert [part.type for part in stored.content] == ["input_text", "input_tag"]
    assert stored.quoted_text == "an earlier word"
    assert [each.id for each in stored.attachments] == [attachment.id]
    assert stored.inference_options.model == "big"
    assert stored.inference_options.tool_choice is not None
    assert stored.inference_options.tool_choice.id == "search"
    assert chat.error is None
    assert chat.lines()[0] == "What of Anna"


@pytest.mark.parametrize("text", ["", " \n\t "])
async def test_nothing_to_send_is_refused(chat: Chat, sdk_server: SdkServer, text: str) -> None:
    with pytest.raises(CommandRefused):
        await chat.controller.send_user_message(text)
    with pytest.raises(ConfigurationError):
        await chat.controller.send_user_message(content=[{"type": "video"}])
    assert sdk_server.requests == []


async def test_raw_events_are_heard_as_the_server_sent_them(chat: Chat) -> None:
    await chat.controller.send_user_message("Hello")
    types = [json.loads(text)["type"] for text in chat.raw]
    assert types[:3] == ["thread.created", "thread.item.done", "stream_options"]
    assert types[-1] == "thread.item.done"


async def test_commands_that_collide_with_a_response_are_refused(
    chat: Chat, sdk_server: SdkServer
) -> None:
    gate = held(sdk_server)
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    for command in (
        chat.controller.send_user_message("Too early"),
        chat.controller.retry_after_item(),
        chat.controller.fetch_updates(),
        chat.controller.send_custom_action({"type": "x"}),
        chat.controller.submit_structured_input("id", {}),
        chat.controller.delete_thread(chat.active.thread_id or ""),
    ):
        with pytest.raises(CommandRefused):
            await command
    gate.open()
    await sending
    assert chat.lines() == ["Hello", "You said: Hello"]
    assert sdk_server.user_texts() == ["Hello"]


async def test_of_two_messages_at_the_same_moment_one_is_refused(
    chat: Chat, sdk_server: SdkServer
) -> None:
    both = [chat.controller.send_user_message(text) for text in ("One", "Two")]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert results[0] is None
    assert isinstance(results[1], CommandRefused)
    assert chat.lines() == ["One", "You said: One"]
    assert sdk_server.user_texts() == ["One"]


async def test_subscriber_that_raises_breaks_nothing(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(conversation: Conversation | None, change: Change) -> None:
        raise ValueError("not mine")

    leave = chat.controller.subscribe(broken)
    chat.controller.on_message(lambda text: 1 // 0)  # type: ignore[arg-type]
    chat.controller.on("chatkit.response.start", lambda detail: 1 // 0)
    with caplog.at_level(logging.ERROR):
        await chat.controller.send_user_message("Hello")
    assert chat.lines() == ["Hello", "You said: Hello"]
    assert "not mine" in caplog.text
    leave()
    caplog.clear()
    await chat.controller.send_user_message("Again")
    assert "not mine" not in caplog.text


async def test_switching_threads_does_not_lose_the_answer(
    chat: Chat, sdk_server: SdkServer
) -> None:
    gate = held(sdk_server)
    first = chat.active
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    await chat.controller.set_thread_id(None)
    assert chat.active is not first
    assert chat.lines() == []
    assert first in chat.controller.conversations
    await chat.controller.set_thread_id(first.thread_id)
    assert chat.active is first
    assert chat.active.turn.busy
    await chat.controller.set_thread_id(None)
    gate.open()
    await sending
    assert not first.turn.busy
    assert first not in chat.controller.conversations
    await chat.controller.set_thread_id(first.thread_id)
    assert chat.lines() == ["Hello", "You said: Hello"]


async def test_two_conversations_stream_at_once(chat: Chat, sdk_server: SdkServer) -> None:
    gate = held(sdk_server)
    one = chat.active
    sending_one = asyncio.create_task(chat.controller.send_user_message("One"))
    await chat.until(lambda: len(one.state.rows) == 2)
    sending_two = asyncio.create_task(chat.controller.send_user_message("Two", new_thread=True))
    await chat.until(lambda: chat.active is not one and len(chat.active.state.rows) == 2)
    assert one.turn.busy
    assert chat.active.turn.busy
    gate.open()
    await asyncio.gather(sending_one, sending_two)
    assert chat.lines() == ["Two", "You said: Two"]
    await chat.controller.set_thread_id(one.thread_id)
    assert chat.lines() == ["One", "You said: One"]
    assert sorted(sdk_server.user_texts()) == ["One", "Two"]


async def test_message_that_failed_in_the_background_is_still_there(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    chat = make_chat(fault_proxy.url)
    await chat.controller.send_user_message("Hello")
    elsewhere = chat.active.thread_id
    await chat.controller.set_thread_id(None)
    later = {"Retry-After": "2"}
    fault_proxy.on("threads.create", Answer(429, {"message": "later"}, headers=later))
    sending = asyncio.create_task(chat.controller.send_user_message("Lost?"))
    await chat.until(lambda: chat.active.turn.phase is TurnPhase.WAITING)
    failing = chat.active
    await chat.controller.set_thread_id(elsewhere)
    assert chat.lines() == ["Hello", "You said: Hello"]
    await failing.stop()
    await sending
    await chat.controller.set_thread_id(None)
    assert chat.active is failing
    assert chat.unsent == ["Lost?"]
    assert sdk_server.user_texts() == ["Hello"]


async def test_stop_keeps_what_was_said(chat: Chat, sdk_server: SdkServer) -> None:
    held(sdk_server, after=4)
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You said: "])
    assert chat.active.turn.allow_cancel
    await chat.controller.stop()
    await sending
    assert chat.lines() == ["Hello", "You said: "]
    assert chat.active.turn.phase is TurnPhase.IDLE
    assert TurnPhase.STOPPING in chat.phases
    assert chat.error is not None
    assert (chat.error.code, chat.error.allow_retry) == ("stopped", True)
    assert all(row.done for row in chat.active.state.rows)
    await sdk_server.until(lambda: sdk_server.streams_ended == 1)
    thread = sdk_server.store.threads[chat.active.thread_id or ""]
    assert [item.type for item in thread.items.values()] == [
        "user_message",
        "assistant_message",
        "sdk_hidden_context",
    ]
    sdk_server.respond = echo
    await chat.controller.retry_after_item()
    assert chat.lines() == ["Hello", "You said: Hello"]


async def test_stop_where_the_server_does_not_allow_it_is_refused(
    chat: Chat, sdk_server: SdkServer
) -> None:
    sdk_server.allow_cancel = False
    gate = held(sdk_server)
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    with pytest.raises(CommandRefused):
        await chat.controller.stop()
    gate.open()
    await sending
    assert chat.lines() == ["Hello", "You said: Hello"]


async def test_stop_when_nothing_runs_does_nothing(chat: Chat) -> None:
    await chat.controller.stop()
    assert chat.changes == []


async def test_cancelling_the_caller_stops_the_turn_cleanly(
    chat: Chat, sdk_server: SdkServer
) -> None:
    held(sdk_server)
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert not chat.active.turn.busy
    assert isinstance(chat.changes[-1][1], TurnChanged)
    assert all(row.done for row in chat.active.state.rows)
    await sdk_server.until(lambda: sdk_server.streams_ended == 1)
    sdk_server.respond = echo
    await chat.controller.send_user_message("Again")
    assert chat.lines()[-1] == "You said: Again"


async def test_caller_cancelled_at_once_leaves_nothing_behind(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await cancel_at_once(chat.controller.send_user_message("Hello"))
    assert not chat.active.turn.busy
    assert chat.phases[-1] is TurnPhase.IDLE
    assert chat.unsent == ["Hello"]
    await cancel_at_once(chat.controller.set_thread_id("thr_x"))
    assert not chat.active.loading
    await chat.controller.set_thread_id(None)
    assert chat.unsent == ["Hello"]


async def cancel_at_once(command: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(command)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_closing_ends_everything(make_chat: MakeChat, sdk_server: SdkServer) -> None:
    chat = make_chat(sdk_server.url)
    held(sdk_server)
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    await chat.controller.aclose()
    await sending
    await sdk_server.until(lambda: sdk_server.streams_ended == 1)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if task.get_name() == "turn"]
    with pytest.raises(CommandRefused):
        await chat.controller.send_user_message("More")


async def test_retry_drops_later_items_at_once_and_agrees_with_the_server(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("One")
    await chat.controller.send_user_message("Two")
    gate = held(sdk_server, after=0)
    first = chat.active.state.rows[0]
    answer = chat.active.state.rows[1].item.id
    retrying = asyncio.create_task(chat.controller.retry_after_item(answer))
    await chat.until(lambda: chat.lines() == ["One"])
    gate.open()
    await retrying
    assert chat.lines() == ["One", "You said: One"]
    assert chat.active.state.rows[0] is first
    assert sdk_server.user_texts() == ["One"]
    assert sdk_server.requests[-1].op == "items.list"


async def test_retry_the_server_does_not_understand_brings_everything_back(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("One")
    await chat.controller.send_user_message("Two")
    thread = sdk_server.store.threads[chat.active.thread_id or ""]
    kept = thread.items.pop(chat.active.state.rows[0].item.id)
    # The official server answers 200 with an empty stream for an item it does not have.
    await chat.controller.retry_after_item(kept.id)
    assert chat.error is not None
    assert chat.lines() == ["You said: One", "Two", "You said: Two"]


async def test_retry_at_a_server_that_deletes_nothing_shows_what_is_there(
    chat: Chat, sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def keep(*args: Any, **kwargs: Any) -> None:
        return None

    await chat.controller.send_user_message("One")
    monkeypatch.setattr(sdk_server.store, "delete_thread_item", keep)
    await chat.controller.retry_after_item()
    assert chat.lines() == ["One", "You said: One", "You said: One"]
    assert chat.error is None


async def test_nothing_to_retry_is_refused(chat: Chat) -> None:
    with pytest.raises(CommandRefused):
        await chat.controller.retry_after_item()


async def test_progress_is_over_when_the_turn_is(chat: Chat, sdk_server: SdkServer) -> None:
    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[ThreadStreamEvent]:
        for event in assistant_message(thread, "Hm."):
            yield event
        yield ProgressUpdateEvent(text="Thinking it over")

    sdk_server.respond = respond
    await chat.controller.send_user_message("Hello")
    assert chat.active.state.progress is None


async def test_locked_thread_takes_no_message(chat: Chat, sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, item: Any, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        thread.status = LockedStatus(reason="Under review.")
        for event in assistant_message(thread, "Locked."):
            yield event

    sdk_server.respond = respond
    await chat.controller.send_user_message("Hello")
    with pytest.raises(CommandRefused, match="Under review"):
        await chat.controller.send_user_message("Again")
