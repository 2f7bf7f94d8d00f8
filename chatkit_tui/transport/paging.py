"""Walking through lists that servers hand out in pages, each in its own way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from chatkit_tui.protocol.threads import Page

Entry = TypeVar("Entry")


def next_cursor(page: Page[Any], asked: str | None) -> str | None:
    """The `after` of the page that follows `page`; None when there is none, or no progress.

    `asked` is the `after` that `page` was asked for with, None for the first. Servers drop
    hidden entries after paging, so an empty page may have a successor.
    """
    if not page.has_more:
        return None
    cursor = page.after or (_id(page.data[-1]) if page.data else None)
    return None if cursor == asked else cursor


async def iter_pages(
    fetch: Callable[[str | None], Awaitable[Page[Entry]]], after: str | None = None
) -> AsyncIterator[Page[Entry]]:
    """Every page from `after` on; ends when a page adds nothing or leads back to an earlier one.

    `fetch` gets the `after` of the page to fetch.
    """
    cursors: set[str | None] = {after}
    known: set[str] = set()
    while True:
        page = await fetch(after)
        ids = {_id(entry) for entry in page.data} - {None}
        if page.data and ids and ids <= known:
            return
        yield page
        known.update(filter(None, ids))
        after = next_cursor(page, after)
        if after is None or after in cursors:
            return
        cursors.add(after)


def _id(entry: object) -> str | None:
    value = getattr(entry, "id", None)
    return value if isinstance(value, str) and value else None
