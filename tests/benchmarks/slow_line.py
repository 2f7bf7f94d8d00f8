"""Key to echo while an answer streams at 200 tokens/s over a line that drains 8 KB/s.

    python -m tests.benchmarks.slow_line [KIND] [--no-diff]

The time is from a key until what it wrote stands on a screen that gets 8,000 bytes a second, once
with a terminal that answers when it is asked what it has drawn, as most do, and once with one that
does not. The budget is 0.5 s.
"""

from __future__ import annotations

import os
import select
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pyte

from chatkit_tui.tui.terminal.line import QUESTION
from tests.benchmarks.figures import print_figures
from tests.benchmarks.observed import COLUMNS, ROWS, program
from tests.benchmarks.server import Server
from tests.benchmarks.texts import END

RATE = 8_000
"""Bytes a second."""

TICK = 0.01
"""Seconds between two reads."""

MOST_LATE = 0.1
"""Seconds that are made up for when this script itself was late."""

TOKENS, TOKEN_RATE = 1_000, 200
KEYS = "abcdefghijklmnopqrstuvwxyz"
KEY_EVERY = 0.25
"""Seconds between two keys, or more, where the one before is not seen yet."""

PATIENCE = 60.0

ANSWER = b"\x1b[?2026;2$y"


class SlowLine:
    """A program behind a line that lets through RATE bytes a second, and the screen at its end."""

    def __init__(self, argv: Sequence[str], directory: Path, *, answers: bool) -> None:
        env = dict(os.environ) | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for kind in ("CONFIG", "DATA", "STATE"):
            env[f"CHATKIT_TUI_{kind}_DIR"] = str(directory / kind.lower())
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0], list(argv[1:]), dimensions=(ROWS, COLUMNS), env=env, timeout=None
        )
        self.drained = 0
        self._answers = answers
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self._drained_at = time.monotonic()

    def close(self) -> None:
        self.process.kill(9)
        self.process.close(force=True)

    def drain(self) -> None:
        """Let through what the line has room for in one tick."""
        time.sleep(max(0.0, self._drained_at + TICK - time.monotonic()))
        now = time.monotonic()
        room, self._drained_at = int(RATE * min(now - self._drained_at, MOST_LATE)), now
        if not select.select([self.process.fileno()], [], [], 0)[0]:
            return
        data = os.read(self.process.fileno(), room)
        self.drained += len(data)
        self._stream.feed(data)
        asked = self._tail + data
        if self._answers:
            for _ in range(asked.count(QUESTION.encode())):
                os.write(self.process.fileno(), ANSWER)
        self._tail = asked[-len(QUESTION) + 1 :]
        if asked.endswith(QUESTION.encode()):
            self._tail = b""

    def wait_for(self, text: str) -> float:
        """Seconds until the screen shows `text`."""
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE:
            if any(text in line for line in self._screen.display):
                return time.monotonic() - start
            self.drain()
        raise AssertionError(f"never shown: {text!r}\n" + "\n".join(self._screen.display))

    def type(self, keys: str) -> None:
        os.write(self.process.fileno(), keys.encode())


def echo_times(
    argv: list[str], script: str, server: Server, directory: Path, *, answers: bool
) -> tuple[list[float], float, int]:
    """Seconds to the echo of each key, seconds from the last token to its sight, bytes drained."""
    line = SlowLine(argv, directory, answers=answers)
    try:
        line.wait_for("Message the assistant")
        line.type(f"{script}\r")
        line.wait_for("Answering")
        drained = line.drained
        times: list[float] = []
        for count in range(1, int(TOKENS / TOKEN_RATE / KEY_EVERY)):
            line.type(KEYS[count % len(KEYS)])
            typed = "".join(KEYS[each % len(KEYS)] for each in range(1, count + 1))
            times.append(line.wait_for(f"❯ {typed}"))
            until = time.monotonic() + KEY_EVERY - times[-1]
            while time.monotonic() < until:
                line.drain()
        line.wait_for(END)
        behind = time.monotonic() - server.streamed().last
        return times, behind, line.drained - drained
    finally:
        line.close()


def measure(kinds: Sequence[str] = ("prose", "fence"), *options: str) -> dict[str, float]:
    """The 95th percentile and the longest of the echoes, for each kind of text."""
    figures: dict[str, float] = {}
    with Server() as server, tempfile.TemporaryDirectory() as directory:
        for kind in kinds:
            for answers in (True, False):
                times, behind, drained = echo_times(
                    program(server.url, "--new", *options),
                    f"{kind} {TOKENS} {TOKEN_RATE}",
                    server,
                    Path(directory),
                    answers=answers,
                )
                name = f"{kind}, {'answering' if answers else 'silent'} terminal at 8 KB/s"
                times.sort()
                figures |= {
                    f"{name}: key to echo, p95": times[int(len(times) * 0.95)],
                    f"{name}: key to echo, most": times[-1],
                    f"{name}: seconds behind": behind,
                    f"{name}: kilobytes": drained / 1000,
                }
    return figures


def main() -> None:
    """Print the figures."""
    options = [each for each in sys.argv[1:] if each.startswith("-")]
    kinds = [each for each in sys.argv[1:] if not each.startswith("-")]
    print_figures(measure(kinds or ("prose", "fence"), *options))


if __name__ == "__main__":
    main()
