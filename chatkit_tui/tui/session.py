"""The way from a backend to a controller, walked after the first paint."""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.backend import Backend
    from chatkit_tui.controller.controller import ChatKitController


class Session:
    """Owns the backend and the controller of one view."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.controller: ChatKitController | None = None
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

        self.controller = ChatKitController(options, cookie_file=self.backend.cookie_file)
        self.backend.attach(self.controller)
        return self.controller

    async def close(self) -> None:
        """End what `start` began."""
        if self.controller is not None:
            self.left_thread = self.controller.active.thread_id
            await self.controller.aclose()
            self.controller = None
        await self.backend.stop()
