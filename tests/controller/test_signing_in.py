"""Signed out: the user is asked once, and what was interrupted goes on, once."""

from __future__ import annotations

import asyncio

import pytest

from chatkit_tui.controller.state import Delivery, TurnPhase
from chatkit_tui.errors import AuthRequired
from tests.controller.chat import Chat
from tests.controller.faulty import begin
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import SdkServer

OUT = Answer(401, {"error": {"message": "who are you"}})


class User:
    """Signs in at the server, or does not; notes what he was told."""

    def __init__(self, chat: Chat, proxy: FaultProxy, *, willing: bool = True) -> None:
        self.willing = willing
        self.told: list[str] = []
        self.asked = asyncio.Event()
        self.ready = asyncio.Event()
        self.ready.set()
        self._proxy = proxy
        chat.controller.signing_in.ask = self._answer

    async def _answer(self, error: AuthRequired, what: str) -> bool:
        self.told.append(what)
        self.asked.set()
        await self.ready.wait()
        if self.willing:
            self._proxy.clear()
        return self.willing


async def test_a_message_goes_once_when_the_user_has_signed_in(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, OUT, times=None)
    user = User(shaky, fault_proxy)
    await shaky.controller.send_user_message(text)
    assert user.told == ["your message"]
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert sdk_server.user_texts().count(text) == 1
    assert shaky.errors == []
    assert TurnPhase.SIGNED_OUT in shaky.phases


async def test_who_does_not_sign_in_has_his_text_back_and_is_not_pestered(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await begin(shaky, "threads.add_user_message")
    fault_proxy.on(None, OUT, times=None)
    user = User(shaky, fault_proxy, willing=False)
    await shaky.controller.send_user_message("Again")
    assert shaky.unsent == ["Again"]
    assert isinstance(shaky.errors[-1].cause, AuthRequired)
    for _ in range(2):
        with pytest.raises(AuthRequired):
            await shaky.controller.list_threads()
    assert user.told == ["your message"]
    user.willing = True
    await shaky.controller.retry_after_item()
    assert user.told == ["your message"] * 2
    assert sdk_server.user_texts() == ["Hello", "Again"]


async def test_all_who_are_refused_meanwhile_go_on_after_one_question(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await begin(shaky, "threads.add_user_message")
    fault_proxy.on(None, OUT, times=None)
    user = User(shaky, fault_proxy)
    user.ready.clear()
    behind = shaky.active
    first = asyncio.create_task(shaky.controller.send_user_message("one"))
    await user.asked.wait()
    assert behind.turn.delivery is Delivery.NOT_SENT
    second = asyncio.create_task(shaky.controller.send_user_message("two", new_thread=True))
    listing = asyncio.create_task(shaky.controller.list_threads())
    await shaky.until(lambda: shaky.active.turn.phase is TurnPhase.SIGNED_OUT)
    user.ready.set()
    await asyncio.gather(first, second, listing)
    assert user.told == ["your message"]
    assert sorted(sdk_server.user_texts()) == ["Hello", "one", "two"]
    assert len(shaky.controller.directory.threads) == 2


async def test_a_retry_goes_on_too(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await begin(shaky, "threads.add_user_message")
    fault_proxy.on("threads.retry_after_item", Answer(403))
    user = User(shaky, fault_proxy)
    await shaky.controller.retry_after_item()
    assert user.told == ["the request"]
    assert sdk_server.count("threads.retry_after_item") == 1
    assert shaky.lines() == ["Hello", "You said: Hello"]


async def test_stop_while_signed_out_gives_the_text_back(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", OUT)
    user = User(shaky, fault_proxy)
    user.ready.clear()
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    await user.asked.wait()
    await shaky.controller.stop()
    await sending
    assert shaky.unsent == ["Hello"]
    assert sdk_server.requests == []


async def test_a_thread_that_was_refused_is_loaded_after_signing_in(
    shaky: Chat, fault_proxy: FaultProxy
) -> None:
    await begin(shaky, "threads.add_user_message")
    thread = shaky.active.thread_id
    await shaky.controller.set_thread_id(None)
    fault_proxy.on(None, OUT, times=None)
    user = User(shaky, fault_proxy)
    await shaky.controller.set_thread_id(thread)
    assert user.told == ["the thread"]
    assert shaky.lines() == ["Hello", "You said: Hello"]
