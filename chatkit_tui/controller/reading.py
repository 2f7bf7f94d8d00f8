"""Reads the newest items of a thread, whatever way the server pages."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatkit_tui.controller.reduce_rows import is_shown
from chatkit_tui.protocol.items import UserMessageItem
from chatkit_tui.transport.paging import Trail

if TYPE_CHECKING:
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.threads import Page
    from chatkit_tui.transport.client import ChatKitClient

PAGE_SIZE = 50
"""Items asked for at once."""

TAIL_LIMIT = 400
"""Items read at most to meet one that is known."""


@dataclass(slots=True)
class Tail:
    """The newest items of a thread, oldest first.

    `met` tells that an item asked for is among them; `cursor` is where older ones begin, None when
    there are none.
    """

    items: list[ThreadItem] = field(default_factory=list)
    met: bool = False
    cursor: str | None = None

    @property
    def whole(self) -> bool:
        """Whether this is the whole thread."""
        return self.cursor is None


async def read_tail(
    client: ChatKitClient,
    thread_id: str,
    *,
    until: Container[str] = frozenset(),
    at_least: int = 1,
    after: str | None = None,
) -> Tail:
    """Read newest items until one of `until` is met, or `at_least` shown ones are there.

    Pages with nothing to show are passed over, unless it is one such page after the other.
    Raises ChatKitError.
    """
    tail = Tail()
    trail = Trail(after)
    seen: set[str] = set()
    newest_first: list[ThreadItem] = []
    shown = 0
    wanted = TAIL_LIMIT if until else at_least
    while True:
        page = await client.list_items(thread_id, limit=PAGE_SIZE, order="desc", after=trail.cursor)
        fresh = [item for item in _newest_first(page) if not item.id or item.id not in seen]
        seen.update(item.id for item in fresh)
        newest_first += fresh
        shown_here = sum(map(is_shown, fresh))
        shown += shown_here
        tail.met = any(item.id in until for item in fresh)
        cursor = trail.follow(page, fruitful=shown_here > 0)
        tail.cursor = cursor if fresh or not page.data else None
        if tail.cursor is None or tail.met or shown >= wanted:
            break
    tail.items = newest_first[::-1]
    return tail


def _newest_first(page: Page[ThreadItem]) -> Sequence[ThreadItem]:
    """The page's items; some servers send the whole thread oldest first, whatever is asked."""
    if page.has_more:
        return page.data
    times = [item.created for item in page.data if isinstance(item, UserMessageItem)]
    known = [time for time in times if time is not None]
    if len(known) < len(times) or not known:
        return page.data
    return page.data[::-1] if known[0] < known[-1] else page.data
