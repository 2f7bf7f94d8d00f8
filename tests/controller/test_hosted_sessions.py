"""Hosted servers: secrets come and go under a conversation, which loses and repeats nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from chatkit_tui.controller.controller import ChatKitController
from chatkit_tui.controller.state import Delivery
from chatkit_tui.errors import RateLimited
from chatkit_tui.options import ChatKitOptions, HostedApiConfig, SessionEndpoint
from chatkit_tui.transport.client_secret import MARGIN
from chatkit_tui.transport.timeouts import Timeouts
from tests.controller.chat import QUICK
from tests.support.clock import MovableClock
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer, CloseBeforeResponse, Delay, Fault, Stall
from tests.support.sdk_server import SdkServer

SESSION = "/api/create-session"
SEND = "threads.add_user_message"
SOON = {"Retry-After": "0.05"}
ROUNDS = 25
"""Of two turns each, one in either of two threads."""

EXPIRIES = {2, 4, 7, 9, 12, 14, 17, 19, 22, 24}
REVOKED = {6, 13}
FAULTS: dict[int, tuple[str, Fault]] = {
    2: (SESSION, Delay(0.05)),
    5: (SEND, Answer(429, {"error": {"code": "rate_limit_exceeded"}}, headers=SOON)),
    6: (SESSION, Delay(0.05)),
    7: (SESSION, Answer(429, {"error": "too many sessions"}, headers=SOON)),
    9: (SESSION, Answer(503, {"error": "deploying"}, headers=SOON)),
    12: (SESSION, CloseBeforeResponse(forward=False)),
    14: (SESSION, Stall()),
    20: (SEND, Answer(401, {"error": {"code": "invalid_api_key"}})),
}
ONE_BY_ONE = {5, 7, 9, 12, 14, 20}
"""Rounds in which a load would fail, too, and nothing but a message is tried again by itself."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovableClock:
    clock = MovableClock()
    monkeypatch.setattr(time, "time", clock)
    return clock


@pytest.fixture
async def controller(fault_proxy: FaultProxy) -> AsyncIterator[ChatKitController]:
    """Of a hosted server, which the proxy stands before as before its session endpoint."""
    session = SessionEndpoint(f"{fault_proxy.origin}{SESSION}")
    api = HostedApiConfig(session=session, base_url=fault_proxy.origin)
    controller = ChatKitController(
        ChatKitOptions(api=api), patience=QUICK, timeouts=Timeouts(connect=2, read=0.4, idle=2)
    )
    yield controller
    await controller.aclose()


def asked_for_secrets(server: SdkServer) -> int:
    return sum(request.path == SESSION for request in list(server.requests))


async def test_fifty_turns_over_ten_expiries_lose_and_repeat_nothing(
    sdk_server: SdkServer,
    fault_proxy: FaultProxy,
    controller: ChatKitController,
    clock: MovableClock,
) -> None:
    threads: list[str] = []
    for name in ("a", "b"):
        await controller.send_user_message(f"{name} begins", new_thread=True)
        assert controller.active.thread_id is not None
        threads.append(controller.active.thread_id)
    here, there = reversed(threads)
    for turn in range(ROUNDS):
        if turn in EXPIRIES:
            # Now within the margin, now long past.
            clock.advance(sdk_server.secret_life - (MARGIN - 1 if turn % 2 else -1))
        if turn in REVOKED:
            sdk_server.secrets.clear()
        if turn in FAULTS:
            fault_proxy.on(*FAULTS[turn])
        asked = asked_for_secrets(sdk_server)
        await both(controller, there, turn, at_once=turn not in ONE_BY_ONE)
        renewed = turn in EXPIRIES | REVOKED or turn == 20
        assert asked_for_secrets(sdk_server) - asked == renewed, turn
        here, there = there, here

    texts = sdk_server.user_texts()
    assert sorted(texts) == sorted(
        ["a begins", "b begins", *(f"{turn} {n}" for turn in range(ROUNDS) for n in (1, 2))]
    )
    assert fault_proxy.met.total() == len(FAULTS)
    # A message and the two questions of a load, all with the secret that was just revoked.
    assert 0 < sdk_server.refused <= 3 * len(REVOKED)
    for thread in threads:
        await controller.set_thread_id(thread)
        while controller.active.state.has_older:
            await controller.load_older_items()
        shown = [row.item.id for row in controller.active.state.rows]
        assert shown == list(sdk_server.store.threads[thread].items)
        assert len(shown) == 2 * (1 + ROUNDS)


async def both(controller: ChatKitController, there: str, turn: int, *, at_once: bool) -> None:
    """A turn in the thread in front, and one in the other, whose load comes between."""
    conversation = controller.active
    first = asyncio.create_task(controller.send_user_message(f"{turn} 1"))
    await asyncio.sleep(0)
    assert conversation.turn.busy
    if not at_once:
        await first
    await controller.set_thread_id(there)
    await controller.send_user_message(f"{turn} 2")
    await first
    for each in (conversation, controller.active):
        assert each.state.error is None, (turn, each.state.error)


@pytest.mark.parametrize("status", [500, 502, 409])
async def test_a_session_endpoint_that_fails_means_that_nothing_was_sent(
    sdk_server: SdkServer, fault_proxy: FaultProxy, controller: ChatKitController, status: int
) -> None:
    fault_proxy.on(SESSION, Answer(status, {"error": "no such workflow"}))
    await controller.send_user_message("Hello")
    error = controller.active.state.error
    assert error is not None
    assert error.message.startswith(f"No client secret: The server answered {status}")
    assert error.circumstances is not None
    assert error.circumstances.delivery is Delivery.NOT_SENT
    assert sdk_server.requests == []
    await controller.retry_after_item()
    assert controller.active.state.error is None
    assert sdk_server.user_texts() == ["Hello"]


async def test_a_pause_that_the_session_endpoint_asks_for_holds_for_all(
    fault_proxy: FaultProxy, controller: ChatKitController, clock: MovableClock
) -> None:
    fault_proxy.on(SESSION, Answer(429, {"error": "slow down"}, headers={"Retry-After": "50"}))
    for waited in (0, 20):
        clock.advance(waited)
        with pytest.raises(RateLimited, match="slow down") as caught:
            await controller.list_threads()
        assert caught.value.retry_after == pytest.approx(50 - waited, abs=2)
    assert fault_proxy.met[SESSION] == 1
    clock.advance(31)
    await controller.list_threads()
