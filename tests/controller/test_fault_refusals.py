"""Refusals: the text is kept, nothing is sent twice, one sentence says why."""

from __future__ import annotations

from typing import Any

import pytest
from chatkit.errors import CustomStreamError
from chatkit.types import ThreadItemDoneEvent, UserMessageItem

from chatkit_tui.controller.controller import ChatKitController
from chatkit_tui.errors import (
    AuthRequired,
    ServerRejected,
)
from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from tests.controller.chat import QUICK, Chat
from tests.controller.faulty import assert_one_sentence, begin
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import (
    Answer,
    Fault,
)
from tests.support.sdk_server import SdkServer


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
