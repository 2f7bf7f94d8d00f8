"""Requests that were not sent, or refused for now: tried again, visibly, within limits."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from chatkit_tui.controller.state import Delivery, TurnPhase
from chatkit_tui.errors import (
    ConnectError,
    ConnectionLost,
    RateLimited,
    ServerUnavailable,
)
from tests.controller.chat import QUICK, Chat
from tests.controller.conftest import MakeChat
from tests.controller.faulty import assert_one_sentence, begin
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import (
    Answer,
    Reworded,
)
from tests.support.sdk_server import SdkServer


async def test_refused_connection_is_tried_again_until_the_server_is_up(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.refuse()
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    turn = shaky.active.turn
    await shaky.until(lambda: turn.phase is TurnPhase.WAITING and turn.attempt >= 2)
    assert turn.retry_at is not None
    assert turn.waiting_for is not None
    assert turn.delivery is Delivery.NOT_SENT
    fault_proxy.accept()
    await sending
    assert shaky.lines() == ["Hello", "You said: Hello"]
    assert shaky.error is None
    assert sdk_server.user_texts() == ["Hello"]
    assert sdk_server.count("threads.create") == 1


async def test_refused_connection_gives_the_text_back_when_patience_ends(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    chat = make_chat(fault_proxy.url, patience=replace(QUICK, send_budget=0.1))
    fault_proxy.refuse()
    await chat.controller.send_user_message("Hello")
    assert chat.unsent == ["Hello"]
    assert_one_sentence(chat, ConnectError)
    fault_proxy.accept()
    await chat.controller.retry_after_item()
    assert chat.lines() == ["Hello", "You said: Hello"]
    assert chat.error is None
    assert sdk_server.user_texts() == ["Hello"]


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_honoured_with_a_countdown(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, status: int
) -> None:
    text = "Hello"
    fault_proxy.on(
        "threads.create", Answer(status, {"message": "later"}, headers={"Retry-After": "1"})
    )
    turn = shaky.active.turn
    sending = asyncio.create_task(shaky.controller.send_user_message(text))
    await shaky.until(lambda: turn.phase is TurnPhase.WAITING)
    assert turn.retry_at is not None
    left = turn.retry_at - asyncio.get_running_loop().time()
    assert 0.5 < left <= 1.0
    await sending
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert sdk_server.user_texts().count(text) == 1
    assert turn.retry_at is None


@pytest.mark.parametrize("status", [429, 503])
async def test_wait_longer_than_patience_gives_the_text_back(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str, status: int
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, Answer(status, {"message": "later"}, headers={"Retry-After": "3600"}))
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == [text]
    assert text not in sdk_server.user_texts()
    assert_one_sentence(shaky, RateLimited if status == 429 else ServerUnavailable)


async def test_503_after_the_server_took_the_message_does_not_double_it(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, Answer(503, b"upstream reset", "text/plain", forward=True))
    await shaky.controller.send_user_message(text)
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert shaky.unsent == []
    assert sdk_server.user_texts().count(text) == 1
    assert sdk_server.count(op) == 1


async def test_503_where_threads_bear_no_date_is_left_to_the_user(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", Answer(503, b"upstream reset", "text/plain", forward=True))
    fault_proxy.on("threads.list", Reworded(b'"created_at"', b'"unheard_of"'), times=None)
    await shaky.controller.send_user_message("Hello")
    assert shaky.unsent == ["Hello"]
    assert_one_sentence(shaky, ConnectionLost)
    assert sdk_server.user_texts() == ["Hello"]
    await shaky.controller.retry_after_item()
    assert shaky.lines() == ["Hello", "You said: Hello"]
    assert sdk_server.user_texts() == ["Hello", "Hello"]


async def test_waiting_can_be_stopped(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.refuse()
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    await shaky.until(lambda: shaky.active.turn.phase is TurnPhase.WAITING)
    await shaky.controller.stop()
    await sending
    assert shaky.unsent == ["Hello"]
    assert shaky.error is not None
    assert shaky.error.code == "stopped"
    assert sdk_server.requests == []
