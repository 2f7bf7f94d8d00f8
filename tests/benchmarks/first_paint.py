"""Time to the first paint, beside a Textual app of one label.

    python -m tests.benchmarks.first_paint [RUNS]

Both start in turn in a pty of 120x36; a run ends when the screen shows the program's own text (the
composer's placeholder, the label).
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import print_figures
from tests.support.terminal import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Label

class Hello(App):
    def compose(self):
        yield Label("Hello, world")

Hello().run()
"""


def time_to(argv: list[str], text: str, directory: Path) -> float:
    """Seconds from spawn until the screen shows `text`."""
    env = dict(os.environ)
    for kind in ("CONFIG", "DATA", "STATE"):
        env[f"CHATKIT_TUI_{kind}_DIR"] = str(directory / kind.lower())
    start = time.perf_counter()
    with Terminal(argv, env=env) as terminal:
        terminal.wait_for(text)
        elapsed = time.perf_counter() - start
        terminal.kill(signal.SIGKILL)
    return elapsed


def measure(runs: int = 15) -> dict[str, float]:
    """Medians of both, and the median of their ratios; they run in turn."""
    program = [sys.executable, "-m", "chatkit_tui", "--url", "http://127.0.0.1:9/chatkit"]
    hello = [sys.executable, "-c", HELLO]
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as directory:
        for run in range(runs + 1):
            first = time_to(program, "Message the assistant", Path(directory))
            second = time_to(hello, "Hello, world", Path(directory))
            if run:  # The first pair only warms the caches.
                ours.append(first)
                theirs.append(second)
    return {
        "first paint: ms": statistics.median(ours) * 1000,
        "first paint: ms, one label": statistics.median(theirs) * 1000,
        "first paint / one label": statistics.median(
            a / b for a, b in zip(ours, theirs, strict=True)
        ),
    }


if __name__ == "__main__":
    print_figures(measure(*(int(argument) for argument in sys.argv[1:2])))
