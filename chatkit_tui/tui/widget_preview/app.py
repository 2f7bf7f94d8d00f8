"""WidgetPreviewApp: the program that shows files with widgets."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from chatkit_tui.settings import Settings
from chatkit_tui.translation import _
from chatkit_tui.tui.app import CRASHED
from chatkit_tui.tui.keys_in_order import KeysInOrder
from chatkit_tui.tui.mouse import MouseSwitch
from chatkit_tui.tui.narrow_terminal import NarrowTerminal
from chatkit_tui.tui.own_keys import OwnKeys
from chatkit_tui.tui.paste_guard import guard_pastes
from chatkit_tui.tui.real_cursor import RealCursor
from chatkit_tui.tui.signals import on_termination
from chatkit_tui.tui.steady_focus import SteadyFocus
from chatkit_tui.tui.suspending import Suspending
from chatkit_tui.tui.terminal.output import DiffedOutput
from chatkit_tui.tui.terminal_output import let_go
from chatkit_tui.tui.themes import ThemedApp
from chatkit_tui.tui.widget_preview.screen import WidgetPreviewScreen

if TYPE_CHECKING:
    from chatkit_tui.controller.forms.gestures import Rules
    from chatkit_tui.tui.widget_preview.book import Book

log = logging.getLogger(__name__)


class WidgetPreviewApp(
    DiffedOutput,
    RealCursor,
    KeysInOrder[None],
    Suspending,
    MouseSwitch,
    NarrowTerminal,
    SteadyFocus,
    OwnKeys[None],
    ThemedApp[None],
):
    """Shows widgets; `sent` is what their controls would have sent, in order."""

    TITLE = "chatkit-tui"
    ENABLE_COMMAND_PALETTE = False
    CSS = "ToastRack { dock: top; align: right top; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Quit", id="previewer.quit", priority=True),
        Binding("ctrl+c", "interrupt", "Copy, or quit", id="previewer.interrupt", priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", id="previewer.suspend", priority=True),
        Binding("ctrl+l", "redraw", "Draw the screen again", id="previewer.redraw", priority=True),
        Binding("f9", "toggle_mouse", "Mouse off and on", id="previewer.mouse", priority=True),
        Binding("f1", "keys", "Keys", id="previewer.keys", priority=True),
    ]

    def __init__(
        self,
        book: Book,
        *,
        settings: Settings | None = None,
        watch: bool = False,
        rules: Rules = "web",
    ) -> None:
        """`watch`: read a file again when it changed; `rules` for the values of forms."""
        guard_pastes()
        super().__init__()
        self.settings = settings or Settings()
        self.wear(self.settings.theme)
        self.sent: list[dict[str, Any]] = []
        self.preview = WidgetPreviewScreen(book, self.sent, watch=watch, rules=rules)
        self._restore_signals: Callable[[], None] | None = None

    def get_default_screen(self) -> Screen[None]:
        return self.preview

    def on_mount(self) -> None:
        if not self.is_headless:
            self._restore_signals = on_termination(
                lambda code: self.exit(return_code=code), lambda: let_go(self)
            )
        self.watch_job_control()
        self.rebind(self.settings.keys)

    def on_unmount(self) -> None:
        if self._restore_signals is not None:
            self._restore_signals()
        self.unwatch_job_control()

    def copy_to_clipboard(self, text: str) -> None:
        """Whatever copies, all copies go one way."""
        if text:
            self.preview.copy(text)

    def action_interrupt(self) -> None:
        screen = self.screen
        selected = getattr(screen.focused, "selected_text", "") or screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            screen.clear_selection()
        else:
            self.exit()

    def action_leave(self) -> None:
        self.exit()

    def _fatal_error(self) -> None:
        """Say in one sentence that we crashed; the details go to the log."""
        error = self._exception
        log.critical("The program crashed", exc_info=getattr(error, "error", error))
        self._return_code = CRASHED
        self._exit_renderables.append(
            _("chatkit-tui ended because of an error of its own; the details are in its log file.")
        )
        self._close_messages_no_wait()
