"""ConnectApp: the program of a first start, before it is known which server to chat with."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from chatkit_tui.settings import Settings
from chatkit_tui.translation import _
from chatkit_tui.tui.app import CRASHED
from chatkit_tui.tui.keys_in_order import KeysInOrder
from chatkit_tui.tui.own_keys import OwnKeys
from chatkit_tui.tui.paste_guard import guard_pastes
from chatkit_tui.tui.screens.connect import Complete, Connection, ConnectScreen
from chatkit_tui.tui.signals import on_termination
from chatkit_tui.tui.terminal_output import let_go
from chatkit_tui.tui.themes import ThemedApp

log = logging.getLogger(__name__)


class ConnectApp(KeysInOrder[Connection], OwnKeys[Connection], ThemedApp[Connection]):
    """Returns the server that the user chose, None when he left without choosing one."""

    TITLE = "chatkit-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "leave", "Quit", id="connect.quit", priority=True),
        Binding("f1", "keys", "Keys", id="connect.keys", priority=True),
    ]

    def __init__(self, complete: Complete, *, settings: Settings | None = None) -> None:
        """`complete` adds to a profile what the command line said; raises ChatKitError."""
        guard_pastes()
        super().__init__()
        self.settings = settings or Settings()
        self.wear(self.settings.theme)
        self._complete = complete
        self._restore_signals: Callable[[], None] | None = None

    def get_default_screen(self) -> Screen[None]:
        return ConnectScreen(self._complete)

    def on_mount(self) -> None:
        if not self.is_headless:
            self._restore_signals = on_termination(
                lambda code: self.exit(return_code=code), lambda: let_go(self)
            )
        self.rebind(self.settings.keys)

    def on_unmount(self) -> None:
        if self._restore_signals is not None:
            self._restore_signals()

    @on(ConnectScreen.Done)
    def _done(self, event: ConnectScreen.Done) -> None:
        self.exit(event.connection)

    def action_leave(self) -> None:
        self.exit(None)

    def _fatal_error(self) -> None:
        """Textual would print local variables, the typed token among them; the log masks it."""
        error = self._exception
        log.critical("The program crashed", exc_info=getattr(error, "error", error))
        self._return_code = CRASHED
        words = _(
            "{program} ended because of an error of its own; the details are in its log file."
        )
        self._exit_renderables.append(words.format(program="chatkit-tui"))
        self._close_messages_no_wait()
