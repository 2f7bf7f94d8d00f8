"""Which thread a view begins with: the one its backend names, or a new one when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView


class FirstThread:
    """Known before there is a server; what is typed meanwhile is for the thread it names."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._left = False
        self.id: str | None = None
        """None for a new thread."""

    async def find(self) -> None:
        """Ask the backend, and bring the draft of that thread."""
        found = await self._view.session.backend.initial_thread()
        if found is not None and not self._left:
            self.id = found
            self._view.header.title = "Loading the thread…"
        await self._view.sender.begin(self.id)

    def leave(self) -> None:
        """Begin with a new thread after all; nothing to do once a thread is in front."""
        if self._view.sender.connected or (self._left and self.id is None):
            return
        self._left, self.id = True, None
        self._view.header.title = "New thread"
        self._view.run(self._view.sender.begin_elsewhere(None))
