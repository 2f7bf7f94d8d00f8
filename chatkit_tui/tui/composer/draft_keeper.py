"""Keeps what is written but not yet at the server, through crashes and dropped lines."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from chatkit_tui.errors import StorageError

if TYPE_CHECKING:
    from chatkit_tui.profiles.drafts import DraftStore

log = logging.getLogger(__name__)

SAVE_EVERY = 0.25
"""Seconds between two saves while the user types; the first change is saved at once."""


class DraftKeeper:
    """Writes drafts off the event loop, each thread's newest last. Without a store: nowhere."""

    def __init__(self, store: DraftStore | None, server: str) -> None:
        self._store = store
        self._server = server
        self._known: dict[str | None, str] = {}
        self._unsaved: dict[str | None, str] = {}
        self._writing = threading.Lock()
        self._task: asyncio.Task[None] | None = None

    async def load(self, thread_id: str | None) -> str:
        """What was kept of the draft of a thread; None is the thread that does not exist yet."""
        return await asyncio.to_thread(self.load_now, thread_id)

    def load_now(self, thread_id: str | None) -> str:
        """The same in the calling thread; a file that cannot be read is logged, not fatal."""
        if self._store is None or thread_id in self._known:
            return self._known.get(thread_id, "")
        try:
            text = self._store.load(self._server, thread_id)
        except StorageError as error:
            log.warning("%s", error)
            text = ""
        return self._known.setdefault(thread_id, text)

    def note(self, thread_id: str | None, text: str) -> None:
        """Remember a draft; it is on disk a moment later."""
        if self._known.get(thread_id) == text:
            return
        self._known[thread_id] = self._unsaved[thread_id] = text
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._save_while_changing(), name="draft")

    async def flush(self) -> None:
        """Wait until every draft is on disk."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await asyncio.to_thread(self.save_now)

    def save_now(self) -> None:
        """Write at once, in the calling thread; a full disk is logged, not fatal."""
        with self._writing:
            unsaved, self._unsaved = self._unsaved, {}
            for thread_id, text in unsaved.items():
                try:
                    if self._store is not None:
                        self._store.save(self._server, thread_id, text)
                except StorageError as error:
                    log.warning("%s", error)

    async def _save_while_changing(self) -> None:
        while self._unsaved:
            await asyncio.to_thread(self.save_now)
            await asyncio.sleep(SAVE_EVERY)
