"""ChatKitApp: the program."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from chatkit_tui.errors import StorageError
from chatkit_tui.settings import Settings
from chatkit_tui.translation import _
from chatkit_tui.tui.composer.text_input import TextInput
from chatkit_tui.tui.early_keys import EarlyKeys
from chatkit_tui.tui.keys_in_order import KeysInOrder
from chatkit_tui.tui.mouse import MouseSwitch
from chatkit_tui.tui.narrow_terminal import NarrowTerminal
from chatkit_tui.tui.own_keys import OwnKeys
from chatkit_tui.tui.paste_guard import guard_pastes
from chatkit_tui.tui.real_cursor import RealCursor
from chatkit_tui.tui.screens.chat import ChatScreen
from chatkit_tui.tui.signals import on_termination
from chatkit_tui.tui.steady_focus import SteadyFocus
from chatkit_tui.tui.suspending import Suspending
from chatkit_tui.tui.terminal.graphics import GraphicsOutput
from chatkit_tui.tui.terminal_output import let_go
from chatkit_tui.tui.themes import AUTO, ThemedApp
from chatkit_tui.tui.view import ChatKitView

if TYPE_CHECKING:
    from chatkit_tui.backend import Backend
    from chatkit_tui.options import ChatKitOptions
    from chatkit_tui.profiles.drafts import DraftStore
    from chatkit_tui.profiles.prompt_history import PromptHistory
    from chatkit_tui.tui.terminal_title import TerminalTitle

log = logging.getLogger(__name__)

QUIT_AGAIN_WITHIN = 1.5
"""Seconds in which a second Ctrl+C quits."""

CRASHED = 70
"""Exit code after an error of our own (EX_SOFTWARE)."""


class ChatKitApp(
    GraphicsOutput,
    RealCursor,
    EarlyKeys,
    KeysInOrder[None],
    Suspending,
    MouseSwitch,
    NarrowTerminal,
    SteadyFocus,
    OwnKeys[None],
    ThemedApp[None],
):
    """Chat with one ChatKit server, full screen."""

    TITLE = "chatkit-tui"
    CSS = "ToastRack { dock: top; align: right top; }"
    """Toasts stay clear of the composer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
        Binding("ctrl+p", "command_palette", "Commands", id="app.palette", priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", id="app.suspend", priority=True),
        Binding("ctrl+l", "redraw", "Draw the screen again", id="app.redraw", priority=True),
        Binding("f9", "toggle_mouse", "Mouse off and on", id="app.mouse", priority=True),
        Binding("f12", "inspector", "Inspector: requests and events", id="app.inspector"),
        Binding("f1", "keys", "Keys (? in the empty composer)", id="app.keys", priority=True),
    ]

    def __init__(
        self,
        source: ChatKitOptions | Backend,
        *,
        drafts: DraftStore | None = None,
        prompts: PromptHistory | None = None,
        settings: Settings | None = None,
    ) -> None:
        """`source` is where to connect to; without `drafts` and `prompts` nothing is kept."""
        guard_pastes()
        super().__init__()
        self.settings = settings or Settings()
        self.view = ChatKitView(source, drafts=drafts, prompts=prompts)
        self.view.time_stamps = self.settings.time_stamps
        self.view.images = self.settings.images
        self.fallback_theme = self.settings.theme or AUTO
        self.wear(source.theme)
        self.terminal_title: TerminalTitle | None = None
        self._interrupted_at = 0.0
        self._left_with: int | None = None
        """The exit status, once the program is ending."""
        self._restore_signals: Callable[[], None] | None = None

    def get_default_screen(self) -> Screen[None]:
        return ChatScreen(self.view)

    def on_mount(self) -> None:
        if not self.is_headless:
            self._restore_signals = on_termination(self.leave, lambda: let_go(self))
        self.watch_job_control()

    def on_unmount(self) -> None:
        if self._restore_signals is not None:
            self._restore_signals()
        self.unwatch_job_control()
        if self.terminal_title is not None:
            self.terminal_title.give_back()

    def leave(self, code: int) -> None:
        """End the program with `code`, the draft saved before anything else can fail."""
        self.view.editor.rescue()
        self.view.sender.keep_now()
        self._left_with = code
        self.exit(return_code=code)

    @on(ChatKitView.Painted)
    async def _painted(self) -> None:
        self.rebind(self.settings.keys)
        await self.play_early_keys()

    @on(ChatKitView.Ready)
    def _connected(self) -> None:
        controller = self.view.controller
        assert controller is not None
        controller.on("chatkit.thread.change", self._remember_thread)
        if not self.is_running:
            return  # Quit while it connected: there is nobody to tell any more.
        from chatkit_tui.tui.notifications import TurnNotifier
        from chatkit_tui.tui.terminal_title import TerminalTitle

        # What was loaded until now stays: looking through it for garbage holds up keys.
        gc.freeze()
        TurnNotifier(self).follow(controller)
        self.terminal_title = TerminalTitle(self)
        self.terminal_title.follow(controller)

    def copy_to_clipboard(self, text: str) -> None:
        """Whatever copies, all copies go one way."""
        if text:
            self.view.copy(text)

    async def _remember_thread(self, event: dict[str, Any]) -> None:
        """Keep the thread in front for `--continue`."""
        thread_id = event.get("threadId")
        if thread_id is None:
            return
        from chatkit_tui.profiles.last_thread import save_last_thread

        server = self.view.session.backend.server_key
        try:
            await asyncio.to_thread(save_last_thread, server, thread_id)
        except StorageError as error:
            log.warning("%s", error)

    async def action_quit(self) -> None:
        """Quit; while a response runs, ask first."""
        controller = self.view.controller
        from chatkit_tui.tui.screens.question import ConfirmScreen

        asked = isinstance(self.screen, ConfirmScreen)
        if asked or controller is None or not controller.active.turn.busy:
            self.leave(0)
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self.leave(0)

        question = _("A response is running. Quitting may stop it at the server.")
        self.push_screen(ConfirmScreen(question, _("Quit")), answered)

    def action_inspector(self) -> None:
        from chatkit_tui.tui.inspector.screen import open_inspector

        open_inspector(self.view)

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        from chatkit_tui.tui.key_commands import system_commands

        return system_commands(self, screen)

    @on(TextInput.QuitWanted)
    async def _end_of_input(self) -> None:
        await self.action_quit()

    @on(TextInput.KeysWanted)
    def _keys_wanted(self) -> None:
        self.action_keys()

    @on(ChatKitView.QuitWanted)
    def _quit_wanted(self) -> None:
        now = time.monotonic()
        if now - self._interrupted_at <= QUIT_AGAIN_WITHIN:
            self.leave(0)
        else:
            self._interrupted_at = now
            again = _("{key} again quits.").format(key="Ctrl+C")
            self.view.tell(again, seconds=QUIT_AGAIN_WITHIN)

    def _fatal_error(self) -> None:
        """Say in one sentence that we crashed; the details go to the log, never to the screen.

        Textual would print a traceback with the values of local variables, secrets among them.
        """
        error = self._exception
        if self._left_with is not None:
            # What was about to be shown does not find what has been taken down already.
            cause = getattr(error, "error", error)
            log.warning("Something failed while the program ended", exc_info=cause)
            self._return_code = self._left_with
            self._close_messages_no_wait()
            return
        log.critical("The program crashed", exc_info=getattr(error, "error", error))
        self.view.sender.keep_now()
        self._return_code = CRASHED
        words = _(
            "{program} ended because of an error of its own. What you wrote is kept; the details "
            "are in its log file."
        )
        self._exit_renderables.append(words.format(program="chatkit-tui"))
        self._close_messages_no_wait()
