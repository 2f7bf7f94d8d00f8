"""`send` in text mode, against the official server."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import pytest
from chatkit.types import (
    AssistantMessageContent,
    ClientToolCallItem,
    CustomTask,
    NoticeEvent,
    ProgressUpdateEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
    WidgetItem,
    Workflow,
    WorkflowItem,
)
from chatkit.widgets import DynamicWidgetRoot

from tests.support.assistant import assistant_message
from tests.support.command_line import PROGRAM, chatkit_tui, environment, finish, start
from tests.support.memory_store import StoredThread
from tests.support.sdk_server import Context, SdkServer
from tests.support.warm_start import WarmProcess

Answer = AsyncIterator[ThreadStreamEvent]


def test_the_answer_is_on_stdout_and_all_else_on_stderr(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "good", "morning", "--url", sdk_server.url)
    assert ended.stdout == "You said: good morning\n"
    (thread_id,) = sdk_server.store.threads
    assert ended.stderr == f"thread {thread_id}\n"
    assert ended.status == 0


def test_options_work_before_the_command_too(sdk_server: SdkServer) -> None:
    ended = chatkit_tui(
        "--url", sdk_server.url, "--header", "X-A: 1", "send", "--header=X-B:2", "x"
    )
    assert ended.status == 0
    request = sdk_server.requests[-1]
    assert (request.header("x-a"), request.header("x-b")) == ("1", "2")


def test_quiet_leaves_stderr_empty(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "-q", "x", "--url", sdk_server.url)
    assert (ended.status, ended.stdout, ended.stderr) == (0, "You said: x\n", "")


@pytest.mark.parametrize(("count", "told"), [(1, "1 event of"), (3, "3 events of")])
def test_events_nothing_can_be_made_of_are_told(
    sdk_server: SdkServer, count: int, told: str
) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        for _ in range(count):
            yield ThreadItemRemovedEvent(item_id="nobody")
        for event in assistant_message(thread, "fine"):
            yield event

    sdk_server.respond = respond
    ended = chatkit_tui("send", "x", "--url", sdk_server.url)
    assert (ended.status, ended.stdout) == (0, "fine\n")
    assert f"{told} the answer could not be read\n" in ended.stderr


def test_the_answer_comes_as_it_arrives(sdk_server: SdkServer) -> None:
    gate = sdk_server.gate()

    async def slow(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        for event in assistant_message(thread, "first", " second"):
            if "second" in str(event):
                await gate.passed()
            yield event

    sdk_server.respond = slow
    process = start("send", "x", "--url", sdk_server.url)
    assert process.stdout is not None
    assert os.read(process.stdout.fileno(), 100) == b"first"
    gate.open()
    ended = finish(process)
    assert (ended.status, ended.stdout) == (0, " second\n")


def test_several_messages_and_a_widget_are_one_answer(sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        for event in assistant_message(thread, "One."):
            yield event
        for number, copy_text in (("w1", "Copied text"), ("w2", None)):
            card = DynamicWidgetRoot.model_validate(
                {
                    "type": "Card",
                    "children": [
                        {"type": "Title", "value": "A title"},
                        {
                            "type": "Row",
                            "children": [
                                {"type": "Text", "value": "left"},
                                {"type": "Text", "value": "right"},
                            ],
                        },
                        {"type": "Button", "label": "Go"},
                    ],
                }
            )
            widget = WidgetItem(
                id=number,
                thread_id=thread.id,
                created_at=datetime.now(),
                widget=card,
                copy_text=copy_text,
            )
            yield ThreadItemDoneEvent(item=widget)
        for event in assistant_message(thread, "Two.\n"):
            yield event

    sdk_server.respond = respond
    ended = chatkit_tui("send", "x", "--url", sdk_server.url)
    assert ended.stdout == "One.\n\nCopied text\n\nA title\nleft\nright\n[Go]\n\nTwo.\n"


def test_messages_that_arrive_together_are_printed_one_after_the_other(
    sdk_server: SdkServer,
) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        both = [assistant_message(thread, name, f"{name} again") for name in ("one ", "two ")]
        for pair in zip(*both, strict=True):
            for event in pair:
                yield event

    sdk_server.respond = respond
    ended = chatkit_tui("send", "x", "--url", sdk_server.url)
    assert ended.stdout == "one one  again\n\ntwo two  again\n"


def test_what_happens_meanwhile_is_told_once_on_stderr(sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        yield ProgressUpdateEvent(text="Looking \x1b[31maround")
        yield NoticeEvent(level="warning", message="Nearly full", title="Quota")
        workflow = WorkflowItem(
            id="wf",
            thread_id=thread.id,
            created_at=datetime.now(),
            workflow=Workflow(type="custom", tasks=[CustomTask(title="Read the books")]),
        )
        yield ThreadItemAddedEvent(item=workflow)
        yield ThreadItemDoneEvent(item=workflow)
        for event in assistant_message(thread, "Done."):
            yield event

    sdk_server.respond = respond
    ended = chatkit_tui("send", "x", "--url", sdk_server.url)
    assert ended.stdout == "Done.\n"
    assert ended.stderr.splitlines()[:-1] == [
        "Looking \N{SYMBOL FOR ESCAPE}[31maround",
        "warning: Quota: Nearly full",
        "Read the books",
    ]


def test_a_client_tool_is_answered_with_an_error_and_the_turn_goes_on(
    sdk_server: SdkServer,
) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        if context.request.op == "threads.add_client_tool_output":
            for event in assistant_message(thread, "Never mind."):
                yield event
            return
        call = ClientToolCallItem(
            id="call",
            thread_id=thread.id,
            created_at=datetime.now(),
            call_id="c1",
            name="read_sensor",
            arguments={},
        )
        yield ThreadItemDoneEvent(item=call)

    sdk_server.respond = respond
    ended = chatkit_tui("send", "x", "--url", sdk_server.url)
    assert (ended.status, ended.stdout) == (0, "Never mind.\n")
    assert "client tool: read_sensor" in ended.stderr
    (output,) = (r for r in sdk_server.requests if r.op == "threads.add_client_tool_output")
    assert "error" in output.json["params"]["result"]


def test_an_answer_that_is_replaced_is_told_anew(sdk_server: SdkServer) -> None:
    gate = sdk_server.gate()

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        events = assistant_message(thread, "Nonsense.")
        for event in events:
            yield event
        done = events[-1]
        assert isinstance(done, ThreadItemDoneEvent)
        await gate.passed()
        sense = AssistantMessageContent(text="Sense.")
        yield ThreadItemReplacedEvent(item=done.item.model_copy(update={"content": [sense]}))

    sdk_server.respond = respond
    process = start("send", "x", "--url", sdk_server.url)
    assert process.stdout is not None
    assert os.read(process.stdout.fileno(), 100) == b"Nonsense."
    gate.open()
    ended = finish(process)
    assert ended.stdout == "\n\nSense.\n"
    assert "The server changed what it had said" in ended.stderr


class TestSlowReader:
    """What reads stdout may take its time."""

    PIECES = ["x" * 999 + "\n"] * 1000

    @pytest.fixture
    def process(self, sdk_server: SdkServer) -> WarmProcess:
        """A command whose whole answer has arrived, and of which nothing has been read."""

        async def much(
            thread: ThreadMetadata, item: UserMessageItem | None, context: Context
        ) -> Answer:
            for event in assistant_message(thread, *self.PIECES):
                yield event

        sdk_server.respond = much
        process = start("send", "x", "--url", sdk_server.url)
        sdk_server.wait_until(lambda: sdk_server.streams_ended == 1, timeout=20)
        return process

    def test_it_does_not_hold_up_the_conversation(self, process: WarmProcess) -> None:
        ended = finish(process)
        assert (ended.status, ended.stdout) == (0, "".join(self.PIECES))

    def test_it_does_not_hold_up_the_end(self, process: WarmProcess) -> None:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143
        finish(process)


HOSTILE = "\x1b]52;c;QUJD\x07 \x9b31m \u202e\u200b"


def hostile(sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        for event in assistant_message(thread, HOSTILE):
            yield event

    sdk_server.respond = respond


def test_a_pipe_gets_the_text_as_the_server_sent_it(sdk_server: SdkServer) -> None:
    hostile(sdk_server)
    assert chatkit_tui("send", "x", "--url", sdk_server.url).stdout == HOSTILE + "\n"


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_terminal_gets_nothing_that_could_drive_it(
    sdk_server: SdkServer, output_format: str
) -> None:
    hostile(sdk_server)
    shown = on_a_terminal("send", "x", "--url", sdk_server.url, "--output", output_format)
    assert "52;c;QUJD" in shown
    assert not {*shown} & {"\x1b", "\x07", "\x9b", "\u202e", "\u200b"}


def test_on_a_terminal_the_thread_is_named_behind_the_answer(sdk_server: SdkServer) -> None:
    async def long(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> Answer:
        for event in assistant_message(thread, *["a line of the answer\n" * 2_500] * 20):
            yield event

    sdk_server.respond = long
    shown = on_a_terminal(
        "send",
        "x",
        "--url",
        sdk_server.url,
        before_reading=lambda: sdk_server.wait_until(lambda: sdk_server.streams_ended == 1, 20),
    )
    lines = shown.splitlines()
    assert lines[:-1] == ["a line of the answer"] * 50_000
    assert lines[-1].startswith("thread thr_")


def on_a_terminal(*arguments: str, before_reading: Callable[[], None] = lambda: None) -> str:
    """What the program shows on a terminal that takes both its outputs."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
        env=environment(),
    )
    os.close(terminal)
    before_reading()
    shown = b""
    with contextlib.suppress(OSError):  # how a pty says that nobody writes to it any more
        while data := os.read(controller, 10_000):
            shown += data
    os.close(controller)
    assert process.wait(30) == 0
    return shown.decode()


