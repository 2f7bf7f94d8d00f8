"""A program in a pty, watched from outside: what it writes and when, its CPU time, its memory."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pexpect

COLUMNS, ROWS = 120, 36

READY = "essage the assistant"
"""Of the composer's placeholder, what stands behind the cursor."""

PATIENCE = 120.0
"""Seconds until something that does not come is given up."""

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Observed:
    """Runs `argv` and takes in all it writes at once, as a fast terminal does."""

    def __init__(self, argv: Sequence[str], directory: Path) -> None:
        env = dict(os.environ) | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for kind in ("CONFIG", "DATA", "STATE"):
            env[f"CHATKIT_TUI_{kind}_DIR"] = str(directory / kind.lower())
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0], list(argv[1:]), dimensions=(ROWS, COLUMNS), env=env, timeout=None
        )
        self.output = bytearray()
        self._arrivals: list[tuple[int, float]] = []
        """Length of the output after each read, and its time."""
        self._news = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Observed:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.process.kill(9)
        self._reader.join()
        self.process.close(force=True)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self.process.fileno(), 65536)
            except OSError:  # how a pty tells that the other end is closed
                data = b""
            now = time.monotonic()
            with self._news:
                self.output += data
                self._arrivals.append((len(self.output), now))
                self._ended = not data
                self._news.notify_all()
            if not data:
                return

    def send(self, keys: str) -> int:
        """Press keys; how much was written before."""
        written = len(self.output)
        os.write(self.process.fileno(), keys.encode())
        return written

    def wait_for(self, text: str, start: int = 0) -> float:
        """The `time.monotonic()` at which `text` came, somewhere behind `start`."""
        wanted = text.encode()
        with self._news:
            self._news.wait_for(lambda: wanted in self.output[start:] or self._ended, PATIENCE)
            found = self.output.find(wanted, start)
            if found < 0:
                raise AssertionError(
                    f"never written: {text!r}; last: {bytes(self.output[-2000:])!r}"
                )
            end = found + len(wanted)
            return next(at for length, at in self._arrivals if length >= end)

    def wait_until_quiet(self, seconds: float) -> None:
        """Wait until nothing was written for so long."""
        with self._news:
            written = -1
            while written < len(self.output):
                written = len(self.output)
                self._news.wait(seconds)

    def cpu(self) -> float:
        """Seconds of CPU time until now."""
        return cpu_of(self._pid)

    def memory(self) -> float:
        """Resident megabytes."""
        pages = Path(f"/proc/{self._pid}/statm").read_text().split()[1]
        return int(pages) * _PAGE / 2**20

    @property
    def _pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid


def cpu_of(pid: int) -> float:
    """Seconds of CPU time a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def program(url: str, *more: str) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "chatkit_tui", "--url", url, *more]


def counterpart(module: str, *arguments: str) -> list[str]:
    """The command line of a plain Textual app of this folder."""
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
