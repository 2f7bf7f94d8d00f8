"""Walking through lists that servers hand out in pages, each in its own way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.threads import Page
from chatkit_tui.translation import _

Entry = TypeVar("Entry")

FRUITLESS_PAGES = 20
"""Pages in a row with nothing new after which a list is taken to be over."""

PAGE_LIMIT = 1000
"""Pages of one list after which it is taken to grow for ever."""


def next_cursor(page: Page[Any], asked: str | None) -> str | None:
    """The `after` of the page that follows `page`; None when there is none, or no progress.

    `asked` is the `after` that `page` was asked for with, None for the first. Servers drop
    hidden entries after paging, so an empty page may have a successor.
    """
    if not page.has_more:
        return None
    cursor = page.after or (_id(page.data[-1]) if page.data else None)
    return None if cursor == asked else cursor


class Trail:
    """The way from page to page, as long as it leads to something new.

    `cursor` is the `after` of the next page: None before the first one, and again at the end.
    """

    def __init__(self, after: str | None = None) -> None:
        self.cursor = after
        self._cursors = {after}
        self._fruitless = 0

    def follow(self, page: Page[Any], *, fruitful: bool) -> str | None:
        """Go on behind `page`, the one at `cursor`; returns the new `cursor`.

        It ends at a cursor that was there before, and after FRUITLESS_PAGES that were not
        `fruitful`, that is, had nothing new for whoever reads.
        """
        self._fruitless = 0 if fruitful else self._fruitless + 1
        cursor = next_cursor(page, self.cursor)
        if cursor in self._cursors or self._fruitless >= FRUITLESS_PAGES:
            cursor = None
        self._cursors.add(cursor)
        self.cursor = cursor
        return cursor


async def iter_pages(
    fetch: Callable[[str | None], Awaitable[Page[Entry]]], after: str | None = None
) -> AsyncIterator[Page[Entry]]:
    """Every page from `after` on; ends when pages add nothing or lead back to an earlier one.

    `fetch` gets the `after` of the page to fetch. Raises ProtocolError when PAGE_LIMIT pages were
    not the whole list.
    """
    trail = Trail(after)
    known: set[str] = set()
    for _page in range(PAGE_LIMIT):
        page = await fetch(trail.cursor)
        ids = {_id(entry) for entry in page.data} - {None}
        if page.data and ids and ids <= known:
            return
        yield page
        known.update(filter(None, ids))
        if trail.follow(page, fruitful=bool(page.data)) is None:
            return
    raise ProtocolError(
        _("The server's list did not end after {count:,} pages; the rest was not read.").format(
            count=PAGE_LIMIT
        )
    )


def _id(entry: object) -> str | None:
    value = getattr(entry, "id", None)
    return value if isinstance(value, str) and value else None
