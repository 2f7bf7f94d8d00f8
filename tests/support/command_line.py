"""The command line as scripts use it: a process without a terminal, its output in pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.warm_start import WarmProcess, warm_start

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "chatkit_tui")
TIMEOUT = 30.0


@dataclass(frozen=True)
class Ended:
    """A process that has ended; `status` is what a shell calls it."""

    status: int
    stdout: str
    stderr: str

    @property
    def json_lines(self) -> list[Any]:
        """stdout as one JSON value a line."""
        lines = self.stdout.split("\n")
        assert lines.pop() == ""
        return [json.loads(line) for line in lines]


def environment(**changes: str) -> dict[str, str]:
    """This process's environment, in which the program and the tests' keyring are found."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def start(
    *arguments: str,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.PIPE,
    env: Mapping[str, str] | None = None,
) -> WarmProcess:
    """Start the program in a session of its own, so without a terminal."""
    return warm_start(arguments, stdin=stdin, stdout=stdout, env=environment(**(env or {})))


def finish(process: WarmProcess | subprocess.Popen[bytes], stdin: bytes | None = None) -> Ended:
    """Wait for the end of the program; `stdin` is written to it first."""
    try:
        stdout, stderr = process.communicate(stdin, timeout=TIMEOUT)
    except BaseException:
        process.kill()
        raise
    code = process.wait()
    return Ended(code if code >= 0 else 128 - code, _text(stdout), _text(stderr))


def _text(output: bytes | None) -> str:
    return (output or b"").decode()


def chatkit_tui(
    *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None
) -> Ended:
    """Run the program to its end; without `stdin` it has none."""
    pipe = subprocess.DEVNULL if stdin is None else subprocess.PIPE
    return finish(start(*arguments, stdin=pipe, env=env), stdin)


def interrupt(process: WarmProcess, number: signal.Signals) -> Ended:
    """Send a signal and wait for the end."""
    process.send_signal(number)
    return finish(process)
