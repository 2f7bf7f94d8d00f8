"""ChatKitApp: the program."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from chatkit_tui.errors import StorageError
from chatkit_tui.settings import Settings
from chatkit_tui.tui.composer.composer import Composer
from chatkit_tui.tui.composer.text_input import TextInput
from chatkit_tui.tui.early_keys import EarlyKeys
from chatkit_tui.tui.paste_guard import guard_pastes
from chatkit_tui.tui.real_cursor import RealCursor
from chatkit_tui.tui.screens.chat import ChatScreen
from chatkit_tui.tui.signals import on_termination
from chatkit_tui.tui.view import ChatKitView

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from chatkit_tui.backend import Backend
    from chatkit_tui.options import ChatKitOptions
    from chatkit_tui.profiles.drafts import DraftStore
    from chatkit_tui.profiles.prompt_history import PromptHistory

log = logging.getLogger(__name__)

QUIT_AGAIN_WITHIN = 1.5
"""Seconds in which a second Ctrl+C quits."""

CRASHED = 70
"""Exit code after an error of our own (EX_SOFTWARE)."""

THEMES = {"dark": "textual-dark", "light": "textual-light"}
"""Short names for `--theme`; any theme of Textual's can be named as well."""


class ChatKitApp(RealCursor, EarlyKeys):
    """Chat with one ChatKit server, full screen."""

    TITLE = "chatkit-tui"
    CSS = "ToastRack { dock: top; align: right top; }"
    """Toasts stay clear of the composer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
        Binding("f1", "keys", "Keys", id="app.keys", priority=True),
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
        self._wanted_theme = source.theme if isinstance(source.theme, str) else "dark"
        self._interrupted_at = 0.0
        self._restore_signals: Callable[[], None] | None = None

    def get_default_screen(self) -> Screen[None]:
        return ChatScreen(self.view)

    def on_mount(self) -> None:
        wanted = THEMES.get(self._wanted_theme, self._wanted_theme)
        if wanted in self.available_themes:
            self.theme = wanted
        else:
            self.view.tell(f"There is no theme {wanted}.", severity="warning")
        if not self.is_headless:
            self._restore_signals = on_termination(self.leave)

    def on_unmount(self) -> None:
        if self._restore_signals is not None:
            self._restore_signals()

    def leave(self, code: int) -> None:
        """End the program with `code`, the draft saved before anything else can fail."""
        self.view.sender.keep_now()
        self.exit(return_code=code)

    @on(ChatKitView.Painted)
    async def _painted(self) -> None:
        await self.play_early_keys()

    @on(ChatKitView.Ready)
    def _connected(self) -> None:
        controller = self.view.controller
        assert controller is not None
        controller.on("chatkit.thread.change", self._remember_thread)

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

        question = "A response is running. Quitting may stop it at the server."
        self.push_screen(ConfirmScreen(question, "Quit"), answered)

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
            self.view.tell("Ctrl+C again quits.")

    def action_keys(self) -> None:
        from chatkit_tui.tui.composer.pick_screen import PickScreen
        from chatkit_tui.tui.composer.queue_panel import QueueList
        from chatkit_tui.tui.screens.keys import KeysScreen
        from chatkit_tui.tui.screens.question import ConfirmScreen
        from chatkit_tui.tui.start_panel import PromptList
        from chatkit_tui.tui.threads.thread_list import ThreadList
        from chatkit_tui.tui.transcript.transcript import Transcript

        if isinstance(self.screen, KeysScreen):
            return
        sections: list[tuple[str, type[DOMNode]]] = [
            ("Program", ChatKitApp),
            ("Everywhere in a chat", ChatKitView),
            ("Composer", TextInput),
            ("What goes with a message", Composer),
            ("Messages that wait", QueueList),
            ("Lists to pick from", PickScreen),
            ("Transcript", Transcript),
            ("Threads", ThreadList),
            ("Start screen", PromptList),
            ("Questions", ConfirmScreen),
        ]
        self.push_screen(KeysScreen(sections))

    def _fatal_error(self) -> None:
        """Say in one sentence that we crashed; the details go to the log, never to the screen.

        Textual would print a traceback with the values of local variables, secrets among them.
        """
        error = self._exception
        log.critical("The program crashed", exc_info=getattr(error, "error", error))
        self.view.sender.keep_now()
        self._return_code = CRASHED
        self._exit_renderables.append(
            "chatkit-tui ended because of an error of its own. What you wrote is kept; "
            "the details are in its log file."
        )
        self._close_messages_no_wait()
