"""`threads list` and `threads show`, against the official server."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from chatkit.types import (
    AssistantMessageItem,
    Page,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
)
from starlette.responses import Response

from tests.support.assistant import assistant_message
from tests.support.command_line import Ended, chatkit_tui, environment, finish
from tests.support.memory_store import StoredThread
from tests.support.sdk_server import Context, SdkServer


def threads(sdk_server: SdkServer, *arguments: str) -> Ended:
    return chatkit_tui("threads", *arguments, "--url", sdk_server.url)


def keep(sdk_server: SdkServer, count: int, title: str | None = None) -> None:
    """Have the server keep so many threads."""
    for number in range(count):
        meta = ThreadMetadata(id=f"thr_{number}", created_at=datetime.now(), title=title)
        sdk_server.store.threads[meta.id] = StoredThread(meta, "everyone")


def test_a_list_has_a_line_for_each_thread(sdk_server: SdkServer) -> None:
    keep(sdk_server, 2, "A title")
    ended = threads(sdk_server, "list")
    assert (ended.status, ended.stderr) == (0, "")
    rows = [line.split("\t") for line in ended.stdout.splitlines()]
    assert sorted(row[0] for row in rows) == ["thr_0", "thr_1"]
    for _, time, status, title in rows:
        assert datetime.fromisoformat(time).tzinfo is not None
        assert (status, title) == ("active", "A title")


def test_a_list_is_read_to_its_end(sdk_server: SdkServer) -> None:
    keep(sdk_server, 120)
    assert len(threads(sdk_server, "list").stdout.splitlines()) == 120
    assert sdk_server.count("threads.list") > 1


@pytest.mark.parametrize(("limit", "requests"), [(3, 1), (70, 2)])
def test_a_limit_is_kept(sdk_server: SdkServer, limit: int, requests: int) -> None:
    keep(sdk_server, 120)
    ended = threads(sdk_server, "list", "--limit", str(limit))
    assert len(ended.stdout.splitlines()) == limit
    assert sdk_server.count("threads.list") == requests


def test_a_title_cannot_break_its_line_or_drive_the_terminal(sdk_server: SdkServer) -> None:
    keep(sdk_server, 1, "one\ntwo\tthree\x1b[2J\x9b\u202e")
    (line,) = threads(sdk_server, "list").stdout.split("\n")[:-1]
    assert line.endswith("\tone two three\N{SYMBOL FOR ESCAPE}[2J\u20399B\u203a")


def test_a_list_as_json(sdk_server: SdkServer) -> None:
    keep(sdk_server, 2, "two\nlines")
    ended = threads(sdk_server, "list", "--output", "json")
    assert [thread["title"] for thread in ended.json_lines] == ["two\nlines"] * 2
    assert {thread["status"]["type"] for thread in ended.json_lines} == {"active"}


def test_an_empty_list_is_empty(sdk_server: SdkServer) -> None:
    ended = threads(sdk_server, "list")
    assert (ended.status, ended.stdout, ended.stderr) == (0, "", "")


def test_a_thread_is_shown_from_its_beginning(sdk_server: SdkServer) -> None:
    chatkit_tui("send", "one", "--url", sdk_server.url)
    (thread_id,) = sdk_server.store.threads
    ended = threads(sdk_server, "show", thread_id)
    assert ended.status == 0
    assert ended.stdout == "You:\none\n\nAssistant:\nYou said: one\n\n"


def test_a_long_thread_is_shown_whole_as_the_server_has_it(sdk_server: SdkServer) -> None:
    async def much(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        for number in range(150):
            yield assistant_message(thread, f"answer {number}")[-1]

    sdk_server.respond = much
    chatkit_tui("send", "go", "--url", sdk_server.url)
    (stored,) = sdk_server.store.threads.values()
    ended = threads(sdk_server, "show", stored.meta.id, "--output", "json")
    assert [item["id"] for item in ended.json_lines] == [*stored.items]
    expected = [item.model_dump(mode="json", exclude_none=True) for item in stored.items.values()]
    assert ended.json_lines == expected


SHORT_LISTS = """
import sys
from chatkit_tui.cli import main
from chatkit_tui.commands import threads
threads.PAGE_LIMIT = 15
sys.exit(main())
"""
"""The program, soon tired of a list: a thousand real pages take too long."""


def impatient(server: SdkServer, *arguments: str) -> Ended:
    """The end of a process that takes a list of 15 pages to be one without end."""
    command = [sys.executable, "-c", SHORT_LISTS, "threads", *arguments, "--url", server.url]
    return finish(
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            start_new_session=True,
        )
    )


def grow(server: SdkServer, patch: pytest.MonkeyPatch, *, empty: bool = False) -> None:
    """Have the store answer every request for a list with something new, and more to come."""
    numbers = itertools.count()

    async def load_threads(*_: Any, **__: Any) -> Page[ThreadMetadata]:
        name = f"new_{next(numbers)}"
        data = [] if empty else [ThreadMetadata(id=name, created_at=datetime.now())]
        return Page(data=data, has_more=True, after=name)

    async def load_items(thread_id: str, *_: Any, **__: Any) -> Page[AssistantMessageItem]:
        name = f"new_{next(numbers)}"
        item = AssistantMessageItem(
            id=name, thread_id=thread_id, created_at=datetime.now(), content=[]
        )
        return Page(data=[item], has_more=True, after=name)

    patch.setattr(server.store, "load_threads", load_threads)
    patch.setattr(server.store, "load_thread_items", load_items)


@pytest.mark.parametrize(
    ("arguments", "op"), [(["list"], "threads.list"), (["show", "thr_0"], "items.list")]
)
def test_a_list_that_grows_for_ever_is_shown_in_part_with_a_word_about_it(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch, arguments: list[str], op: str
) -> None:
    keep(sdk_server, 1)
    grow(sdk_server, monkeypatch)
    ended = impatient(sdk_server, *arguments, "--output", "json")
    assert len({entry["id"] for entry in ended.json_lines}) == 15
    assert sdk_server.count(op) == 15
    assert ended.status == 1
    assert "did not end after 15 pages; " in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_limit_reads_any_number_of_a_list_that_grows_for_ever(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(sdk_server, monkeypatch)
    ended = impatient(sdk_server, "list", "--limit", "40")
    assert (ended.status, ended.stderr) == (0, "")
    assert len(ended.stdout.splitlines()) == 40


def test_a_list_of_empty_pages_without_end_is_empty(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(sdk_server, monkeypatch, empty=True)
    ended = threads(sdk_server, "list")
    assert (ended.status, ended.stdout, ended.stderr) == (0, "", "")
    assert sdk_server.count("threads.list") < 100


@pytest.mark.parametrize("arguments", [["list"], ["show", "thr_0"]])
def test_a_refusal_is_told_and_is_the_exit_status(
    sdk_server: SdkServer, arguments: list[str]
) -> None:
    sdk_server.authorize = lambda _: Response("", 401)
    ended = threads(sdk_server, *arguments)
    assert (ended.status, ended.stdout) == (3, "")
    assert ended.stderr.startswith("chatkit-tui: ")
    assert "Traceback" not in ended.stderr
