"""Client tools: whatever the handler does, the turn goes on and ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from chatkit.types import (
    ClientToolCallItem,
    ThreadItemDoneEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
)

from chatkit_tui.controller.state import TurnPhase
from tests.controller.chat import QUICK, Chat
from tests.controller.conftest import MakeChat
from tests.support.assistant import assistant_message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import CloseBeforeResponse, CutAfterEvents
from tests.support.sdk_server import Context, SdkServer


def calling(server: SdkServer, *names: str) -> None:
    """Let the server ask for these tools, one after the other, and then say what it got."""
    outputs: list[Any] = []
    numbers = iter(range(1000))

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        if item is not None:
            outputs.clear()
        else:
            items = list(server.store.threads[thread.id].items.values())
            last = next(i for i in reversed(items) if isinstance(i, ClientToolCallItem))
            outputs.append(last.output)
        if len(outputs) < len(names):
            number = next(numbers)
            call = ClientToolCallItem(
                id=f"call_{number}",
                thread_id=thread.id,
                created_at=datetime.now(),
                call_id=f"c{number}",
                name=names[len(outputs)],
                arguments={"n": len(outputs)},
            )
            yield ThreadItemDoneEvent(item=call)
            return
        for event in assistant_message(thread, json.dumps(outputs)):
            yield event

    server.respond = respond


async def test_tools_run_and_the_turn_goes_on(make_chat: MakeChat, sdk_server: SdkServer) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []

    async def handler(name: str, arguments: dict[str, Any]) -> Any:
        calls.append((name, dict(arguments)))
        arguments.clear()
        return {"did": name, "π": [1.0, None, 10**20]}

    chat = make_chat(sdk_server.url, on_client_tool=handler)
    calling(sdk_server, "look", "leap")
    await chat.controller.send_user_message("Go")
    assert calls == [("look", {"n": 0}), ("leap", {"n": 1})]
    assert json.loads(chat.lines()[-1]) == [
        {"did": "look", "π": [1.0, None, 10**20]},
        {"did": "leap", "π": [1.0, None, 10**20]},
    ]
    assert sdk_server.count("threads.add_client_tool_output") == 2
    assert TurnPhase.RUNNING_TOOL in chat.phases
    assert chat.error is None
    shown = chat.items()
    assert [item["arguments"] for item in shown if "arguments" in item] == [{"n": 0}, {"n": 1}]
    await chat.controller.fetch_updates()
    assert chat.items() == shown


async def test_plain_handler_may_block_and_the_loop_goes_on(
    make_chat: MakeChat, sdk_server: SdkServer
) -> None:
    release = threading.Event()

    def handler(name: str, arguments: dict[str, Any]) -> Any:
        assert threading.current_thread() is not threading.main_thread()
        assert release.wait(5)
        return "done"

    chat = make_chat(
        sdk_server.url, on_client_tool=handler, patience=replace(QUICK, tool_timeout=5.0)
    )
    calling(sdk_server, "block")
    sending = asyncio.create_task(chat.controller.send_user_message("Go"))
    await chat.until(lambda: chat.active.turn.phase is TurnPhase.RUNNING_TOOL)
    release.set()
    await sending
    assert chat.lines()[-1] == '["done"]'


async def raises(name: str, arguments: dict[str, Any]) -> Any:
    raise ValueError("secret-path")


def raises_plainly(name: str, arguments: dict[str, Any]) -> Any:
    raise StopIteration


async def takes_for_ever(name: str, arguments: dict[str, Any]) -> Any:
    await asyncio.Event().wait()


turn_is_over = threading.Event()


def blocks_until_the_turn_is_over(name: str, arguments: dict[str, Any]) -> Any:
    assert turn_is_over.wait(5)


async def gives_no_json(name: str, arguments: dict[str, Any]) -> Any:
    return {"when": datetime.now()}


async def gives_nan(name: str, arguments: dict[str, Any]) -> Any:
    return float("nan")


async def times_out_itself(name: str, arguments: dict[str, Any]) -> Any:
    raise TimeoutError


@pytest.mark.parametrize(
    "handler",
    [
        None,
        raises,
        raises_plainly,
        takes_for_ever,
        blocks_until_the_turn_is_over,
        gives_no_json,
        gives_nan,
        times_out_itself,
    ],
)
async def test_handler_that_fails_answers_with_an_error(
    make_chat: MakeChat, sdk_server: SdkServer, handler: Any
) -> None:
    turn_is_over.clear()
    chat = make_chat(sdk_server.url, on_client_tool=handler)
    calling(sdk_server, "thing")
    await chat.controller.send_user_message("Go")
    turn_is_over.set()
    (output,) = json.loads(chat.lines()[-1])
    assert set(output) == {"error"}
    assert "secret-path" not in output["error"]
    assert chat.error is None
    assert chat.active.turn.phase is TurnPhase.IDLE


async def test_endless_calls_come_to_an_end(make_chat: MakeChat, sdk_server: SdkServer) -> None:
    async def handler(name: str, arguments: dict[str, Any]) -> Any:
        return None

    chat = make_chat(sdk_server.url, on_client_tool=handler, patience=replace(QUICK, tool_rounds=3))
    calling(sdk_server, *["again"] * 10)
    await chat.controller.send_user_message("Go")
    assert sdk_server.count("threads.add_client_tool_output") == 3
    assert chat.error is not None
    assert "3 tools" in chat.error.message


async def test_running_tool_can_be_stopped(make_chat: MakeChat, sdk_server: SdkServer) -> None:
    chat = make_chat(
        sdk_server.url, on_client_tool=takes_for_ever, patience=replace(QUICK, tool_timeout=60)
    )
    calling(sdk_server, "thing")
    sending = asyncio.create_task(chat.controller.send_user_message("Go"))
    await chat.until(lambda: chat.active.turn.phase is TurnPhase.RUNNING_TOOL)
    await chat.controller.stop()
    await sending
    assert chat.error is not None
    assert chat.error.code == "stopped"
    assert sdk_server.count("threads.add_client_tool_output") == 0


async def test_tool_that_swallows_the_stop_is_not_answered(
    make_chat: MakeChat, sdk_server: SdkServer
) -> None:
    async def stubborn(name: str, arguments: dict[str, Any]) -> Any:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return "too late"

    chat = make_chat(
        sdk_server.url, on_client_tool=stubborn, patience=replace(QUICK, tool_timeout=60)
    )
    calling(sdk_server, "thing")
    sending = asyncio.create_task(chat.controller.send_user_message("Go"))
    await chat.until(lambda: chat.active.turn.phase is TurnPhase.RUNNING_TOOL)
    await chat.controller.stop()
    await sending
    assert sdk_server.count("threads.add_client_tool_output") == 0
    assert chat.error is not None
    assert chat.error.code == "stopped"


async def test_open_call_of_a_loaded_thread_is_not_run(
    make_chat: MakeChat, sdk_server: SdkServer
) -> None:
    calls: list[str] = []
    first = make_chat(
        sdk_server.url, on_client_tool=takes_for_ever, patience=replace(QUICK, tool_timeout=60)
    )
    calling(sdk_server, "thing")
    sending = asyncio.create_task(first.controller.send_user_message("Go"))
    await first.until(lambda: first.active.turn.phase is TurnPhase.RUNNING_TOOL)
    chat = make_chat(sdk_server.url, on_client_tool=lambda name, arguments: calls.append(name))
    await chat.controller.set_thread_id(first.active.thread_id)
    await chat.controller.fetch_updates()
    assert calls == []
    assert chat.active.state.rows[-1].item.type == "client_tool_call"
    sending.cancel()


async def test_call_that_was_only_found_is_not_run_and_retry_is_offered(
    make_chat: MakeChat, sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    calls: list[str] = []
    chat = make_chat(fault_proxy.url, on_client_tool=lambda name, _: calls.append(name))
    calling(sdk_server, "thing")
    fault_proxy.on("threads.create", CutAfterEvents(0, detach=True))
    await chat.controller.send_user_message("Go")
    assert calls == []
    assert chat.error is not None
    assert chat.error.allow_retry
    await chat.controller.retry_after_item()
    assert calls == ["thing"]
    assert chat.lines() == ["Go", "[null]"]


async def lost_output(chat: Chat, server: SdkServer) -> None:
    calling(server, "thing")
    await chat.controller.send_user_message("Go")


async def test_result_that_arrived_unseen_is_not_posted_again(
    make_chat: MakeChat, sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    async def handler(name: str, arguments: dict[str, Any]) -> Any:
        return "result"

    chat = make_chat(fault_proxy.url, on_client_tool=handler)
    fault_proxy.on("threads.add_client_tool_output", CutAfterEvents(0, detach=True))
    await lost_output(chat, sdk_server)
    assert chat.lines()[-1] == '["result"]'
    assert sdk_server.count("threads.add_client_tool_output") == 1
    assert chat.error is None


async def test_result_that_did_not_arrive_offers_a_retry(
    make_chat: MakeChat, sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    async def handler(name: str, arguments: dict[str, Any]) -> Any:
        return "result"

    chat = make_chat(fault_proxy.url, on_client_tool=handler)
    fault_proxy.on("threads.add_client_tool_output", CloseBeforeResponse(forward=False))
    await lost_output(chat, sdk_server)
    assert chat.error is not None
    assert chat.error.allow_retry
    assert "tool" in chat.error.message
    await chat.controller.retry_after_item()
    assert chat.lines() == ["Go", '["result"]']
    assert chat.error is None
    assert sdk_server.user_texts() == ["Go"]
