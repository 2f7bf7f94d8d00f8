"""The program as it is, with two keys more: it scrolls by itself and writes down how fast.

    python -m tests.benchmarks.thread_program URL THREAD REPORT

F2 scrolls up 1,000 lines, one at a time, F3 goes back through the whole thread by pages; a step
ends when its rows are on their way to the terminal. REPORT, a named pipe, gets the figures as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from asyncio import Event
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.transcript.transcript import Transcript

LINES = 1_000


class ThreadProgram(ChatKitApp):
    """Opens a thread and notes when its rows are there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "scroll_lines", priority=True),
        Binding("f3", "scroll_back", priority=True),
    ]

    def __init__(self, url: str, thread: str, report: Path) -> None:
        super().__init__(ChatKitOptions(api=CustomApiConfig(url), initial_thread=thread))
        self._report = report

    def action_scroll_lines(self) -> None:
        self.run_worker(self._scroll("up", LINES))

    def action_scroll_back(self) -> None:
        self.run_worker(self._scroll("page_up", 1_000_000))

    async def _scroll(self, how: str, most: int) -> None:
        transcript = self.view.transcript
        start, cpu, steps = time.monotonic(), time.process_time(), 0
        while steps < most and round(transcript.scroll_y) > 0:
            self.view.action_scroll(how)
            await _painted(transcript)
            steps += 1
        seconds, spent = time.monotonic() - start, time.process_time() - cpu
        self._report.write_text(json.dumps({"steps": steps, "seconds": seconds, "cpu": spent}))


async def _painted(transcript: Transcript) -> None:
    """Wait until what was asked for is drawn."""
    painted = Event()
    transcript.call_after_refresh(painted.set)
    await painted.wait()


if __name__ == "__main__":
    ThreadProgram(sys.argv[1], sys.argv[2], Path(sys.argv[3])).run()
