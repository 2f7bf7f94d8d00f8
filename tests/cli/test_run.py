"""Running a coroutine as a command."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from tests.support.command_line import environment

PREAMBLE = """
import asyncio, sys, threading
from chatkit_tui.commands import run as commands
from chatkit_tui.commands.run import run
from chatkit_tui.errors import AuthRequired
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(program)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=30,
        check=False,
    )


def test_everything_is_written_before_the_end() -> None:
    ended = run(
        """
        async def command(output):
            output.write("x" * 50_000_000)
            return 7

        sys.exit(run(command))
        """
    )
    assert (ended.returncode, len(ended.stdout), ended.stderr) == (7, 50_000_000, "")


def test_an_error_is_one_sentence_and_a_status() -> None:
    ended = run(
        """
        async def command(output):
            output.write("begun")
            await output.drain()
            raise AuthRequired("Who are you?\\x1b[2J", request_id="req_1")

        sys.exit(run(command))
        """
    )
    assert (ended.returncode, ended.stdout) == (3, "begun")
    escaped = "\N{SYMBOL FOR ESCAPE}[2J"
    assert ended.stderr == f"chatkit-tui: Who are you?{escaped} (request id req_1)\n"


def test_a_thread_that_never_ends_does_not_hold_up_the_end() -> None:
    ended = run(
        """
        async def command(output):
            asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
            return 4

        commands.LAST_CHANCE = 0.2
        sys.exit(run(command))
        """
    )
    assert ended.returncode == 4
