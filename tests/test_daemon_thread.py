from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
import threading

import pytest

from chatkit_tui.daemon_thread import in_daemon_thread


async def test_the_result_comes_from_another_thread() -> None:
    assert await in_daemon_thread(lambda: threading.current_thread().name, name="work") == "work"


async def test_what_is_raised_comes_through() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        await in_daemon_thread(lambda: int("nonsense"), name="work")


async def test_an_exit_is_not_for_the_loop() -> None:
    with pytest.raises(RuntimeError, match="SystemExit in a thread"):
        await in_daemon_thread(lambda: sys.exit(3), name="work")


async def test_cancelling_leaves_the_thread_to_itself() -> None:
    release, ended = threading.Event(), threading.Event()

    def work() -> None:
        release.wait()
        ended.set()

    task = asyncio.create_task(in_daemon_thread(work, name="work"))
    await asyncio.to_thread(lambda: None)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    release.set()
    assert await asyncio.to_thread(ended.wait, 5)


def test_one_that_never_ends_does_not_hold_up_the_program() -> None:
    program = """
        import asyncio, threading
        from chatkit_tui.daemon_thread import in_daemon_thread

        async def main():
            forever = in_daemon_thread(threading.Event().wait, name="work")
            await asyncio.wait_for(forever, 0.1)

        asyncio.run(main())
        """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        timeout=20,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr.splitlines()[-1] == "TimeoutError"
