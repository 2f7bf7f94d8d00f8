"""TaskOwner: whoever starts a task here need not wait for it, and no task outlives its owner."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from chatkit_tui.errors import ChatKitError

log = logging.getLogger(__name__)


class TaskOwner:
    """Holds running tasks; `aclose` cancels them and waits until they are gone."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    def start(self, work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
        """Run `work` beside the caller; what it raises is logged."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_log_failure)
        return task

    async def run(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Run `work` and wait for it, raising what it raises.

        Cancelling the caller cancels the work and waits for its end. Work that its owner cancels
        ends this call quietly.
        """
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        if not task.cancelled():
            task.result()

    async def cancel(self) -> None:
        """Cancel everything that runs and wait for its end; the caller's own task is spared."""
        tasks = self._tasks - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def aclose(self) -> None:
        """Cancel everything that runs, for good."""
        self.closed = True
        await self.cancel()


def heed_cancellation() -> None:
    """Raise CancelledError if this task is being cancelled and something swallowed it."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _log_failure(task: asyncio.Task[None]) -> None:
    if task.cancelled():
        return
    error = task.exception()
    if isinstance(error, ChatKitError):
        log.warning("%s: %s", task.get_name(), error)
    elif error is not None:
        log.error("%s failed", task.get_name(), exc_info=error)
