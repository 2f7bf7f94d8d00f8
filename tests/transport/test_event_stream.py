"""Streams of the official server: complete, in order, as they were sent."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

import pytest
from chatkit.types import (
    ClientToolCallItem,
    StructuredInputFreeform,
    StructuredInputItem,
    ThreadItemDoneEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
    WidgetItem,
)
from chatkit.widgets import Card, Text

from chatkit_tui.errors import ConnectError, StreamInterrupted
from chatkit_tui.protocol.decode import decode_event
from chatkit_tui.protocol.events import ThreadCreatedEvent
from chatkit_tui.protocol.events import ThreadItemDoneEvent as ItemDone
from chatkit_tui.protocol.requests import (
    StructuredInputAnswerSubmission,
    StructuredInputSubmission,
)
from chatkit_tui.transport import event_stream
from tests.support.assistant import assistant_message
from tests.support.chat import connected, everything, message, types
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Split
from tests.support.loop_thread import Gate
from tests.support.sdk_server import Context, Respond, SdkServer

ANSWER = [
    "thread.item.done",
    "stream_options",
    "thread.item.added",
    *["thread.item.updated"] * 5,
    "thread.item.done",
]


def held(gate: Gate, *pieces: str) -> Respond:
    """An assistant that says `pieces` and then waits at `gate` before it is done."""

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        if pieces:
            for event in assistant_message(thread, *pieces)[:-2]:
                yield event
        await gate.passed()

    return respond


async def begin_thread(server: SdkServer) -> str:
    """A thread with one turn in it."""
    async with connected(server.url) as client:
        messages = await everything(client.create_thread(message("Begin")))
    event = messages[0].event
    assert isinstance(event, ThreadCreatedEvent)
    return event.thread.id


async def test_a_new_thread_streams_every_event(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url) as client:
        messages = await everything(client.create_thread(message("Hello")))
    assert types(messages) == ["thread.created", *ANSWER]
    assert sdk_server.user_texts() == ["Hello"]
    assert sdk_server.count("threads.create") == 1


async def test_raw_text_is_what_the_server_wrote(sdk_server: SdkServer) -> None:
    text = "line\u2028separator \u0085 “ü” \U0001f600 <\\n>"

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        for event in assistant_message(thread, text):
            sent.append(event.model_dump_json(by_alias=True, exclude_none=True))
            yield event

    sent: list[str] = []
    sdk_server.respond = respond
    async with connected(sdk_server.url) as client:
        messages = await everything(client.create_thread(message()))
    assert [each.raw for each in messages[3:]] == sent
    last = messages[-1].event
    assert isinstance(last, ItemDone)
    assert json.loads(messages[-1].raw)["item"]["content"][0]["text"] == text


async def test_every_byte_alone_gives_the_same_events(
    sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    fault_proxy.on("threads.create", Split(1))
    async with connected(fault_proxy.url) as client:
        messages = await everything(client.create_thread(message("ü\u2028\U0001f600")))
    assert types(messages) == ["thread.created", *ANSWER]
    assert "ü\u2028\U0001f600" in messages[-1].raw


async def test_words_that_follow_each_other_closely_are_read_together(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "READ_EVERY", 0.1)

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        for event in assistant_message(thread, *("word " for _ in range(200))):
            yield event
            await asyncio.sleep(0.001)

    sdk_server.respond = respond
    async with connected(sdk_server.url) as client:
        messages = await everything(client.create_thread(message()))
    assert len(messages) > 200
    readings = len({each.received_at for each in messages})
    assert event_stream.EAGER_READINGS // 2 < readings < 100


async def test_messages_tell_when_they_came_and_the_request_id(sdk_server: SdkServer) -> None:
    gate = sdk_server.gate()

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        await gate.passed()
        for event in assistant_message(thread, "late"):
            yield event

    sdk_server.respond = respond
    async with connected(sdk_server.url) as client:
        started = time.monotonic()
        async with client.create_thread(message()) as stream:
            assert stream.request_id == "req_test"
            early = [await anext(stream) for _ in range(3)]
            opened = time.monotonic()
            gate.open()
            late = [each async for each in stream]
            assert stream.last_byte_at == late[-1].received_at
    assert all(started <= each.received_at <= opened for each in early)
    assert all(opened <= each.received_at <= time.monotonic() for each in late)


async def test_every_streaming_operation_reaches_its_handler(sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        if item is not None and item.content[0].text == "tool":
            call = ClientToolCallItem(
                id="tc_1",
                thread_id=thread.id,
                created_at=thread.created_at,
                call_id="c",
                name="n",
                arguments={},
            )
            yield ThreadItemDoneEvent(item=call)
        elif item is not None and item.content[0].text == "ask":
            question = StructuredInputFreeform(id="q", question="Why?")
            ask = StructuredInputItem(
                id="si_1", thread_id=thread.id, created_at=thread.created_at, inputs=[question]
            )
            yield ThreadItemDoneEvent(item=ask)
        else:
            for event in assistant_message(thread, "fine"):
                yield event

    sdk_server.respond = respond
    thread = await begin_thread(sdk_server)
    async with connected(sdk_server.url) as client:
        await everything(client.add_user_message(thread, message("tool")))
        result = {"big": 2**60, "float": 1.0, "nothing": None, "list": [1, "ü"]}
        messages = await everything(client.add_client_tool_output(thread, result))
        assert types(messages)[-1] == "thread.item.done"
        await everything(client.add_user_message(thread, message("ask")))
        answers = {"q": StructuredInputAnswerSubmission(values=("because",))}
        submission = StructuredInputSubmission(answers=answers)
        messages = await everything(client.add_structured_input(thread, "si_1", submission))
        assert "thread.item.replaced" in types(messages)
        user = sdk_server.store.user_messages()[-1]
        messages = await everything(client.retry_after_item(thread, user.id))
        assert types(messages)[-1] == "thread.item.done"
    items = sdk_server.store.threads[thread].items
    call = items["tc_1"]
    assert isinstance(call, ClientToolCallItem)
    assert call.output == result
    assert [item.type for item in items.values()][-2:] == ["user_message", "structured_input"]


async def test_custom_actions_carry_type_and_payload_only(sdk_server: SdkServer) -> None:
    async def handle(
        thread: ThreadMetadata, action: object, sender: WidgetItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        params = context.request.json["params"]
        seen.append((params["action"], params.get("item_id")))
        for event in assistant_message(thread, "done"):
            yield event

    seen: list[tuple[object, str | None]] = []

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        widget = WidgetItem(
            id="w_1",
            thread_id=thread.id,
            created_at=thread.created_at,
            widget=Card(children=[Text(value="x")]),
        )
        yield ThreadItemDoneEvent(item=widget)

    sdk_server.respond = respond
    sdk_server.action = handle
    thread = await begin_thread(sdk_server)
    action = {"type": "buy", "payload": {"n": 1.0}, "handler": "server", "streaming": True}
    async with connected(sdk_server.url) as client:
        await everything(client.custom_action(thread, "w_1", action))
        await everything(client.custom_action(thread, None, {"type": "bare"}))
    assert seen == [
        ({"type": "buy", "payload": {"n": 1.0}}, "w_1"),
        ({"type": "bare"}, None),
    ]


async def test_an_event_that_trips_our_own_models_costs_itself_only(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(data: dict[str, object]) -> object:
        if data["type"] == "stream_options":
            raise RecursionError
        return decode_event(data)

    monkeypatch.setattr(event_stream, "decode_event", trip)
    async with connected(sdk_server.url) as client:
        messages = await everything(client.create_thread(message()))
    assert types(messages)[:3] == ["thread.created", "thread.item.done", "-"]
    assert len(messages) == len(ANSWER) + 1


async def test_leaving_the_block_hangs_up_and_the_server_notices(sdk_server: SdkServer) -> None:
    sdk_server.respond = held(sdk_server.gate(), "partial")
    async with connected(sdk_server.url) as client:
        async with client.create_thread(message()) as stream:
            for _ in range(6):
                await anext(stream)
        await sdk_server.until(lambda: sdk_server.streams_ended == 1)
        thread = next(iter(sdk_server.store.threads))
        page = await client.list_items(thread, order="asc")
    assert [item.type for item in page.data] == ["user_message", "assistant_message"]


async def test_cancelling_the_reader_hangs_up(sdk_server: SdkServer) -> None:
    sdk_server.respond = held(sdk_server.gate())
    async with connected(sdk_server.url) as client:
        task = asyncio.create_task(everything(client.create_thread(message())))
        await sdk_server.until(lambda: sdk_server.user_texts() == ["Hi"])
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await sdk_server.until(lambda: sdk_server.streams_ended == 1)


async def test_closing_the_client_interrupts_a_running_stream(sdk_server: SdkServer) -> None:
    sdk_server.respond = held(sdk_server.gate())
    async with connected(sdk_server.url) as client, client.create_thread(message()) as stream:
        for _ in range(3):
            await anext(stream)
        outcome, _ = await asyncio.gather(anext(stream), client.aclose(), return_exceptions=True)
    assert isinstance(outcome, StreamInterrupted)


async def test_a_closed_client_sends_nothing(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url) as client:
        await client.list_threads()
    with pytest.raises(ConnectError):
        await client.list_threads()
    assert sdk_server.count("threads.list") == 1


async def test_two_streams_run_side_by_side(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url) as client, client.create_thread(message("one")) as one:
        async with client.create_thread(message("two")) as two:
            second = [each async for each in two]
        first = [each async for each in one]
    assert "one" in first[-1].raw
    assert "two" in second[-1].raw
