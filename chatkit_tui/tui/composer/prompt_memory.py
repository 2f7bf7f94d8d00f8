"""The history of what was written: at hand while the program runs, and on disk."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from chatkit_tui.errors import StorageError
from chatkit_tui.tui.composer.recall import Recall

if TYPE_CHECKING:
    from chatkit_tui.profiles.prompt_history import PromptHistory

log = logging.getLogger(__name__)


class PromptMemory:
    """Remembers off the event loop; a file that cannot be used is logged. Without one: this run."""

    def __init__(self, history: PromptHistory | None, server: str) -> None:
        self.recall = Recall()
        self._history = history
        self._server = server
        self._unsaved: list[str] = []
        self._task: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Read what there is on disk, by whichever program it was written."""
        await self.flush()
        if self._history is None:
            return
        try:
            texts = await asyncio.to_thread(self._history.load, self._server)
        except StorageError as error:
            log.warning("%s", error)
        else:
            self.recall.know(texts)

    def remember(self, text: str) -> None:
        """Keep `text` as the newest entry."""
        if not self.recall.remember(text) or self._history is None:
            return
        self._unsaved.append(text)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._save(self._history), name="prompt history")

    async def flush(self) -> None:
        """Wait until everything is on disk."""
        if self._task is not None:
            await self._task

    async def _save(self, history: PromptHistory) -> None:
        while self._unsaved:
            text = self._unsaved.pop(0)
            try:
                await asyncio.to_thread(history.add, self._server, text)
            except StorageError as error:
                log.warning("%s", error)
