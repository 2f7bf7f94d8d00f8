"""ChatKitApp: the program."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from chatkit_tui.tui.screens.chat import ChatScreen
from chatkit_tui.tui.signals import on_termination
from chatkit_tui.tui.view import ChatKitView

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from chatkit_tui.backend import Backend
    from chatkit_tui.profiles.drafts import DraftStore

log = logging.getLogger(__name__)

QUIT_AGAIN_WITHIN = 1.5
"""Seconds in which a second Ctrl+C quits."""

CRASHED = 70
"""Exit code after an error of our own (EX_SOFTWARE)."""

THEMES = {"dark": "textual-dark", "light": "textual-light"}
"""Short names for `--theme`; any theme of Textual's can be named as well."""


class ChatKitApp(App[None]):
    """Chat with one ChatKit server, full screen."""

    TITLE = "chatkit-tui"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    BINDINGS: list[BindingType] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
        Binding("f1", "keys", "Keys", id="app.keys", priority=True),
    ]

    def __init__(self, backend: Backend, drafts: DraftStore) -> None:
        super().__init__()
        self.view = ChatKitView(backend, drafts)
        self._wanted_theme = THEMES.get(backend.theme or "dark", backend.theme or "")
        self._interrupted_at = 0.0
        self._restore_signals: Callable[[], None] | None = None

    def get_default_screen(self) -> Screen[None]:
        return ChatScreen(self.view)

    def on_mount(self) -> None:
        self.theme = self._wanted_theme
        if not self.is_headless:
            self._restore_signals = on_termination(self.leave)

    def on_unmount(self) -> None:
        if self._restore_signals is not None:
            self._restore_signals()

    def leave(self, code: int) -> None:
        """End the program with `code`, the draft saved before anything else can fail."""
        self.view.drafts.save_now()
        self.exit(return_code=code)

    @on(ChatKitView.QuitWanted)
    def _quit_wanted(self) -> None:
        now = time.monotonic()
        if now - self._interrupted_at <= QUIT_AGAIN_WITHIN:
            self.exit()
        else:
            self._interrupted_at = now
            self.view.tell("Ctrl+C again quits.")

    def action_keys(self) -> None:
        from chatkit_tui.tui.composer.text_input import TextInput
        from chatkit_tui.tui.screens.keys import KeysScreen
        from chatkit_tui.tui.screens.threads import ThreadsScreen
        from chatkit_tui.tui.transcript.transcript import Transcript

        if isinstance(self.screen, KeysScreen):
            return
        sections: list[tuple[str, type[DOMNode]]] = [
            ("Program", ChatKitApp),
            ("Everywhere in a chat", ChatKitView),
            ("Composer", TextInput),
            ("Transcript", Transcript),
            ("Threads", ThreadsScreen),
        ]
        self.push_screen(KeysScreen(sections))

    def _fatal_error(self) -> None:
        """Say in one sentence that we crashed; the details go to the log, never to the screen.

        Textual would print a traceback with the values of local variables, secrets among them.
        """
        error = self._exception
        log.critical("The program crashed", exc_info=getattr(error, "error", error))
        self.view.drafts.save_now()
        self._return_code = CRASHED
        self._exit_renderables.append(
            "chatkit-tui ended because of an error of its own. What you wrote is kept; "
            "the details are in its log file."
        )
        self._close_messages_no_wait()
