"""Blocking work that may never end, and must not hold up the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T], *, name: str) -> T:
    """Like asyncio.to_thread, in a thread that nobody waits for when the program ends.

    Cancelling leaves the thread to itself. What `work` raises comes through; an exit or an
    interrupt that it raises becomes a RuntimeError, since it is not for this loop.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Callable[[], T]] = loop.create_future()

    def settle(outcome: Callable[[], T]) -> None:
        if not done.done():
            done.set_result(outcome)

    def run() -> None:
        outcome = _outcome_of(work)
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=run, name=name, daemon=True).start()
    return (await done)()


def _outcome_of(work: Callable[[], T]) -> Callable[[], T]:
    """What `work` came to: a function that returns it or raises it again."""
    try:
        result = work()
    except BaseException as error:
        failure = error

        def fail() -> T:
            if isinstance(failure, Exception):
                raise failure
            raise RuntimeError(f"{type(failure).__name__} in a thread") from failure

        return fail
    return lambda: result
