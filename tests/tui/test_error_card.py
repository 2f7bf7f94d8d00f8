"""What the user is told when something fails, and what he can do about it, by keys alone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.tui.errors.report import report_of
from chatkit_tui.tui.screens.error_details import ErrorDetailsScreen
from chatkit_tui.tui.transcript.palette import Palette
from tests.support.faults import Answer, CutAfterEvents
from tests.support.wide_language import spoken, wide
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import SdkServer

CANARY = "canary-4f2a9c"
HOSTILE = "\x1b]52;c;aGFjaw==\x07\x9b31m[bold]x[/bold][@click=app.quit]y[/]\u202eevil"
TRACE = 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in f\nValueError: boom'


def options(url: str) -> ChatKitOptions:
    """A server that is told a secret."""
    secret = {"Authorization": f"Bearer {CANARY}", "X-Team": f"{CANARY}-team"}
    return ChatKitOptions(api=CustomApiConfig(url, headers_builder=lambda: secret))


def failing(server: SdkServer, error: Exception) -> None:
    """Let the next answer fail, after a beginning; those after it are echoes."""
    from tests.support.assistant import assistant_message, echo

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        server.respond = echo
        for event in assistant_message(thread, "As far as it went."):
            yield event
        raise error

    server.respond = respond


def copies_of(chat: Chat) -> list[str]:
    """What is copied from now on; what becomes of it is the clipboard's subject."""
    copies: list[str] = []
    chat.view.copy = lambda text, what="": copies.append(text)  # type: ignore[method-assign]
    return copies


async def test_what_may_be_retried_is_retried_from_the_card(sdk_server: SdkServer) -> None:
    from chatkit.errors import ErrorCode, StreamError

    failing(sdk_server, StreamError(ErrorCode.STREAM_ERROR, allow_retry=True))
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows(
            "The assistant ran into a problem while answering.",
            "Request id req_test",
            "F5 retry · Tab more · Esc dismiss",
        )
        chat.view.composer.text = "r is only a letter here"
        await chat.pilot.press("tab")
        await chat.shows("r retry · d details · y copy report · Esc dismiss")
        copies = copies_of(chat)
        await chat.pilot.press("y", "d")
        await chat.until(lambda: isinstance(chat.app.screen, ErrorDetailsScreen))
        await chat.shows("Code: stream.error", f"Server: {sdk_server.origin}", "Thread: thr_")
        await chat.pilot.press("y", "escape")
        assert len(set(copies)) == 1
        assert "- Request id: `req_test`" in copies[0]
        await chat.pilot.press("r")
        await chat.shows("You said: one")
        assert "ran into a problem" not in chat.screen
        assert chat.app.focused is chat.view.composer.input
        assert chat.view.composer.text == "r is only a letter here"


async def test_what_may_not_be_retried_is_not(sdk_server: SdkServer) -> None:
    from chatkit.errors import CustomStreamError

    failing(sdk_server, CustomStreamError(f"No more today. {HOSTILE}", allow_retry=False))
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows("No more today.", "[bold]x[/bold][@click=app.quit]y[/]evil", "Tab more")
        assert "retry" not in chat.screen.replace("second try", "")
        assert not set("\x1b\x07\x9b\u202e") & set(chat.screen)
        await chat.pilot.press("f5")
        await chat.shows("This cannot be tried again as it is.")
        await chat.pilot.press("tab", "r", "escape")
        await chat.until(lambda: "No more today." not in chat.screen)
        assert sdk_server.count("threads.retry_after_item") == 0
        await chat.pilot.press("tab")
        assert chat.app.focused is not chat.view.alerts.card


