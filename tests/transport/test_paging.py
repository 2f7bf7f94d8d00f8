"""Pages of servers that page by the book, by their own book, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.threads import Page, Thread
from chatkit_tui.transport.paging import (
    FRUITLESS_PAGES,
    PAGE_LIMIT,
    iter_pages,
    next_cursor,
)


def page(*ids: str, more: bool = True, after: str | None = None) -> Page[Thread]:
    return Page[Thread](data=tuple(Thread(id=each) for each in ids), has_more=more, after=after)


@pytest.mark.parametrize(
    ("given_page", "asked", "expected"),
    [
        (page("a", "b"), None, "b"),
        (page("a", "b", after="cursor"), None, "cursor"),
        (page("a", "b", more=False, after="cursor"), None, None),
        (page(after="hidden"), "b", "hidden"),
        (page(), "b", None),
        (page("c", "b"), "b", None),
        (page("c", after="b"), "b", None),
    ],
)
def test_next_cursor(given_page: Page[Thread], asked: str | None, expected: str | None) -> None:
    assert next_cursor(given_page, asked) == expected


def walk(pages: dict[str | None, Page[Thread]], limit: int = 50) -> list[list[str]]:
    """The ids of every page, asked for by cursor."""
    asked: list[str | None] = []

    async def fetch(after: str | None) -> Page[Thread]:
        asked.append(after)
        assert len(asked) < limit, "pages without end"
        return pages[after]

    async def run() -> list[list[str]]:
        return [[thread.id for thread in each.data] async for each in iter_pages(fetch)]

    return asyncio.run(run())


def test_pages_follow_the_servers_cursor_over_empty_pages() -> None:
    pages = {None: page("a", after="1"), "1": page(after="2"), "2": page("b", more=False)}
    assert walk(pages) == [["a"], [], ["b"]]


def test_a_server_that_ignores_the_cursor_is_asked_twice_at_most() -> None:
    same = page("a", "b")
    assert walk({None: same, "b": same}) == [["a", "b"]]


def test_cursors_in_a_circle_end() -> None:
    pages = {None: page("a", after="1"), "1": page("b", after="2"), "2": page("c", after="1")}
    assert walk(pages) == [["a"], ["b"], ["c"]]


def test_ids_that_repeat_do_not_end_the_list_early() -> None:
    pages = {
        None: page("u1", "fake", after="1"),
        "1": page("u2", "fake", more=False),
    }
    assert walk(pages) == [["u1", "fake"], ["u2", "fake"]]


def test_empty_pages_with_ever_new_cursors_end() -> None:
    pages: dict[str | None, Page[Thread]] = {str(n): page(after=str(n + 1)) for n in range(100)}
    pages[None] = page("a", after="0")
    assert walk(pages) == [["a"], *[[]] * FRUITLESS_PAGES]


def test_a_list_that_grows_for_ever_ends_with_an_error() -> None:
    asked: list[str | None] = []

    async def fetch(after: str | None) -> Page[Thread]:
        asked.append(after)
        assert len(asked) <= PAGE_LIMIT, "pages without end"
        return page(f"t{len(asked)}")

    async def run() -> None:
        async for _ in iter_pages(fetch):
            pass

    with pytest.raises(ProtocolError, match="did not end"):
        asyncio.run(run())
    assert len(asked) == PAGE_LIMIT


@given(
    st.lists(st.lists(st.integers(0, 5).map(str), max_size=3), min_size=1, max_size=5), st.data()
)
def test_any_pages_come_to_an_end(ids: Sequence[Sequence[str]], data: st.DataObject) -> None:
    async def run() -> None:
        asked = 0

        async def fetch(after: str | None) -> Page[Thread]:
            nonlocal asked
            asked += 1
            assert asked < 100
            cursor = data.draw(st.none() | st.sampled_from(["x", "y", "z"]))
            return page(*ids[asked % len(ids)], after=cursor)

        async for _ in iter_pages(fetch):
            pass

    asyncio.run(run())
