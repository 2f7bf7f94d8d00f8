"""ThreadDirectory: the threads the server has, newest first, as far as they have been read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import DirectoryChanged
from chatkit_tui.errors import ChatKitError
from chatkit_tui.protocol.threads import Page
from chatkit_tui.transport.paging import Trail

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.transport.client import ChatKitClient

PAGE_SIZE = 50
"""Threads asked for at once."""


class ThreadDirectory:
    """`threads` is what is listed; `error` is why the last listing failed."""

    def __init__(self, tell: Callable[[Change], None]) -> None:
        self.threads: list[Thread] = []
        self.has_more = False
        self.loading = False
        self.listed = False
        """Whether the server has been asked yet, with success."""
        self.error: ChatKitError | None = None
        self.seen: set[str] = set()
        """The ids of all threads that were ever known here."""
        self._tell = tell
        self._trail = Trail()
        self._listings = 0

    async def read(self, client: ChatKitClient, *, more: bool) -> None:
        """Read the first page anew, or the next one. Raises ChatKitError.

        Of listings that overlap the one begun last counts.
        """
        if more and (self.loading or not self.has_more):
            return
        self._listings += 1
        listing = self._listings
        self.loading, self.error = True, None
        self._tell(DirectoryChanged())
        try:
            after = self._trail.cursor if more else None
            page = await client.list_threads(limit=PAGE_SIZE, order="desc", after=after)
            if listing == self._listings:
                self._take(page, more=more)
        except ChatKitError as error:
            if listing == self._listings:
                self.error = error
            raise
        finally:
            if listing == self._listings:
                self.loading = False
                self._tell(DirectoryChanged())

    def _take(self, page: Page[Thread], *, more: bool) -> None:
        if not more:
            self._trail = Trail()
        known = {thread.id for thread in self.threads} if more else set()
        fresh = [_without_items(thread) for thread in page.data if thread.id not in known]
        self.seen.update(thread.id for thread in fresh)
        self.threads = [*self.threads, *fresh] if more else fresh
        cursor = self._trail.follow(page, fruitful=bool(fresh))
        self.has_more = cursor is not None and bool(fresh or not page.data)
        self.listed = True

    def put(self, thread: Thread, *, is_new: bool) -> None:
        """Take in what is now known of a thread; one that is new at the server comes first."""
        thread = _without_items(thread)
        self.seen.add(thread.id)
        for place, known in enumerate(self.threads):
            if known.id == thread.id:
                if known != thread:
                    self.threads[place] = thread
                    self._tell(DirectoryChanged())
                return
        if is_new:
            self.threads.insert(0, thread)
            self._tell(DirectoryChanged())

    def remove(self, thread_id: str) -> None:
        """The thread is gone."""
        self.threads = [thread for thread in self.threads if thread.id != thread_id]
        self._tell(DirectoryChanged())

    def clear(self) -> None:
        """Forget everything: there is another server now."""
        self._listings += 1
        self.threads, self.error, self._trail = [], None, Trail()
        self.seen.clear()
        self.has_more = self.loading = self.listed = False
        self._tell(DirectoryChanged())


def _without_items(thread: Thread) -> Thread:
    return thread.changed(items=Page())
