"""A Textual app that is nothing but a transcript."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from chatkit_tui.tui.transcript.transcript import Transcript


class TranscriptApp(App[None]):
    """Holds a transcript, and what it posted."""

    AUTO_FOCUS = None
    CSS = "Transcript { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.transcript = Transcript()
        self.older_wanted = 0
        self.activated: list[str] = []
        self.operated: list[tuple[str, str]] = []
        """What was done to controls of widgets: their refs, and the names of gestures."""

    def compose(self) -> ComposeResult:
        yield self.transcript

    def on_transcript_older_wanted(self) -> None:
        self.older_wanted += 1

    def on_transcript_activated(self, event: Transcript.Activated) -> None:
        self.activated.append(event.key)

    def on_transcript_widget_operated(self, event: Transcript.WidgetOperated) -> None:
        self.operated.append((event.ref, event.gesture.name))

    def screen_rows(self) -> list[str]:
        """The text of each row of the screen, without the scrollbar."""
        width, height = self.size
        return [
            "".join(segment.text for segment in strip.crop(0, width - 1)).rstrip()
            for strip in self.screen._compositor.render_strips()[:height]
        ]


async def settled(pilot: Pilot[None], condition: Callable[[], bool] = lambda: True) -> None:
    """Wait until what was asked for is on the screen, and `condition` holds."""
    async with asyncio.timeout(20):
        for _ in range(2):
            await pilot.pause()
        while not condition():
            await pilot.pause()
