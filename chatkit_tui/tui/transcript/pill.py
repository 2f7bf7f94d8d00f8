"""The way back to the end, over the transcript's last line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from chatkit_tui.translation import _
from chatkit_tui.tui.own_boxes import ChatBox
from chatkit_tui.tui.transcript.transcript import Transcript


class Pill(ChatBox):
    """Says that the end is out of view and what came there; a click goes there, as End does."""

    DEFAULT_CSS = """
    Pill {
        layer: pill;
        dock: bottom;
        height: 1;
        padding: 0 2;
        align-horizontal: right;
        visibility: hidden;
    }
    Pill > #pill-text {
        visibility: visible;
        width: auto;
        padding: 0 1;
        color: $text-primary;
        text-style: reverse;
    }
    """

    def __init__(self, transcript: Transcript) -> None:
        super().__init__()
        self._transcript = transcript

    def compose(self) -> ComposeResult:
        yield Static(id="pill-text", markup=False)

    def on_mount(self) -> None:
        self.watch(self._transcript, "at_end", self._show)
        self.watch(self._transcript, "unseen", self._show)

    def _show(self) -> None:
        transcript = self._transcript
        self.display = not transcript.at_end
        new = transcript.unseen
        words = _("↓ {count} new").format(count=new) if new else _("↓ end")
        self.query_one("#pill-text", Static).update(Content(words))

    def on_click(self, event: Click) -> None:
        event.stop()
        self._transcript.go_to_end()
