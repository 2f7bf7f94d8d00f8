"""Which thread a view begins with: the one its backend names, or a new one when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.translation import _

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
            self.show_title()
        await self._view.sender.begin(self.id)

    def show_title(self) -> None:
        """Say in the header what is in front until a thread is."""
        words = _("New thread") if self.id is None else _("Loading the thread…")
        self._view.header.title = words

    def leave(self) -> None:
        """Begin with a new thread after all; nothing to do once a thread is in front."""
        if self._view.sender.connected or (self._left and self.id is None):
            return
        self._left, self.id = True, None
        self.show_title()
        self._view.run(self._view.sender.begin_elsewhere(None))
