"""Reads the newest items of a thread, whatever way the server pages."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatkit_tui.controller.reduce_rows import has_place
from chatkit_tui.protocol.base import is_moment, moment
from chatkit_tui.transport.paging import Trail

if TYPE_CHECKING:
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.listed import ListedItem
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

    listed: list[ListedItem] = field(default_factory=list)
    met: bool = False
    cursor: str | None = None

    @property
    def items(self) -> list[ThreadItem]:
        """All of them, read."""
        return [each.read() for each in self.listed]

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
    newest_first: list[ListedItem] = []
    shown = 0
    wanted = TAIL_LIMIT if until else at_least
    while True:
        page = await client.list_unread(thread_id, limit=PAGE_SIZE, after=trail.cursor)
        fresh = [item for item in _newest_first(page) if not item.id or item.id not in seen]
        seen.update(item.id for item in fresh)
        newest_first += fresh
        shown_here = sum(map(has_place, fresh))
        shown += shown_here
        tail.met = any(item.id in until for item in fresh)
        cursor = trail.follow(page, fruitful=shown_here > 0)
        tail.cursor = cursor if fresh or not page.data else None
        if tail.cursor is None or tail.met or shown >= wanted:
            break
    tail.listed = newest_first[::-1]
    return tail


def _newest_first(page: Page[ListedItem]) -> Sequence[ListedItem]:
    """The page's items; some servers send the whole thread oldest first, whatever is asked."""
    if page.has_more:
        return page.data
    times = [item.created_at for item in page.data if item.type == "user_message"]
    if not times or not all(map(is_moment, times)):
        return page.data
    first, last = moment(times[0]), moment(times[-1])
    rising = first is not None and last is not None and first < last
    return page.data[::-1] if rising else page.data
