"""Every fault: no message lost, none sent twice, and one sentence that says what happened."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from chatkit.errors import CustomStreamError
from chatkit.types import ThreadItemDoneEvent, UserMessageItem

from chatkit_tui.controller.controller import ChatKitController
from chatkit_tui.controller.state import Delivery, TurnPhase
from chatkit_tui.errors import (
    AuthRequired,
    ConnectError,
    ConnectionLost,
    RateLimited,
    ServerRejected,
    ServerUnavailable,
    StreamInterrupted,
)
from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from tests.controller.chat import QUICK, Chat
from tests.controller.conftest import MakeChat
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import (
    Answer,
    CloseBeforeResponse,
    CutAfterEvents,
    Fault,
    Garbage,
    Stall,
)
from tests.support.sdk_server import SdkServer

STREAMING = {"threads.create": "Hello", "threads.add_user_message": "Again"}


async def begin(chat: Chat, op: str) -> str:
    """Bring the thread to where `op` is what sends the next message; returns that message."""
    if op == "threads.add_user_message":
        await chat.controller.send_user_message("Hello")
        assert chat.lines() == ["Hello", "You said: Hello"]
        chat.phases.clear()
        chat.deliveries.clear()
        return "Again"
    await chat.controller.list_threads()
    return "Hello"


def assert_one_sentence(chat: Chat, kind: type[Exception]) -> None:
    error = chat.error
    assert error is not None
    assert isinstance(error.cause, kind)
    assert 10 < len(error.message) < 200
    assert "\n" not in error.message
    assert "Traceback" not in error.message


@pytest.fixture(params=STREAMING)
def op(request: pytest.FixtureRequest) -> str:
    return str(request.param)


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


async def test_message_that_did_not_arrive_is_given_back(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str
) -> None:
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
    row = shaky.active.state.rows[-1]
    shaky.active.discard(row)
    assert shaky.unsent == []
    await shaky.controller.send_user_message(text)
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert shaky.unsent == []
    assert sdk_server.user_texts().count(text) == 1
    assert sdk_server.count(op) == 1


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


async def test_equal_earlier_message_is_not_taken_for_a_lost_one(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("yes")
    await shaky.controller.send_user_message("yes")
    fault_proxy.on("threads.add_user_message", CloseBeforeResponse(forward=False))
    await shaky.controller.send_user_message("yes")
    assert shaky.unsent == ["yes"]
    assert sdk_server.user_texts() == ["yes", "yes"]


EVENTS_OF_A_TURN = 9
"""thread.created, user message, options, added, part added, three deltas, part done (, done)."""


@pytest.mark.parametrize("count", range(1, EVENTS_OF_A_TURN + 2))
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


async def assert_as_at_the_server(chat: Chat, url: str) -> None:
    other = Chat(url)
    await other.controller.set_thread_id(chat.active.thread_id)
    shown = other.items()
    await other.controller.aclose()
    assert chat.items() == shown


async def test_stall_ends_like_a_break(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    shaky = make_chat(fault_proxy.url, idle=0.5)
    fault_proxy.on("threads.create", Stall(after_events=6))
    await shaky.controller.send_user_message("Hello")
    assert_one_sentence(shaky, StreamInterrupted)
    assert shaky.lines()[0] == "Hello"
    assert sdk_server.user_texts() == ["Hello"]


async def test_409_while_a_run_goes_on_keeps_the_text_and_says_so(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    refusal = Answer(409, {"error": {"message": "run in progress"}})
    fault_proxy.on("threads.add_user_message", refusal)
    await shaky.controller.send_user_message("Again")
    assert shaky.unsent == ["Again"]
    assert_one_sentence(shaky, ServerRejected)
    assert shaky.error is not None
    assert "still answering" in shaky.error.message
    assert sdk_server.user_texts() == ["Hello"]
    assert fault_proxy.met["threads.add_user_message"] == 1


@pytest.mark.parametrize(
    ("fault", "kind", "times"),
    [
        (Answer(200, {"data": None, "error": "no such workflow"}), ServerRejected, 1),
        (Answer(200, {"error": {"code": "x", "message": "no"}}), ServerRejected, 1),
        (Answer(401, {"error": {"message": "who are you"}}), AuthRequired, None),
        (Answer(403, {"error": {"message": "not you"}}), AuthRequired, None),
        (Answer(400, {"message": "bad"}), ServerRejected, 1),
        (Answer(404, {"error": "no such thread"}), ServerRejected, 1),
        (Answer(500, b"Internal Server Error", "text/plain"), ServerRejected, 1),
        (Answer(502, "<html><body>Bad gateway</body></html>", "text/html"), ServerRejected, 1),
        (Answer(200, "<html><body>Welcome</body></html>", "text/html"), Exception, 1),
    ],
    ids=["200-error", "200-object", "401", "403", "400", "404", "500", "502-html", "200-html"],
)
async def test_refusal_keeps_the_text_and_sends_nothing_twice(
    shaky: Chat,
    fault_proxy: FaultProxy,
    sdk_server: SdkServer,
    op: str,
    fault: Fault,
    kind: type[Exception],
    times: int | None,
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, fault, times=times)
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == [text]
    assert_one_sentence(shaky, kind)
    assert shaky.error is not None
    assert not shaky.error.allow_retry
    assert "<html" not in shaky.error.message
    assert text not in sdk_server.user_texts()
    assert fault_proxy.met[op] <= 2
    fault_proxy.clear()
    await shaky.controller.send_user_message(text)
    assert shaky.lines()[-2:] == [text, f"You said: {text}"]
    assert shaky.error is None
    assert sdk_server.user_texts().count(text) == 1


@pytest.mark.parametrize("status", [500, 502])
async def test_failure_after_the_server_took_the_message_is_no_reason_to_send_again(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, op: str, status: int
) -> None:
    text = await begin(shaky, op)
    fault_proxy.on(op, Answer(status, b"Oops", "text/plain", forward=True))
    await shaky.controller.send_user_message(text)
    assert shaky.unsent == []
    assert_one_sentence(shaky, ServerRejected)
    assert shaky.error is not None
    assert shaky.error.allow_retry
    assert text in shaky.lines()
    assert sdk_server.user_texts().count(text) == 1


@pytest.mark.parametrize("status", [500, 503])
async def test_failure_of_a_server_that_cannot_be_asked_leaves_the_message_in_doubt(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer, status: int
) -> None:
    await shaky.controller.send_user_message("Hello")
    later = {"Retry-After": "3600"}
    fault = Answer(status, b"Oops", "text/plain", headers=later, forward=True)
    fault_proxy.on("threads.add_user_message", fault)
    fault_proxy.on("items.list", Answer(500, b"Oops", "text/plain"), times=None)
    await shaky.controller.send_user_message("Again")
    assert shaky.unsent == ["Again"]
    fault_proxy.clear()
    await shaky.controller.retry_after_item()
    assert shaky.unsent == []
    assert shaky.lines()[-2:] == ["Again", "You said: Again"]
    assert sdk_server.user_texts() == ["Hello", "Again"]


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


async def test_401_once_is_cured_without_anybody_noticing(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    tokens = iter(["old", "new", "new"])
    controller = ChatKitController(
        ChatKitOptions(
            api=CustomApiConfig(
                fault_proxy.url, headers_builder=lambda: {"Authorization": next(tokens)}
            )
        ),
        patience=QUICK,
    )
    fault_proxy.on("threads.create", Answer(401, {"error": "expired"}))
    try:
        await controller.send_user_message("Hello")
        assert controller.active.state.error is None
        assert sdk_server.user_texts() == ["Hello"]
        assert sdk_server.requests[-1].header("authorization") == "new"
    finally:
        await controller.aclose()


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


async def test_error_event_before_the_message_is_stored_gives_the_text_back(
    shaky: Chat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    await shaky.controller.send_user_message("Hello")
    event = 'data: {"type": "error", "code": "custom", "message": "Not now.", "allow_retry": true}'
    fault_proxy.on("threads.add_user_message", Answer(200, event + "\n\n", "text/event-stream"))
    await shaky.controller.send_user_message("Again")
    assert shaky.unsent == ["Again"]
    assert shaky.error is not None
    assert shaky.error.message == "Not now."


async def test_error_event_offers_what_the_server_offers(chat: Chat, sdk_server: SdkServer) -> None:

    async def failing(thread: Any, item: UserMessageItem | None, context: Any) -> Any:
        raise CustomStreamError("The model is on holiday.", allow_retry=True)
        yield ThreadItemDoneEvent  # an async generator needs one

    sdk_server.respond = failing
    await chat.controller.send_user_message("Hello")
    assert chat.error is not None
    assert (chat.error.message, chat.error.allow_retry) == ("The model is on holiday.", True)
    assert chat.lines() == ["Hello"]
    assert chat.unsent == []
