"""One line that says what the running response is doing, and for how long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.app import RenderResult
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from chatkit_tui.display import display_line
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chatkit_tui.controller.state import Progress, Turn

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
FRAMES_PER_SECOND = 8
QUIET_AFTER = 20.0
"""Seconds without data after which the line says so."""


class ActivityLine(Widget):
    """Hidden and without a timer while nothing runs."""

    def __init__(self) -> None:
        super().__init__(id="activity")
        self._turn: Turn | None = None
        self._progress: Progress | None = None
        self._startup: str | None = None
        self._timer: Timer | None = None
        self._drawn_at = 0.0
        self._carried = False
        """Whether it was drawn with something else since it turned last."""

    def on_mount(self) -> None:
        self.display = False

    def show_startup(self, text: str | None) -> None:
        """Say what is being waited for before there is a server; None ends it."""
        self._startup = text
        self._settle()

    def show_turn(self, turn: Turn | None, progress: Progress | None) -> None:
        """Follow `turn`; hidden again once it is idle."""
        self._turn = turn if turn is not None and turn.busy else None
        self._progress = progress
        self._settle()

    def _settle(self) -> None:
        running = self._turn is not None or self._startup is not None
        self.display = running
        if running and self._timer is None:
            self._timer = self.set_interval(1 / FRAMES_PER_SECOND, self._turn_over)
        elif not running and self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.refresh()

    def beat(self) -> Iterable[Widget]:
        """The screen is about to be drawn anew: turn with it if it is time."""
        if self._timer is None or _frame_at(time.monotonic()) == _frame_at(self._drawn_at):
            return ()
        self._carried = True
        return (self.refresh(),)

    def _turn_over(self) -> None:
        # A drawing of its own is for when nothing else is drawn.
        if not self._carried:
            self.refresh()
        self._carried = False

    def render(self) -> RenderResult:
        now = self._drawn_at = time.monotonic()
        frame = FRAMES[_frame_at(now)]
        words, rest = self._startup or "", ""
        if self._turn is not None and self._startup is None:
            words, rest = describe(self._turn, self._progress, now)
        end = Content(f"{SEPARATOR}{rest}" if rest else "")
        room = max(0, self.size.width - end.cell_length - 2)
        shown = Content(display_line(words)).truncate(room, ellipsis=True)
        return Content.assemble((frame, "$text-accent"), " ", shown, end)


def _frame_at(now: float) -> int:
    return int(now * FRAMES_PER_SECOND) % len(FRAMES)


def describe(turn: Turn, progress: Progress | None, now: float) -> tuple[str, str]:
    """What `turn` is doing, and what has to be seen of it at any width; times in seconds."""
    if turn.waiting_for is not None and turn.retry_at is not None:
        left = max(0, round(turn.retry_at - now))
        again = _("Trying again in {seconds} s").format(seconds=left)
        return turn.waiting_for, SEPARATOR.join([again, _("{key} gives up").format(key="Esc")])
    phase = _PHASES.get(turn.phase.value, N_("Working"))
    words = _told(progress) if progress is not None else _(phase)
    parts = [_("{seconds} s").format(seconds=max(0, int(now - turn.started_at)))]
    quiet = now - turn.last_data_at if turn.last_data_at else 0.0
    if quiet >= QUIET_AFTER:
        parts.append(_("no data for {seconds} s").format(seconds=int(quiet)))
    if turn.allow_cancel and turn.stoppable:
        parts.append(_("{key} stops").format(key="Esc"))
    return words, SEPARATOR.join(parts)


def _told(progress: Progress) -> str:
    """What the server says it is doing, after its icon."""
    if not progress.icon:
        return progress.text
    from chatkit_tui.tui.transcript.icons import glyph

    return f"{glyph(progress.icon)} {progress.text}"


_PHASES = {
    "sending": N_("Sending"),
    "responding": N_("Answering"),
    "running tool": N_("Running a tool here"),
    "signed out": N_("Waiting for you to sign in"),
    "checking": N_("The connection broke: asking the server what arrived"),
    "stopping": N_("Stopping"),
}
