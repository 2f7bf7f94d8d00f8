"""What a command prints on stdout, written without holding up the conversation.

A reader may be slow (`| less`) or gone (`| head -1`). Writing happens in a thread, so that neither
stalls the event loop; a reader that is gone ends the command by a call of `on_failure`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue


class Output:
    """Writes text to a file descriptor in order, from a thread of its own.

    `failure` is the error that ended the writing; `on_failure` is called in the loop when there is
    one. What is still unwritten at the exit of the process is lost unless `drain` was awaited.
    """

    def __init__(self, descriptor: int, on_failure: Callable[[], object]) -> None:
        self.failure: OSError | None = None
        self.descriptor = descriptor
        self._on_failure = on_failure
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[bytes | asyncio.Event] = SimpleQueue()
        # Not a worker of the loop's pool: the exit would wait for a write that never ends.
        threading.Thread(target=self._work, name="stdout", daemon=True).start()

    def write(self, text: str) -> None:
        """Have `text` written, as UTF-8."""
        if text:
            self._queue.put(text.encode("utf-8", "replace"))

    async def drain(self) -> None:
        """Wait until all is written, or has failed."""
        written = asyncio.Event()
        self._queue.put(written)
        await written.wait()

    def _work(self) -> None:
        while True:
            task = self._queue.get()
            if isinstance(task, asyncio.Event):
                self._in_loop(task.set)
            elif self.failure is None:
                try:
                    _write_all(self.descriptor, task)
                except OSError as error:
                    self.failure = error
                    self._in_loop(self._on_failure)

    def _in_loop(self, call: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the command has ended
            self._loop.call_soon_threadsafe(call)


def stdout_descriptor() -> int:
    """Where stdout goes; nowhere, for a process that was started without one."""
    if sys.stdout is None:
        return os.open(os.devnull, os.O_WRONLY)
    return sys.stdout.fileno()


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            select.select([], [descriptor], [])
