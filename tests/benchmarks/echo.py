"""Key to echo while an answer streams at 200 tokens/s, beside a plain Textual app that does both.

    python -m tests.benchmarks.echo [KEYS]

Each key is a letter that stands nowhere else; the time ends when it is written to the terminal.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import print_figures
from tests.benchmarks.observed import READY, Observed, counterpart, program
from tests.benchmarks.server import Server

KEYS = 80
LETTERS = "абвгдежзиклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
PAUSES = (0.05, 0.15)
"""Seconds between two keys, anywhere from the first to the second."""


def echoes(argv: list[str], script: str, keys: int, directory: Path) -> list[float]:
    """Milliseconds from each key to its echo."""
    pauses = random.Random(1)
    times = []
    with Observed(argv, directory) as observed:
        observed.wait_for(READY)
        observed.wait_until_quiet(0.7)
        observed.send(script)
        start = observed.send("\r")
        observed.wait_for("terminal", start)
        for number in range(keys):
            time.sleep(pauses.uniform(*PAUSES))
            letter = LETTERS[number % len(LETTERS)]
            pressed = time.monotonic()
            start = observed.send(letter)
            times.append((observed.wait_for(letter, start) - pressed) * 1000)
    return times


def percentile(times: list[float], percent: int) -> float:
    """The value that so many percent of the times stay below."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def measure(keys: int = KEYS) -> dict[str, float]:
    """Milliseconds of both."""
    figures: dict[str, float] = {}
    script = f"prose {keys * 40} 200"
    with tempfile.TemporaryDirectory() as directory:
        for name in ("", ", MarkdownStream"):
            # A server each: the first answer is not streamed to its end.
            with Server() as server:
                plain = counterpart("plain_stream", str(server.port))
                argv = plain if name else program(server.url, "--new")
                times = echoes(argv, script, keys, Path(directory))
            figures[f"echo: ms, median{name}"] = statistics.median(times)
            figures[f"echo: ms, 95th percentile{name}"] = percentile(times, 95)
    return figures


if __name__ == "__main__":
    print_figures(measure(*(int(argument) for argument in sys.argv[1:2])))
