"""The title of the terminal's window: the thread in front, and whether a response runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import (
    ActiveChanged,
    DirectoryChanged,
    ErrorChanged,
    ThreadChanged,
    TurnChanged,
)
from chatkit_tui.controller.state import TurnPhase
from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.terminal_output import takes_escapes, write_out

if TYPE_CHECKING:
    from textual.app import App

    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.tui.app import ChatKitApp

LONGEST = 80
"""Characters."""

REMEMBER = "\x1b[22;2t"
RESTORE = "\x1b]2;\a\x1b[23;2t"
"""Empties the title, for terminals that remember none, then brings back the remembered one."""

SETTLE = 0.1
"""Seconds in which several changes are one: a flood of them is none for the terminal."""

PROGRAM = "chatkit-tui"

_MATTERS = (ActiveChanged, DirectoryChanged, ErrorChanged, ThreadChanged, TurnChanged)


def title_for(
    thread_title: str | None, phase: TurnPhase, *, failed: bool, program: str = PROGRAM
) -> str:
    """The state comes first: tabs are narrow, and cut the end."""
    name = display_line(thread_title or "") or _("New thread")
    match phase:
        case TurnPhase.IDLE:
            title = _("Failed · {name}") if failed else "{name} · {program}"
        case TurnPhase.WAITING:
            title = _("Waiting… · {name}")
        case _:
            title = _("Responding… · {name}")
    title = title.format(name=name, program=program)
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"


class TerminalTitle:
    """Keeps the title true, written only when it changes, and gives the old one back."""

    def __init__(self, app: ChatKitApp) -> None:
        self._app = app
        self._controller: ChatKitController | None = None
        self._shown: str | None = None
        """None while the title is not ours."""
        self._due = False
        app.app_suspend_signal.subscribe(app, self._suspended, immediate=True)
        app.app_resume_signal.subscribe(app, self._resumed, immediate=True)

    def follow(self, controller: ChatKitController) -> None:
        self._controller = controller
        controller.subscribe(self._changed)
        self._show()

    def give_back(self) -> None:
        """Let the terminal have the title again that it had before."""
        if self._shown is not None:
            write_out(self._app, RESTORE)
            self._shown = None

    def _changed(self, conversation: Conversation | None, change: Change) -> None:
        if isinstance(change, _MATTERS) and not self._due:
            self._due = True
            self._app.set_timer(SETTLE, self._show)

    def _suspended(self, app: App[object]) -> None:
        self.give_back()

    def _resumed(self, app: App[object]) -> None:
        self._show()

    def _show(self) -> None:
        self._due = False
        controller = self._controller
        if controller is None or not self._app.settings.terminal_title:
            return
        if not takes_escapes(os.environ):
            return
        state = controller.active.state
        title = title_for(
            state.thread.title if state.thread else None,
            controller.active.turn.phase,
            failed=state.error is not None,
            program=display_line(controller.options.frame_title or "") or PROGRAM,
        )
        if title != self._shown:
            first = REMEMBER if self._shown is None else ""
            if write_out(self._app, f"{first}\x1b]2;{title}\a"):
                self._shown = title
