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
    """Writes the draft of one thread at a time, off the event loop, the newest always last.

    Without a store it keeps nothing.
    """

    def __init__(self, store: DraftStore | None, server: str) -> None:
        self._store = store
        self._server = server
        self.thread_id: str | None = None
        """Whose draft is being kept; None is the thread that does not exist yet."""
        self._text = ""
        self._version = 0
        self._saved_version = 0
        self._writing = threading.Lock()
        self._task: asyncio.Task[None] | None = None

    async def open(self, thread_id: str | None) -> str:
        """Turn to the draft of `thread_id` and return what was kept of it."""
        await self.flush()
        self.thread_id = thread_id
        self._text = ""
        if self._store is None:
            return ""
        try:
            self._text = await asyncio.to_thread(self._store.load, self._server, thread_id)
        except StorageError as error:
            log.warning("%s", error)
        return self._text

    async def move(self, thread_id: str | None) -> None:
        """The thread being written in got an id: its draft moves there."""
        if thread_id == self.thread_id:
            return
        text = self._text
        self.note("")
        await self.flush()
        self.thread_id = thread_id
        self.note(text)

    def note(self, text: str) -> None:
        """Remember `text` as the draft; it is on disk a moment later."""
        if self._store is None or text == self._text:
            return
        self._text = text
        self._version += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._save_while_changing(), name="draft")

    async def flush(self) -> None:
        """Wait until the draft is on disk."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await asyncio.to_thread(self._write, self.thread_id, self._text, self._version)

    def save_now(self) -> None:
        """Write at once, in the calling thread: the process is about to end."""
        self._write(self.thread_id, self._text, self._version)

    async def _save_while_changing(self) -> None:
        while self._saved_version < self._version:
            await asyncio.to_thread(self._write, self.thread_id, self._text, self._version)
            await asyncio.sleep(SAVE_EVERY)

    def _write(self, thread_id: str | None, text: str, version: int) -> None:
        """Save unless something newer has been saved since; a full disk is logged, not fatal."""
        with self._writing:
            if self._store is None or version <= self._saved_version:
                return
            try:
                self._store.save(self._server, thread_id, text)
            except StorageError as error:
                log.warning("%s", error)
            self._saved_version = version
