"""Reading the items of a thread from servers whose pages never end."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chatkit.types import Page, ThreadItem

from chatkit_tui.transport.paging import FRUITLESS_PAGES
from tests.controller.chat import Chat
from tests.controller.stored import store_thread
from tests.support.sdk_server import SdkServer

Cursors = Callable[[], Iterator[str]]


def answer_in_vain(
    server: SdkServer, patch: pytest.MonkeyPatch, cursors: Iterator[str], *, first: bool = False
) -> None:
    """Let the store answer for items with empty pages that have a successor, while cursors last.

    With `first` it hands out what it has first, otherwise in the end.
    """
    load = server.store.load_thread_items
    requests = itertools.count(1)

    async def load_in_vain(
        thread_id: str, after: str | None, limit: int, order: str, context: Any
    ) -> Page[ThreadItem]:
        assert next(requests) < 100, "pages without end"
        kept = await load(thread_id, None, limit, order, context)
        cursor = next(cursors, None)
        if cursor is None:
            return kept
        data = kept.data if first and after is None else []
        return Page(data=data, has_more=True, after=cursor)

    patch.setattr(server.store, "load_thread_items", load_in_vain)


def new_cursors(count: int | None = None) -> Iterator[str]:
    return (f"c{n}" for n in (itertools.count() if count is None else range(count)))


def alternating() -> Iterator[str]:
    return itertools.cycle(["x", "y"])


@pytest.mark.parametrize(
    ("cursors", "requests"), [(new_cursors, FRUITLESS_PAGES), (alternating, 3)]
)
async def test_empty_pages_without_end_are_given_up(
    chat: Chat,
    sdk_server: SdkServer,
    monkeypatch: pytest.MonkeyPatch,
    cursors: Cursors,
    requests: int,
) -> None:
    store_thread(sdk_server, "thr_a", 2)
    answer_in_vain(sdk_server, monkeypatch, cursors())
    await chat.controller.set_thread_id("thr_a")
    assert chat.lines() == []
    assert not chat.active.state.has_older
    assert sdk_server.count("items.list") == requests


@pytest.mark.parametrize(
    ("cursors", "requests"), [(new_cursors, FRUITLESS_PAGES), (alternating, 2)]
)
async def test_older_items_that_never_come_are_given_up(
    chat: Chat,
    sdk_server: SdkServer,
    monkeypatch: pytest.MonkeyPatch,
    cursors: Cursors,
    requests: int,
) -> None:
    texts = store_thread(sdk_server, "thr_a", 2)
    answer_in_vain(sdk_server, monkeypatch, cursors(), first=True)
    await chat.controller.set_thread_id("thr_a")
    assert chat.active.state.has_older
    await chat.controller.load_older_items()
    assert chat.lines() == texts
    assert not chat.active.state.has_older
    assert sdk_server.count("items.list") == 1 + requests


async def test_some_empty_pages_are_passed_over(
    chat: Chat, sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = store_thread(sdk_server, "thr_a", 2)
    answer_in_vain(sdk_server, monkeypatch, new_cursors(FRUITLESS_PAGES - 1))
    await chat.controller.set_thread_id("thr_a")
    assert chat.lines() == texts
