"""Where the list of threads stands: beside the conversation, or on a screen of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.screens.threads import ThreadsScreen
    from chatkit_tui.tui.threads.news import ThreadNews
    from chatkit_tui.tui.threads.panel import ThreadPanel
    from chatkit_tui.tui.view import ChatKitView

WIDE = 100
"""Columns of a view from which on the list stands beside the conversation."""

OWN_ACTIONS = frozenset({"scroll", "new_thread", "interrupt"})
"""Actions of the view that the list has its own of while keys go to it."""


class ThreadHistory:
    """Shows and hides the list of one view, and moves it when the view grows or shrinks."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._news: ThreadNews | None = None
        self._panel: ThreadPanel | None = None
        self._screen: ThreadsScreen | None = None

    def connect(self, controller: ChatKitController) -> None:
        """There is a server now: watch what is answered in the background."""
        from chatkit_tui.tui.threads.news import ThreadNews

        self._news = ThreadNews(controller)

    def configure(self) -> None:
        """Let changed options take effect."""
        if self.shown and not self.enabled:
            self._hide()

    @property
    def shown(self) -> bool:
        """Whether the list is on the screen."""
        return self._panel is not None or self._screen is not None

    @property
    def in_hand(self) -> bool:
        """Whether keys go to the list beside the conversation."""
        return self._panel is not None and self._panel.threads.in_hand

    @property
    def enabled(self) -> bool:
        """Whether the options offer a list of threads."""
        controller = self._view.controller
        return controller is not None and controller.options.history.enabled

    def keeps(self, action: str) -> bool:
        """Whether an action of the view is the list's own just now."""
        return action in OWN_ACTIONS and self.in_hand

    def toggle(self) -> None:
        """Show the list, put the keys into it, or take it away."""
        view, controller = self._view, self._view.controller
        if controller is None:
            view.tell(_("There is no server yet."), severity="warning")
        elif not self.enabled:
            view.tell(_("The list of threads is turned off here."), severity="warning")
        elif self.shown and (self._panel is None or self.in_hand):
            self.close()
        else:
            # At once, so that the keys pressed next go where the user looks.
            self.show(True)
            view.run(controller.show_history())

    def show(self, shown: bool) -> None:
        """Put the list in front, or take it away."""
        if not shown:
            self._hide()
        elif self._panel is not None:
            self._panel.threads.take_focus()
        elif self._screen is None and self.enabled:
            self._open("")

    def close(self) -> None:
        """The user is done with the list."""
        self._hide()
        if self._view.controller is not None:
            self._view.run(self._view.controller.hide_history())

    def choose(self, thread_id: str | None) -> None:
        """Go to a thread, or to a new one; the list stays where there is room for both."""
        view, controller = self._view, self._view.controller
        if controller is None:
            return
        if self._screen is not None:
            self.close()
        view.composer.focus()
        view.run(controller.set_thread_id(thread_id))

    def forget(self, thread_id: str) -> None:
        """A deleted thread is not to be begun with at the next start."""
        from chatkit_tui.profiles.last_thread import forget_last_thread

        key = self._view.session.backend.server_key
        self._view.run(asyncio.to_thread(forget_last_thread, key, thread_id))

    def resized(self) -> None:
        """Move the list to where it belongs at the view's new size."""
        wide = self._view.size.width >= WIDE
        if self._panel is not None and not wide:
            in_hand, query = self.in_hand, self._panel.threads.query_text
            if in_hand:
                self._hide()
                self._open(query)
            else:
                self.close()
        elif self._screen is not None and self._screen.is_current and wide:
            query = self._screen.threads.query_text
            self._hide()
            self._open(query)

    def _open(self, query: str) -> None:
        from chatkit_tui.tui.screens.threads import ThreadsScreen
        from chatkit_tui.tui.threads.panel import ThreadPanel
        from chatkit_tui.tui.threads.thread_list import ThreadList

        view, controller = self._view, self._view.controller
        if controller is None or self._news is None:
            return
        threads = ThreadList(controller, self._news, query=query)
        if view.size.width >= WIDE:
            self._panel = ThreadPanel(self, threads)
            view.mount(self._panel)
        else:
            self._screen = ThreadsScreen(self, threads)
            view.app.push_screen(self._screen)

    def _hide(self) -> None:
        panel, screen = self._panel, self._screen
        if panel is not None:
            in_hand, self._panel = self.in_hand, None
            panel.remove()
            if in_hand:
                self._view.composer.focus()
        if screen is not None and screen.is_current:
            self._screen = None
            screen.dismiss(None)

    def gone(self, screen: ThreadsScreen) -> None:
        """The screen was taken away."""
        if self._screen is screen:
            self._screen = None