class TestStdin:
    def test_a_dash_stands_for_it(self, sdk_server: SdkServer) -> None:
        ended = chatkit_tui("send", "-", "--url", sdk_server.url, stdin=b"from a pipe\n")
        assert ended.status == 0
        assert sdk_server.user_texts() == ["from a pipe"]

    def test_it_is_the_message_when_there_is_no_other(self, sdk_server: SdkServer) -> None:
        text = "  indented\n\n\tgrüße \N{WAVING HAND SIGN}"
        ended = chatkit_tui("send", "--url", sdk_server.url, stdin=f"{text}\n".encode())
        assert ended.status == 0
        assert sdk_server.user_texts() == [text]

    def test_it_joins_the_text_where_the_dash_is(self, sdk_server: SdkServer) -> None:
        arguments = ("send", "Review", "this:", "-", "Thanks.", "--url", sdk_server.url)
        assert chatkit_tui(*arguments, stdin=b"a\nb\n").status == 0
        assert sdk_server.user_texts() == ["Review this:\n\na\nb\n\nThanks."]

    def test_one_that_stays_open_does_not_hold_up_a_text(self, sdk_server: SdkServer) -> None:
        reader, writer = os.pipe()
        ended = finish(start("send", "x", "--url", sdk_server.url, stdin=reader))
        os.close(reader)
        os.close(writer)
        assert (ended.status, ended.stdout) == (0, "You said: x\n")

    @pytest.mark.parametrize("stdin", [b"", b"\n \n", None])
    def test_nothing_to_send(self, stdin: bytes | None, sdk_server: SdkServer) -> None:
        ended = chatkit_tui("send", "--url", sdk_server.url, stdin=stdin)
        assert ended.status == 2
        assert "There is nothing to send" in ended.stderr
        assert not sdk_server.requests

    def test_a_terminal_is_not_waited_for(self, sdk_server: SdkServer) -> None:
        controller, terminal = pty.openpty()
        ended = finish(start("send", "--url", sdk_server.url, stdin=terminal))
        os.close(terminal)
        os.close(controller)
        assert ended.status == 2
        assert "There is nothing to send" in ended.stderr

    def test_it_cannot_be_read_twice(self, sdk_server: SdkServer) -> None:
        ended = chatkit_tui("send", "-", "and", "-", "--url", sdk_server.url, stdin=b"x")
        assert ended.status == 2


