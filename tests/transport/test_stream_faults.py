"""What a broken way to the server makes of a streaming request: which error, and sent how often."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chatkit_tui.errors import (
    AuthRequired,
    ChatKitError,
    ConnectError,
    ConnectionLost,
    ProtocolError,
    RateLimited,
    ServerRejected,
    ServerUnavailable,
    StreamInterrupted,
)
from chatkit_tui.transport.event_stream import StreamMessage
from tests.support.chat import QUICK, connected, everything, message, take, types
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import (
    Answer,
    CloseBeforeResponse,
    CutAfterBytes,
    CutAfterEvents,
    Delay,
    Ending,
    Fault,
    Garbage,
    Stall,
)
from tests.support.sdk_server import SdkServer

EVENTS = 10
"""Events of one turn of the echoing assistant, `thread.created` included."""

PAGE = "<!doctype html><html><head><title>Sign in &amp; go</title></head><body>…</body></html>"


@dataclass
class Outcome:
    """What the client was told and what the server got."""

    messages: list[StreamMessage]
    error: ChatKitError | None
    stored: int
    requests: int


async def attempt(proxy: FaultProxy, server: SdkServer, *faults: Fault) -> Outcome:
    """Send one message through `faults`, and then another one without.

    Faults that cut are best detached: what the server does of its own when it is cut off is a race.
    """
    for fault in faults:
        proxy.on("threads.create", fault)
    messages: list[StreamMessage] = []
    error: ChatKitError | None = None
    patience = QUICK if any(isinstance(fault, Stall) for fault in faults) else None
    async with connected(proxy.url, timeouts=patience) as client:
        try:
            await take(client.create_thread(message("precious")), messages)
        except ChatKitError as caught:
            error = caught
        await server.until(lambda: server.streams_ended == server.count("threads.create"))
        stored, requests = server.user_texts().count("precious"), proxy.connections
    async with connected(proxy.url) as client:
        again = await everything(client.create_thread(message("again")))
        assert types(again)[-1] == "thread.item.done"
    if error is not None:
        assert error.message.endswith((".", "?", "…")) or ":" in error.message
        assert "\n" not in error.message
    return Outcome(messages, error, stored, requests)


async def test_refused_connection_is_not_sent(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.refuse()
    async with connected(fault_proxy.url) as client:
        with pytest.raises(ConnectError, match="refused"):
            await everything(client.create_thread(message()))
        with pytest.raises(ConnectError):
            await client.list_threads()
        fault_proxy.accept()
        await everything(client.create_thread(message("Hi")))
    assert sdk_server.user_texts() == ["Hi"]


@pytest.mark.parametrize("ending", ["break", "reset"])
@pytest.mark.parametrize("forward", [True, False])
async def test_no_head_leaves_the_fate_unknown(
    fault_proxy: FaultProxy, sdk_server: SdkServer, forward: bool, ending: Ending
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, CloseBeforeResponse(forward, ending))
    assert type(outcome.error) is ConnectionLost
    assert (outcome.stored, outcome.requests) == (int(forward), 1)


@pytest.mark.parametrize("ending", ["break", "end", "reset"])
async def test_a_stream_without_any_event_leaves_the_fate_unknown(
    fault_proxy: FaultProxy, sdk_server: SdkServer, ending: Ending
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, CutAfterEvents(0, ending, detach=True))
    assert type(outcome.error) is ConnectionLost
    assert outcome.error.request_id == "req_test"
    assert (outcome.messages, outcome.stored, outcome.requests) == ([], 1, 1)


@pytest.mark.parametrize("count", range(1, EVENTS))
async def test_a_cut_after_any_event_interrupts_the_stream(
    fault_proxy: FaultProxy, sdk_server: SdkServer, count: int
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, CutAfterEvents(count, detach=True))
    assert type(outcome.error) is StreamInterrupted
    assert len(outcome.messages) == count
    assert all(each.event is not None for each in outcome.messages)
    assert (outcome.stored, outcome.requests) == (1, 1)


async def test_a_server_that_ends_early_and_properly_is_no_error(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, CutAfterEvents(4, "end"))
    assert outcome.error is None
    assert len(outcome.messages) == 4


@pytest.mark.parametrize("ending", ["break", "end"])
async def test_half_an_event_is_never_delivered(
    fault_proxy: FaultProxy, sdk_server: SdkServer, ending: Ending
) -> None:
    whole = await attempt(fault_proxy, sdk_server)
    first, second = (len(f"data: {each.raw}\n\n".encode()) for each in whole.messages[:2])
    cuts: dict[int, tuple[type[ChatKitError], int]] = {
        10: (ConnectionLost, 0),
        first - 3: (ConnectionLost, 0),
        first - 2: (StreamInterrupted, 1),
        first + 10: (StreamInterrupted, 1),
        first + second - 3: (StreamInterrupted, 1),
    }
    for count, (kind, delivered) in cuts.items():
        outcome = await attempt(fault_proxy, sdk_server, CutAfterBytes(count, ending))
        if ending == "end" and count == first - 2:
            # Whole but for the blank line: that is how some servers end.
            assert outcome.error is None
        else:
            assert type(outcome.error) is kind, count
        assert len(outcome.messages) == delivered, count
        assert all(each.event is not None for each in outcome.messages)


async def test_silence_is_given_up(fault_proxy: FaultProxy, sdk_server: SdkServer) -> None:
    no_head = await attempt(fault_proxy, sdk_server, Stall())
    no_event = await attempt(fault_proxy, sdk_server, Stall(0))
    in_between = await attempt(fault_proxy, sdk_server, Stall(2))
    assert type(no_head.error) is type(no_event.error) is ConnectionLost
    assert type(in_between.error) is StreamInterrupted
    assert len(in_between.messages) == 2


async def test_a_slow_answer_is_waited_for(fault_proxy: FaultProxy, sdk_server: SdkServer) -> None:
    outcome = await attempt(fault_proxy, sdk_server, Delay(0.2))
    assert outcome.error is None
    assert len(outcome.messages) == EVENTS


@pytest.mark.parametrize(
    "garbage",
    [
        b"data: {not json\n\n",
        b"data: \xff\xfe\xfa\n\n",
        b'data: {"type": "thread.item.done"}\n\n',
        b"data: 17\n\n",
        b"data: " + b"[" * 5000 + b"\n\n",
    ],
)
async def test_garbage_in_mid_stream_costs_one_event(
    fault_proxy: FaultProxy, sdk_server: SdkServer, garbage: bytes
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, Garbage(3, garbage))
    assert outcome.error is None
    bad = [each for each in outcome.messages if each.event is None]
    assert [each.problem is not None for each in bad] == [True]
    assert len(outcome.messages) == EVENTS + 1
    assert outcome.stored == 1


@pytest.mark.parametrize(
    "noise",
    [
        b": keep-alive\n\n",
        b"event: ping\n\n",
        b"data: [DONE]\n\n",
        b"data:\n\n",
        b"retry: 5000\nid: 7\n\n",
        b"\xff\xff nonsense without a colon\n\n",
        b"\r\n\r\r\n\n",
    ],
)
async def test_noise_between_events_goes_unnoticed(
    fault_proxy: FaultProxy, sdk_server: SdkServer, noise: bytes
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, Garbage(3, noise))
    assert outcome.error is None
    assert len(outcome.messages) == EVENTS
    assert all(each.event is not None for each in outcome.messages)


REFUSALS: list[tuple[Answer, type[ChatKitError], str]] = [
    (Answer(409, {"error": "A run is going on"}), ServerRejected, "409 Conflict: A run is"),
    (Answer(401, {"detail": "no session"}), AuthRequired, "sign in (401): no session"),
    (Answer(403, {"message": "go away"}), AuthRequired, "(403): go away"),
    (Answer(429, "", headers={"Retry-After": "7"}), RateLimited, "too many requests"),
    (Answer(500, "Internal Server Error", "text/plain"), ServerRejected, "500 Internal"),
    (Answer(503, {"detail": "down"}), ServerUnavailable, "(503): down"),
    (Answer(502, PAGE, "text/html"), ServerRejected, "502 Bad Gateway: Sign in & go"),
    (Answer(200, PAGE, "text/html"), ProtocolError, "a web page (“Sign in & go”)"),
    (Answer(200, {"data": None, "error": {"message": "no"}}), ServerRejected, "refused: no"),
    (Answer(200, b"\x00\x01", "application/octet-stream"), ConnectionLost, "ended its answer"),
    (Answer(204), ConnectionLost, "ended its answer"),
]


@pytest.mark.parametrize(("answer", "kind", "told"), REFUSALS)
async def test_a_refusal_is_told_and_nothing_is_resent(
    fault_proxy: FaultProxy,
    sdk_server: SdkServer,
    answer: Answer,
    kind: type[ChatKitError],
    told: str,
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, answer)
    assert type(outcome.error) is kind
    assert told in outcome.error.message
    assert "<" not in outcome.error.message
    assert (outcome.messages, outcome.stored, outcome.requests) == ([], 0, 1)


async def test_a_refusal_after_the_server_acted_is_not_resent_either(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    outcome = await attempt(fault_proxy, sdk_server, Answer(500, "oops", forward=True))
    assert type(outcome.error) is ServerRejected
    assert (outcome.stored, outcome.requests) == (1, 1)


async def test_json_operations_meet_the_same_faults(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    faults: list[tuple[Fault, type[ChatKitError]]] = [
        (CloseBeforeResponse(), ConnectionLost),
        (CutAfterBytes(1), ConnectionLost),
        (Stall(), ConnectionLost),
        (Answer(200, PAGE, "text/html"), ProtocolError),
        (Answer(200, {"error": "no"}), ServerRejected),
        (Answer(200, {"has_more": "?"}), ProtocolError),
        (Answer(404, {"detail": "gone"}), ServerRejected),
        (Answer(500), ServerRejected),
    ]
    for fault, kind in faults:
        patience = QUICK if isinstance(fault, Stall) else None
        fault_proxy.on("threads.list", fault)
        async with connected(fault_proxy.url, timeouts=patience) as client:
            with pytest.raises(ChatKitError) as caught:
                await client.list_threads()
        assert type(caught.value) is kind, fault
    async with connected(fault_proxy.url) as client:
        assert (await client.list_threads()).data == ()
