"""Stop at the awkward moments: before the first event, and where closing is only a detach."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chatkit_tui.controller.state import TurnPhase
from tests.controller.chat import Chat
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer, CloseBeforeResponse, CutAfterEvents, Stall
from tests.support.sdk_server import SdkServer


@pytest.mark.parametrize("arrived", [False, True])
async def test_stop_before_the_first_event_looks_where_the_message_is(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, arrived: bool
) -> None:
    await shaky.controller.send_user_message("Hello")
    fault_proxy.on("threads.add_user_message", Stall(after_events=0 if arrived else None))
    sending = asyncio.create_task(shaky.controller.send_user_message("Again"))
    await shaky.until(lambda: shaky.active.turn.phase is TurnPhase.SENDING)
    if arrived:
        await sdk_server.until(lambda: len(sdk_server.user_texts()) == 2)
    await shaky.controller.stop()
    await sending
    fault_proxy.clear()
    assert shaky.error is not None
    assert shaky.error.code == "stopped"
    assert shaky.unsent == ([] if arrived else ["Again"])
    assert shaky.error.allow_retry == arrived
    await shaky.controller.retry_after_item()
    assert shaky.lines()[-2:] == ["Again", "You said: Again"]
    assert sdk_server.user_texts() == ["Hello", "Again"]


async def test_stop_while_asking_what_arrived(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    fault_proxy.on("threads.add_user_message", CloseBeforeResponse(forward=False))
    fault_proxy.on("items.list", Stall(), times=None)
    sending = asyncio.create_task(shaky.controller.send_user_message("Again"))
    await shaky.until(lambda: shaky.active.turn.phase is TurnPhase.CHECKING)
    async with asyncio.timeout(1.9):
        await shaky.controller.stop()
    await sending
    assert shaky.unsent == ["Again"]


async def test_stop_where_the_server_detaches_shows_what_it_has_so_far(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", Stall(after_events=7))
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    await shaky.until(lambda: shaky.lines()[-1:] == ["You said: "])
    fault_proxy.on("items.list", Answer(200, {"data": [], "has_more": False}), times=None)
    await shaky.controller.stop()
    await sending
    # Nothing stored yet: what was read on the screen is not taken away.
    assert shaky.lines() == ["Hello", "You said: "]
    fault_proxy.clear()
    await shaky.controller.fetch_updates()
    assert shaky.items() != []
    assert shaky.lines()[0] == "Hello"


async def test_second_stop_is_no_other(shaky: Chat, fault_proxy: FaultProxy) -> None:
    fault_proxy.on("threads.create", Stall(after_events=7))
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    await shaky.until(lambda: shaky.lines()[-1:] == ["You said: "])
    await asyncio.gather(shaky.controller.stop(), shaky.controller.stop())
    await sending
    assert not shaky.active.turn.busy
    assert shaky.active.turn.phase is TurnPhase.IDLE


async def test_stopping_while_following_a_broken_answer(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    async def silent(thread: Any, item: Any, context: Any) -> Any:
        if item is None:
            yield item

    sdk_server.respond = silent
    fault_proxy.on("threads.create", CutAfterEvents(2, detach=True))
    sending = asyncio.create_task(shaky.controller.send_user_message("Hello"))
    await shaky.until(lambda: shaky.active.turn.phase is TurnPhase.CHECKING)
    await shaky.controller.stop()
    await sending
    assert shaky.error is not None
    assert (shaky.error.code, shaky.error.allow_retry) == ("stopped", True)
    assert shaky.lines() == ["Hello"]
