"""Reading the items of a thread from servers that page or order them in their own way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chatkit.types import Page, ThreadItem

from chatkit_tui.transport.paging import FRUITLESS_PAGES
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.controller.stored import store_thread
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
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


RISING = {
    "epoch seconds": [1767225600, 1767225601.5, 1767225660],
    "epoch of more and more digits": [999999999, 1000000000, 1000000001],
    "milliseconds": [1767225600123, 1767225600124, 1767225600125],
    "zones": ["2026-01-01T10:00:00+05:00", "2026-01-01T06:00:00Z", "2026-01-01T05:00:00-02:00"],
    "fractions": ["2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5Z", "2026-01-01T10:00:00.75Z"],
    "kinds": ["2026-01-01T00:00:00Z", 1767225601, "2026-01-01T03:00:02+03:00"],
    "a zone and none": [1767225600, "2026-01-03T00:00:00", "2026-01-05T00:00:00Z"],
}


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("times", RISING.values(), ids=RISING)
async def test_items_in_either_order_come_out_by_time(
    make_chat: MakeChat,
    fault_proxy: FaultProxy,
    sdk_server: SdkServer,
    times: list[Any],
    newest_first: bool,
) -> None:
    items = messages(times)
    page = items[::-1] if newest_first else items
    assert await lines(make_chat, fault_proxy, sdk_server, page) == ["said 0", "said 1", "said 2"]


@pytest.mark.parametrize(
    "times",
    [
        [None, None, None],
        ["2026-01-01", None, "2026-01-03"],
        ["2026-01-01", "a while ago", "2026-01-03"],
        ["2026-01-01", "2026-01-01", "2026-01-01"],
    ],
)
async def test_items_without_times_keep_the_order_that_was_asked_for(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer, times: list[Any]
) -> None:
    page = messages(times)
    assert await lines(make_chat, fault_proxy, sdk_server, page) == ["said 2", "said 1", "said 0"]


def messages(times: list[Any]) -> list[dict[str, Any]]:
    """What a user said at these times, as JSON."""
    return [
        {
            "type": "user_message",
            "id": f"u{number}",
            "thread_id": "thr_a",
            "created_at": time,
            "content": [{"type": "input_text", "text": f"said {number}"}],
            "attachments": [],
            "inference_options": {},
        }
        for number, time in enumerate(times)
    ]


async def lines(
    make_chat: MakeChat, proxy: FaultProxy, server: SdkServer, page: list[dict[str, Any]]
) -> list[str]:
    """What is shown of a whole thread that arrives as `page`.

    The official server writes one kind of time only, so that this answer stands in for its own.
    """
    store_thread(server, "thr_a", 0)
    proxy.on("items.list", Answer(200, {"data": page, "has_more": False}))
    chat = make_chat(proxy.url)
    await chat.controller.set_thread_id("thr_a")
    return chat.lines()