async def test_the_transcript_retries_and_shows_details_too(sdk_server: SdkServer) -> None:
    failing(sdk_server, RuntimeError("a bug"))
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await chat.say("one")
        await chat.shows("Tab more")
        chat.view.transcript.focus()
        await chat.shows("r retry · d details · Esc dismiss")
        await chat.pilot.press("d")
        await chat.until(lambda: isinstance(chat.app.screen, ErrorDetailsScreen))
        await chat.pilot.press("escape", "r")
        await chat.shows("You said: one")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (
            Answer(
                500, {"error": {"message": f"Bearer {CANARY}: {TRACE}", "code": "server_error"}}
            ),
            ("500 Internal Server Error", "ValueError: boom", "Code server_error", "Request id r7"),
        ),
        (
            Answer(502, f"<html><title>Bad gateway {CANARY}</title>", "text/html"),
            ("502 Bad Gateway", "Bad gateway [hidden]", "Request id r7", "its owner"),
        ),
        (
            Answer(401, {"detail": "Who are you?"}),
            ("sign in (401): Who are you?", "renew the token", "Status 401 Unauthorized"),
        ),
        (Answer(404, {"message": "Nothing here"}), ("Nothing here", "Check the server's address")),
    ],
    ids=["json", "html", "401", "404"],
)
async def test_refusals_keep_the_text_and_tell_no_secret(
    fault_proxy: FaultProxy, answer: Answer, shown: tuple[str, ...]
) -> None:
    headers = {"x-request-id": "r7", "x-ratelimit-limit": CANARY, "set-cookie": "s=cookie-secret"}
    fault_proxy.on("threads.create", Answer(**{**vars(answer), "headers": headers}), times=None)
    async with running(fault_proxy.url, options=options(fault_proxy.url)) as chat:
        await chat.say("a question")
        if answer.status == 401:
            await chat.shows("Signed out", "Who are you?", "request id r7")
            assert CANARY not in chat.screen
            await chat.pilot.press("escape")
        await chat.shows(*shown, "sends it.")
        await chat.until(lambda: chat.view.composer.text == "a question")
        error = chat.view.alerts.card.error
        assert error is not None
        report = report_of(error)
        assert f"`{fault_proxy.origin}`" in report
        assert "- Header x-ratelimit-limit: `[hidden]`" in report
        for told in (report, chat.screen, repr(error)):
            assert CANARY not in told
            assert "cookie-secret" not in told
            assert "Traceback" not in told
            assert "/srv/app.py" not in told


async def test_an_error_event_that_quotes_the_token_is_masked(fault_proxy: FaultProxy) -> None:
    event = {"type": "error", "message": f"Invalid token {CANARY}.\n{TRACE}"}
    body = f"data: {json.dumps(event)}\n\n"
    fault_proxy.on("threads.create", Answer(200, body, "text/event-stream"))
    async with running(fault_proxy.url, options=options(fault_proxy.url)) as chat:
        await chat.say("a question")
        await chat.shows("Invalid token [hidden].", "ValueError: boom")
        assert chat.view.alerts.card.error is not None
        assert CANARY not in report_of(chat.view.alerts.card.error)
        assert "Traceback" not in chat.screen


@pytest.mark.usefixtures("impatient")
async def test_a_cut_answer_can_be_retried(fault_proxy: FaultProxy) -> None:
    fault_proxy.on("threads.create", CutAfterEvents(6))
    async with running(fault_proxy.url) as chat:
        await chat.say("one")
        await chat.shows("The connection broke during the answer", "answer anew", "F5 retry")
        await chat.pilot.press("f5")
        await chat.shows("You said: one")


def test_advice_says_what_to_do_next() -> None:
    from chatkit_tui.controller.failures import turn_error
    from chatkit_tui.errors import ConnectError, RateLimited
    from chatkit_tui.tui.errors.advice import advice

    assert "network" in advice(turn_error(ConnectError("Nothing answers.")))
    assert advice(turn_error(RateLimited("Too many.", retry_after=300.0))) == "Try again in 5 min."


def test_details_of_a_long_answer_are_painted_whole() -> None:
    from dataclasses import replace
    from datetime import datetime

    from chatkit_tui.controller.failures import turn_error
    from chatkit_tui.controller.state import Circumstances, Delivery
    from chatkit_tui.errors import Exchange, ServerRejected
    from chatkit_tui.tui.errors.report import paint_report

    exchange = Exchange("https://x.example", 500, body="```\nword " * 300 + "the end")
    around = Circumstances(datetime.now().astimezone(), Delivery.UNKNOWN, exchange)
    error = replace(turn_error(ServerRejected("No.", status=500)), circumstances=around)
    lines = paint_report(error, 30, Palette())
    text = "\n".join("".join(segment.text for segment in line) for line in lines)
    assert "the end" in text
    assert "not known" in text
    assert "\n````\n```" in report_of(error)
    with spoken():
        lines = paint_report(error, 80, Palette())
        text = "\n".join("".join(segment.text for segment in line) for line in lines)
        assert f"{wide('Request')}: {wide('sent; whether')}" in text
        assert "- Request: `sent; whether" in report_of(error), "its reader is the server's owner"
