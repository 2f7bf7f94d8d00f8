"""How far a dictation is, above the composer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from textual.timer import Timer


class DictationLine(Widget):
    """Says `words`, with the seconds since they were said; not there without."""

    words = reactive("", layout=True)
    keys = reactive("")
    """What keys do meanwhile; seen at any width."""
    alarming = reactive(False)
    """Whether a microphone is open."""

    def __init__(self) -> None:
        super().__init__(id="dictation")
        self._since = 0.0
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        self._timer = self.set_interval(1, self.refresh, pause=True)
        self.watch_words()

    def watch_words(self) -> None:
        self._since = time.monotonic()
        self.display = bool(self.words)
        if self._timer is not None:
            (self._timer.resume if self.words else self._timer.pause)()

    def render(self) -> RenderResult:
        seconds = _("{seconds} s").format(seconds=int(time.monotonic() - self._since))
        end = Content(f"{SEPARATOR}{seconds}{SEPARATOR}{self.keys}")
        room = max(0, self.size.width - end.cell_length - 2)
        shown = Content(display_line(self.words)).truncate(room, ellipsis=True)
        mark = ("●", "$text-error") if self.alarming else ("●", "$text-muted")
        return Content.assemble(mark, " ", shown, end)
