"""The way from a backend to a controller, walked after the first paint."""

from __future__ import annotations

import asyncio
import gc
import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.backend import Backend
    from chatkit_tui.controller.controller import ChatKitController


def _prepare() -> None:
    """What would hold up the first item that is drawn, done beside what comes before it."""
    from chatkit_tui.tui.transcript.paint import load_painters

    if not gc.get_freeze_count():
        # Modules and classes stay: looking through them for garbage stops the screen for 50 ms and
        # more, whenever a thread is opened and now and then while an answer streams.
        gc.freeze()
    load_painters()


class Session:
    """Owns the backend and the controller of one view."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.controller: ChatKitController | None = None
        self._preparing: asyncio.Task[None] | None = None
        self.left_thread: str | None = None
        """The thread that was in front when the session was closed."""

    async def start(self) -> ChatKitController:
        """Start the backend and, meanwhile, load what speaks to it; raises ChatKitError."""
        loading = asyncio.create_task(
            asyncio.to_thread(importlib.import_module, "chatkit_tui.controller.controller")
        )
        try:
            options = await self.backend.start()
        finally:
            await loading
        from chatkit_tui.controller.controller import ChatKitController

        self._preparing = asyncio.create_task(asyncio.to_thread(_prepare))
        self.controller = ChatKitController(options, cookie_file=self.backend.cookie_file)
        self.backend.attach(self.controller)
        return self.controller

    async def close(self) -> None:
        """End what `start` began."""
        if self._preparing is not None:
            self._preparing.cancel()
        if self.controller is not None:
            self.left_thread = self.controller.active.thread_id
            await self.controller.aclose()
            self.controller = None
        await self.backend.stop()
