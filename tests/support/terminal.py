"""A real terminal for tests: a program in a pty, its screen kept by pyte.

    with Terminal([sys.executable, "-m", "chatkit_tui", "--url", url], env=env) as terminal:
        terminal.wait_for("What can I help with")
        terminal.send("hello\\r")
        terminal.wait_for("hello back")

Waiting reads the pty until the screen shows what is waited for, so no test sleeps.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pexpect
import pyte

PRIVATE_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
"""Sets (h) or resets (l) modes such as mouse reporting, bracketed paste, alternate screen."""

QUICK = {"PYDANTIC_DISABLE_PLUGINS": "1"}
"""Spares each program a search of all that is installed with the tests."""

LEFT_ON = frozenset({7, 25})
"""Modes a terminal has on when nothing runs: lines wrap, the cursor is visible."""


class Terminal:
    """A program on a pty of `columns` by `rows` cells."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        columns: int = 120,
        rows: int = 36,
        timeout: float = 30.0,
    ) -> None:
        self.timeout = timeout
        self.written = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0],
            list(argv[1:]),
            dimensions=(rows, columns),
            env={"TERM": "xterm-256color", "COLORTERM": "truecolor", **QUICK, **env},
            timeout=timeout,
        )
        self.process.delaybeforesend = None
        self.process.ptyproc.delayafterclose = 0  # type: ignore[attr-defined]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program at once, if it still runs, and hang up."""
        if self.process.isalive():
            self.kill(signal.SIGKILL)
            self.process.wait()
        self.process.close()

    @property
    def text(self) -> str:
        """What the screen shows, line by line, trailing blanks removed."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def send(self, keys: str) -> None:
        """Press keys."""
        self.process.send(keys)

    def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.process.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a user who drags its corner does."""
        self._screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def kill(self, number: signal.Signals, pid: int | None = None) -> None:
        """Send a signal to the program."""
        target = pid if pid is not None else self.process.pid
        assert target is not None
        os.kill(target, number)

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen shows `wanted`; fails with the screen when it never does."""
        shows = (lambda text: wanted in text) if isinstance(wanted, str) else wanted
        deadline = time.monotonic() + self.timeout
        while not shows(self.text):
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"never shown: {wanted!r}; the screen:\n{self.text}")
        return self.text

    def wait_for_exit(self) -> int:
        """Read until the program has ended; its exit code, or minus the signal that killed it."""
        deadline = time.monotonic() + self.timeout
        while self._read(max(0.0, deadline - time.monotonic())):
            pass
        if time.monotonic() > deadline:
            raise AssertionError(f"still running; the screen:\n{self.text}")
        self.process.wait()
        if self.process.signalstatus is not None:
            return -int(self.process.signalstatus)
        return int(self.process.exitstatus or 0)

    def modes_on(self) -> set[int]:
        """Private modes the program switched on and not off again."""
        on: set[int] = set()
        for numbers, letter in PRIVATE_MODE.findall(self.written):
            for number in numbers.split(b";"):
                (on.add if letter == b"h" else on.discard)(int(number))
        return on - LEFT_ON

    def _read(self, timeout: float) -> bool:
        """Take in what the program wrote; False at its end or after `timeout` seconds."""
        try:
            data = self.process.read_nonblocking(65536, timeout)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.written += data
        self.feed(data)
        return True

    def feed(self, data: bytes) -> None:
        """Draw what the program wrote."""
        self._stream.feed(data)