class TestThreads:
    def test_continue_goes_on_with_the_last_thread_if_there_is_one(
        self, sdk_server: SdkServer
    ) -> None:
        for arguments in (["one", "-c"], ["two", "--continue"], ["three"]):
            assert chatkit_tui("send", *arguments, "--url", sdk_server.url).status == 0
        first, second, third = sdk_server.store.user_messages()
        assert first.thread_id == second.thread_id != third.thread_id

    def test_a_thread_can_be_named(self, sdk_server: SdkServer) -> None:
        meta = ThreadMetadata(id="thr_1", created_at=datetime.now())
        sdk_server.store.threads[meta.id] = StoredThread(meta, "everyone")
        ended = chatkit_tui("send", "x", "--thread", "thr_1", "--url", sdk_server.url)
        assert ended.stdout == "You said: x\n"
        assert [message.thread_id for message in sdk_server.store.user_messages()] == ["thr_1"]

    def test_only_what_is_new_in_a_thread_is_printed(self, sdk_server: SdkServer) -> None:
        chatkit_tui("send", "one", "--url", sdk_server.url)
        ended = chatkit_tui("send", "two", "-c", "--url", sdk_server.url)
        assert ended.stdout == "You said: two\n"

    def test_two_threads_are_one_too_many(self, sdk_server: SdkServer) -> None:
        ended = chatkit_tui("send", "x", "-c", "--thread", "t", "--url", sdk_server.url)
        assert (ended.status, sdk_server.requests) == (2, [])
