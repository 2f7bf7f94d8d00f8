"""The composer's parts that need no screen: recall, outbox, drafts, what can be typed."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.errors import StorageError
from chatkit_tui.profiles.drafts import DraftStore
from chatkit_tui.tui.composer.draft_keeper import DraftKeeper
from chatkit_tui.tui.composer.outbox import Outbox
from chatkit_tui.tui.composer.prompt import Prompt, together
from chatkit_tui.tui.composer.recall import Recall
from chatkit_tui.tui.composer.text_input import typeable


def test_recall_walks_back_and_returns_to_what_was_being_written() -> None:
    recall = Recall()
    recall.remember("one")
    recall.remember("two")
    assert recall.step(-1, "half written") == "two"
    assert recall.step(-1, "two") == "one"
    assert recall.step(-1, "one") is None
    assert recall.step(1, "one") == "two"
    assert recall.step(1, "two") == "half written"
    assert recall.step(1, "half written") is None


def test_recall_keeps_no_blanks_and_no_repeats() -> None:
    recall = Recall()
    for text in ("same", "same", "  ", ""):
        recall.remember(text)
    assert recall.step(-1, "") == "same"
    assert recall.step(-1, "same") is None


def test_outbox_is_in_order_and_an_error_holds_it() -> None:
    outbox, first, second = Outbox(), Prompt("first"), Prompt("second")
    outbox.put(first)
    outbox.put(second)
    assert outbox.next() is first
    outbox.hold()
    assert outbox.next() is None
    assert outbox.prompts == [second]
    outbox.release()
    assert outbox.next() is second


def test_outbox_gives_back_the_very_prompt_once() -> None:
    outbox, first, between, twin = Outbox(), Prompt("same"), Prompt("other"), Prompt("same")
    for each in (first, between, twin):
        outbox.put(each)
    assert outbox.take(twin)
    assert not outbox.take(twin)
    assert outbox.prompts == [first, between]


def test_an_empty_outbox_cannot_be_held() -> None:
    outbox = Outbox()
    outbox.hold()
    outbox.put(Prompt("later"))
    assert outbox.next() == Prompt("later")


def test_prompts_become_one_and_nothing_of_them_is_lost() -> None:
    first = Prompt("one", quote="said\nbefore", tool_id="search", model_id="big")
    assert first.before(Prompt(model_id="small")) == first
    assert first.before(Prompt("two")) == Prompt("one\n\ntwo", "said\nbefore", "search", "big")
    both = first.before(Prompt("two", quote="later", tool_id="draw"))
    assert both == Prompt("> said\n> before\n\none\n\ntwo", "later", "draw", "big")
    assert together([first, Prompt(), Prompt("two")]).as_text() == "> said\n> before\n\none\n\ntwo"


@given(st.text())
def test_what_can_be_typed_drives_no_terminal(text: str) -> None:
    typed = typeable(text)
    assert not any(ord(char) < 32 and char != "\n" for char in typed)
    assert not any(0x7F <= ord(char) < 0xA0 for char in typed)
    assert typeable(typed) == typed
    typed.encode("utf-8")


def test_pasted_line_ends_become_line_feeds() -> None:
    assert typeable("a\r\nb\rc\u2028d\x1b[31m") == "a\nb\nc\nd[31m"


async def test_a_draft_is_on_disk_after_a_flush(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    keeper = DraftKeeper(store, "server")
    assert await keeper.load("thr_1") == ""
    keeper.note("thr_1", "half a")
    keeper.note("thr_1", "half a sentence")
    keeper.note(None, "something else")
    await keeper.flush()
    assert store.load("server", "thr_1") == "half a sentence"
    assert store.load("server", None) == "something else"
    assert await DraftKeeper(store, "server").load("thr_1") == "half a sentence"


async def test_without_a_store_drafts_live_as_long_as_the_program() -> None:
    keeper = DraftKeeper(None, "server")
    keeper.note("thr_1", "half a sentence")
    await keeper.flush()
    assert await keeper.load("thr_1") == "half a sentence"
    assert await keeper.load(None) == ""


class SlowFirstSave(DraftStore):
    """A real store whose first save waits, as a slow disk would."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.began = threading.Event()
        self.go_on = threading.Event()

    def save(self, server: str, thread_id: str | None, text: str) -> None:
        if not self.began.is_set():
            self.began.set()
            assert self.go_on.wait(10)
        super().save(server, thread_id, text)


async def test_a_slow_save_never_overwrites_a_newer_one(tmp_path: Path) -> None:
    store = SlowFirstSave(tmp_path)
    keeper = DraftKeeper(store, "server")
    keeper.note(None, "old")
    await asyncio.to_thread(store.began.wait, 10)
    keeper.note(None, "new")
    flushed = asyncio.create_task(keeper.flush())
    store.go_on.set()
    await flushed
    assert store.load("server", None) == "new"


class FullDisk(DraftStore):
    """A store on a disk without room."""

    def save(self, server: str, thread_id: str | None, text: str) -> None:
        raise StorageError("The disk is full.")


async def test_a_full_disk_is_logged_and_not_fatal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = DraftKeeper(FullDisk(tmp_path), "server")
    keeper.note(None, "text")
    await keeper.flush()
    assert "disk is full" in caplog.text
