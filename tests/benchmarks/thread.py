"""A thread of 10,000 items of mixed kinds: opened, scrolled, jumped through, searched.

    python -m tests.benchmarks.thread [ITEMS]

The server sends all items at once. Opening is timed from the last byte that left the server until
the last item is seen: the reading of the JSON is in it.
"""

from __future__ import annotations

import json
import os
import select
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.figures import print_figures
from tests.benchmarks.long_thread import FIRST, NEEDLE, NEEDLE_WORD
from tests.benchmarks.observed import PATIENCE, READY, Observed, counterpart
from tests.benchmarks.server import Server
from tests.benchmarks.texts import END

ITEMS = 10_000
HOME, TO_END, FIND, ESCAPE = "\x1b[1;5H", "\x1b[1;5F", "\x06", "\x1b"
SCROLL_LINES, SCROLL_BACK = "\x1bOQ", "\x1bOR"


def measure(items: int = ITEMS) -> dict[str, float]:
    """Seconds, megabytes and steps a second."""
    with Server(items) as server, tempfile.TemporaryDirectory() as directory, ExitStack() as stack:
        report = Path(directory, "report")
        reports = _Reports(report)
        stack.callback(reports.close)
        empty = counterpart("thread_program", server.url, "other", str(report))
        with Observed(empty, Path(directory)) as observed:
            observed.wait_for(READY)
            observed.wait_until_quiet(1.0)
            megabytes = observed.memory()
        full = counterpart("thread_program", server.url, "long", str(report))
        with Observed(full, Path(directory)) as observed:
            sent = server.streamed().last
            seen = observed.wait_for(END)
            observed.wait_until_quiet(1.0)
            opened = observed.memory()
            lines = _scroll(observed, SCROLL_LINES, reports)
            jumps = [_jump(observed, HOME, FIRST), _jump(observed, TO_END, END)]
            back = _scroll(observed, SCROLL_BACK, reports)
            scrolled = observed.memory()
            _jump(observed, TO_END, END)
            found = _find(observed)
    return {
        "thread: open, seconds": seen - sent,
        "thread: open, MB over the empty program": opened - megabytes,
        "thread: 1,000 lines up, steps a second": lines["steps"] / lines["seconds"],
        "thread: 1,000 lines up, CPU ms a step": lines["cpu"] / lines["steps"] * 1000,
        "thread: back through all of it, pages": back["steps"],
        "thread: back through all of it, steps a second": back["steps"] / back["seconds"],
        "thread: back through all of it, CPU ms a step": back["cpu"] / back["steps"] * 1000,
        "thread: after all of it, MB over the empty program": scrolled - megabytes,
        "thread: jump, seconds": max(jumps),
        "thread: find, seconds": found,
    }


class _Reports:
    """A named pipe through which the program says that it has scrolled, and how fast."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        # Open for writing as well, so that it does not end when the program has said something.
        self._pipe = os.open(path, os.O_RDWR)

    def next(self) -> dict[str, float]:
        """The next report; waits for it."""
        said, _, _ = select.select([self._pipe], [], [], 4 * PATIENCE)
        assert said, "the program scrolls no more"
        report: dict[str, float] = json.loads(os.read(self._pipe, 4096))
        return report

    def close(self) -> None:
        os.close(self._pipe)


def _scroll(observed: Observed, key: str, reports: _Reports) -> dict[str, float]:
    observed.send(key)
    scrolled = reports.next()
    observed.wait_until_quiet(0.3)
    return scrolled


def _jump(observed: Observed, key: str, mark: str) -> float:
    """Seconds until a key has brought `mark` to the screen."""
    pressed = time.monotonic()
    start = observed.send(key)
    seconds = observed.wait_for(mark, start) - pressed
    observed.wait_until_quiet(0.3)
    return seconds


def _find(observed: Observed) -> float:
    """Seconds from a word that is typed at once until the place where it stands is seen."""
    observed.send(FIND)
    observed.wait_until_quiet(0.3)
    pressed = time.monotonic()
    start = observed.send(f"{NEEDLE_WORD}\r")
    return observed.wait_for(NEEDLE, start) - pressed


if __name__ == "__main__":
    print_figures(measure(*(int(argument) for argument in sys.argv[1:2])))
