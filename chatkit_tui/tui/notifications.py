"""The end of a turn, told to somebody who looks elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakSet

from chatkit_tui.controller.changes import TurnChanged
from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.terminal_output import (
    in_multiplexer,
    passed_through,
    takes_escapes,
    write_out,
)

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.settings import NotificationKind
    from chatkit_tui.tui.app import ChatKitApp

LONGEST = 100
"""Characters of a notification; desktops cut longer ones."""

LONG_TURN = 10.0
"""Seconds of a turn whose end is told where nobody knows whether the user still looks."""

BELL = "\a"

_OSC_9 = ("xterm-kitty", "xterm-ghostty", "wezterm")
_OSC_9_PROGRAMS = frozenset({"iTerm.app", "iTerm2", "WezTerm", "ghostty"})
_OSC_9_TRACES = ("KITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR", "WEZTERM_PANE", "ITERM_SESSION_ID")
_OSC_777 = ("foot", "rxvt", "contour")


def notification(text: str, kind: NotificationKind, environ: Mapping[str, str]) -> str:
    """What to write to the terminal, so that it tells `text`; "" for nothing.

    In tmux a bell goes along: it marks the window there, and gets out where the rest does not.
    """
    if kind == "off":
        return ""
    if kind == "auto":
        kind = _understood(environ)
    if kind == "bell" or not takes_escapes(environ):
        return BELL
    text = display_line(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    if kind == "osc777":
        sequence = f"\x1b]777;notify;chatkit-tui;{text}\a"
    else:
        # Named first, since "4;…" at the beginning would be a progress bar to some.
        sequence = f"\x1b]9;chatkit-tui: {text}\a"
    return passed_through(sequence, environ) + (BELL if in_multiplexer(environ) else "")


def _understood(environ: Mapping[str, str]) -> NotificationKind:
    """What the terminal is known to understand; in tmux, what does no harm."""
    term = environ.get("TERM", "")
    program = environ.get("LC_TERMINAL") or environ.get("TERM_PROGRAM")
    if term.startswith(_OSC_9) or program in _OSC_9_PROGRAMS:
        return "osc9"
    if any(name in environ for name in _OSC_9_TRACES):
        return "osc9"
    if term.startswith(_OSC_777) or "VTE_VERSION" in environ:
        return "osc777"
    return "osc9" if in_multiplexer(environ) else "bell"


class TurnNotifier:
    """Tells the end of each turn, in whatever thread, while the terminal is not looked at."""

    def __init__(self, app: ChatKitApp) -> None:
        self._app = app
        self._running: WeakSet[Conversation] = WeakSet()
        self._focus_is_told = False
        app.watch(app, "app_focus", self._focus_changed, init=False)

    def follow(self, controller: ChatKitController) -> None:
        controller.subscribe(self._changed)

    def _focus_changed(self) -> None:
        self._focus_is_told = True

    def _changed(self, conversation: Conversation | None, change: Change) -> None:
        if conversation is None or not isinstance(change, TurnChanged):
            return
        if conversation.turn.busy:
            self._running.add(conversation)
        elif conversation in self._running:
            self._running.discard(conversation)
            if self._unseen(monotonic() - conversation.turn.started_at):
                self._tell(conversation)

    def _unseen(self, seconds: float) -> bool:
        """Whether a turn that took so long has probably ended unseen.

        tmux tells of the focus only where its option focus-events is on.
        """
        if self._focus_is_told or not in_multiplexer(os.environ):
            return not self._app.app_focus
        return seconds >= LONG_TURN

    def _tell(self, conversation: Conversation) -> None:
        thread = conversation.state.thread
        title = display_line((thread.title if thread else None) or _("New thread"))
        words = _("No answer in {title}") if conversation.state.error else _("Answered: {title}")
        kind = self._app.settings.notifications
        write_out(self._app, notification(words.format(title=title), kind, os.environ))
