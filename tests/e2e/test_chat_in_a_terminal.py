"""A person at a terminal, a server that is not ours, real HTTP and a real pty between them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Start

if TYPE_CHECKING:
    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import SdkServer


def fill_thread(server: SdkServer, thread_id: str, items: int) -> None:
    """Give the server a long thread, as if it had been written over months."""
    from chatkit.types import AssistantMessageContent, AssistantMessageItem, ThreadMetadata

    from tests.support.memory_store import StoredThread

    now = datetime.now()
    thread = StoredThread(ThreadMetadata(id=thread_id, created_at=now), "everyone")
    for number in range(items):
        item_id = f"msg_{number}"
        text = AssistantMessageContent(text=f"This is message {number} of many.")
        thread.items[item_id] = AssistantMessageItem(
            id=item_id, thread_id=thread_id, created_at=now, content=[text]
        )
    server.store.threads[thread_id] = thread


@pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24), (40, 12)])
def test_a_question_is_answered(
    start: Start, sdk_server: SdkServer, columns: int, rows: int
) -> None:
    terminal = start("--url", sdk_server.url, columns=columns, rows=rows)
    terminal.wait_for("Message the assistant")
    terminal.send("hello there\r")
    terminal.wait_for("You said: hello there")
    assert sdk_server.user_texts() == ["hello there"]
    terminal.send("\x11")
    assert terminal.wait_for_exit() == 0
    assert terminal.modes_on() == set()


def test_keys_typed_faster_than_the_screen_draws_keep_their_order(
    start: Start, sdk_server: SdkServer
) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("Message the assistant")
    terminal.send("o")
    # Keys that come before there is a composer are another matter: a line feed is Enter there.
    terminal.wait_for("❯ o")
    terminal.send("ne\ntwo\x7f\x7f\x7f2\rnext")
    terminal.wait_for("You said: one")
    terminal.wait_for("❯ next")
    assert sdk_server.user_texts() == ["one\n2"]


def test_what_is_typed_before_the_first_paint_is_not_lost(
    start: Start, sdk_server: SdkServer
) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.send("in a hurry\r")
    terminal.wait_for("You said: in a hurry")
    assert sdk_server.user_texts() == ["in a hurry"]


def test_a_pasted_text_is_one_insert_and_never_sends(start: Start, sdk_server: SdkServer) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("Message the assistant")
    terminal.paste("first\r\nsecond\r\n\x07\x9b31m\x1b[31m\rthird")
    terminal.wait_for("third")
    assert sdk_server.count("threads.create") == 0
    terminal.send("\r")
    terminal.wait_for("You said: first")
    assert sdk_server.user_texts() == ["first\nsecond\n31m[31m\nthird"]
    assert b"\xc2\x9b" not in terminal.written


def test_what_is_typed_before_the_server_is_there_goes_out_when_it_is(
    start: Start, program_env: dict[str, str]
) -> None:
    terminal = start("--demo")
    terminal.wait_for("Message the assistant")
    terminal.send("echo early bird\r")
    terminal.wait_for(lambda text: text.count("early bird") >= 2)


def test_threads_are_listed_opened_renamed_and_deleted(start: Start, sdk_server: SdkServer) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("Message the assistant")
    terminal.send("the first thread\r")
    terminal.wait_for("You said: the first thread")
    terminal.send("\x0e")
    terminal.wait_for(lambda text: "You said" not in text)
    terminal.send("the second thread\r")
    terminal.wait_for("You said: the second thread")
    terminal.send("\x0b")
    terminal.wait_for("F2 rename")
    terminal.send("\x1bOQ")
    terminal.wait_for("New title")
    terminal.send("Renamed by me\r")
    terminal.wait_for("Renamed by me")
    terminal.send("\x1b[B\r")
    terminal.wait_for("You said: the first thread")
    terminal.send("\x0b")
    terminal.wait_for("F2 rename")
    terminal.send("\x04")
    terminal.wait_for("Delete")
    terminal.send("y")
    terminal.wait_for(lambda text: "1 · Enter open" in text)
    assert sdk_server.count("threads.delete") == 1
    assert sdk_server.count("threads.update") == 1


def test_a_thread_of_ten_thousand_items_opens_at_its_end(
    start: Start, sdk_server: SdkServer
) -> None:
    fill_thread(sdk_server, "thr_long", 10_000)
    terminal = start("--url", sdk_server.url, "--thread", "thr_long")
    terminal.wait_for("message 9999")
    terminal.send("\x1b[5~" * 30)
    terminal.wait_for(lambda text: "message 9999" not in text and "message 99" in text)
    terminal.send("\x1b[1;5F")
    terminal.wait_for("message 9999")


def test_a_server_that_is_not_there_is_said_in_words_and_the_text_stays(
    start: Start, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.refuse()
    terminal = start("--url", fault_proxy.url)
    terminal.wait_for("Message the assistant")
    terminal.send("are you there?\r")
    terminal.wait_for("Trying again")
    fault_proxy.accept()
    terminal.wait_for("You said: are you there?")
    assert sdk_server.user_texts() == ["are you there?"]
