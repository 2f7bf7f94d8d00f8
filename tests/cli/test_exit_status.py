"""How a command ends, for every way it can end."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import AsyncIterator

import pytest
from chatkit.types import ErrorEvent, ThreadMetadata, ThreadStreamEvent, UserMessageItem
from starlette.responses import JSONResponse, Response

from tests.support.assistant import assistant_message
from tests.support.command_line import chatkit_tui, finish, interrupt, start
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer, CloseBeforeResponse, CutAfterEvents
from tests.support.sdk_server import Context, SdkServer

Events = AsyncIterator[ThreadStreamEvent]


def complaint_of(stderr: str) -> str:
    """The one sentence on stderr."""
    lines = [line for line in stderr.splitlines() if line.startswith("chatkit-tui: ")]
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    return lines[0]


def test_0_done(sdk_server: SdkServer) -> None:
    assert chatkit_tui("send", "x", "--url", sdk_server.url).status == 0


def test_1_the_server_reported_an_error(sdk_server: SdkServer) -> None:
    async def fail(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Events:
        for event in assistant_message(thread, "It starts well."):
            yield event
        yield ErrorEvent(code="custom", message="The cat sat on the \x1b[2Jkeyboard.")

    sdk_server.respond = fail
    ended = chatkit_tui("send", "x", "--url", sdk_server.url)
    assert (ended.status, ended.stdout) == (1, "It starts well.\n")
    assert "The cat sat on the \N{SYMBOL FOR ESCAPE}[2Jkeyboard." in complaint_of(ended.stderr)


@pytest.mark.parametrize("status", [409, 500])
def test_1_the_server_refused(sdk_server: SdkServer, status: int) -> None:
    body = {"error": {"message": "Not today."}}
    sdk_server.authorize = lambda _: JSONResponse(body, status, headers={"x-request-id": "req_7"})
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, "--wait", "0")
    assert ended.status == 1
    assert "req_7" in complaint_of(ended.stderr)


def test_1_a_busy_server_is_waited_for_as_long_as_asked(sdk_server: SdkServer) -> None:
    sdk_server.authorize = lambda _: Response("", 503, headers={"retry-after": "1"})
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, "--wait", "0")
    assert ended.status == 1
    complaint_of(ended.stderr)


def test_1_a_thread_that_is_not_there(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "x", "--thread", "thr_gone", "--url", sdk_server.url)
    assert ended.status == 1
    assert sdk_server.count("threads.create") == 0
    complaint_of(ended.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ["send", "x", "--no-such-option"],
        ["send", "x", "--url", "https://x.example", "--demo"],
        ["send", "x", "--url", "nonsense"],
        ["send", "x", "--url", "https://x.example", "--header", "no colon"],
        ["send", "x", "--profile", "gone"],
        ["send", "x", "--demo", "--header", "A: b"],
        ["send", "x", "--url", "https://x.example", "--wait", "-1"],
        ["no-such-command"],
        ["threads", "show"],
        ["--url", "https://x.example"],
        ["send", "x", "--url", "http://chat.example.com/chatkit"],
    ],
)
def test_2_usage_and_configuration(arguments: list[str]) -> None:
    ended = chatkit_tui(*arguments)
    assert (ended.status, ended.stdout) == (2, "")
    assert ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", [(), ("send", "x"), ("threads", "list")])
def test_2_plain_http_in_the_open_before_anything_is_opened(command: tuple[str, ...]) -> None:
    ended = chatkit_tui(*command, "--url", "http://chat.example/x")
    assert ended.status == 2
    assert "--allow-http" in complaint_of(ended.stderr)


def test_2_a_message_for_a_secret_that_cannot_be_had(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, "--token-command", "exit 3")
    assert (ended.status, sdk_server.requests) == (2, [])
    assert "--token-command: the command failed with exit status 3" in complaint_of(ended.stderr)


def test_2_no_server_at_all() -> None:
    for arguments in ([], ["send", "x"], ["threads", "list"]):
        ended = chatkit_tui(*arguments)
        assert (ended.status, ended.stdout) == (2, "")
        for hint in ("chatkit-tui --demo", "chatkit-tui --url", "--profile", "--help"):
            assert hint in ended.stderr


def test_2_a_full_disk(sdk_server: SdkServer) -> None:
    with open("/dev/full", "wb") as full:
        ended = finish(start("send", "x", "--url", sdk_server.url, stdout=full.fileno()))
    assert ended.status == 2
    assert "stdout cannot be written: no space left on device" in complaint_of(ended.stderr)


@pytest.mark.parametrize("status", [401, 403])
def test_3_authentication(sdk_server: SdkServer, status: int) -> None:
    sdk_server.authorize = lambda _: Response("", status)
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, env={"CHATKIT_TUI_TOKEN": "tok"})
    assert ended.status == 3
    complaint_of(ended.stderr)


def test_4_nobody_answers() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/chatkit"
        ended = chatkit_tui("send", "x", "--url", url, "--wait", "0")
    assert (ended.status, ended.stdout) == (4, "")
    complaint_of(ended.stderr)


def test_4_a_server_that_comes_up_while_it_is_waited_for(
    sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    fault_proxy.refuse()
    process = start("send", "x", "--url", fault_proxy.url, "--wait", "20")
    assert process.stderr is not None
    assert b"trying again" in os.read(process.stderr.fileno(), 1000)
    fault_proxy.accept()
    ended = finish(process)
    assert (ended.status, ended.stdout) == (0, "You said: x\n")
    assert sdk_server.user_texts() == ["x"]


@pytest.mark.parametrize("fault", [CutAfterEvents(5), CutAfterEvents(0), CloseBeforeResponse()])
def test_5_the_connection_ended_early(
    fault_proxy: FaultProxy, fault: CutAfterEvents | CloseBeforeResponse
) -> None:
    fault_proxy.on("threads.create", fault)
    fault_proxy.on("threads.list", Answer(500), times=None)
    fault_proxy.on("items.list", Answer(500), times=None)
    ended = chatkit_tui("send", "x", "--url", fault_proxy.url, "--wait", "0")
    assert ended.status == 5
    complaint_of(ended.stderr)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_128_and_the_number_of_a_signal(
    sdk_server: SdkServer, number: signal.Signals, status: int
) -> None:
    never = sdk_server.gate()

    async def endless(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Events:
        for event in assistant_message(thread, "begun")[:-2]:
            yield event
        await never.passed()

    sdk_server.respond = endless
    process = start("send", "x", "--url", sdk_server.url)
    assert process.stdout is not None
    assert os.read(process.stdout.fileno(), 100) == b"begun"
    ended = interrupt(process, number)
    assert ended.status == status
    assert "Traceback" not in ended.stderr
    assert ended.stderr.startswith("thread thr_")
    sdk_server.wait_until(lambda: sdk_server.streams_ended == 1)
