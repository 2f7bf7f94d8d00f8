"""Running a command's coroutine so that every end of it is a good one."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from chatkit_tui.commands.exit_status import BROKEN_PIPE, USAGE, complain, status_of
from chatkit_tui.commands.output import Output, stdout_descriptor
from chatkit_tui.errors import ChatKitError
from chatkit_tui.profiles.log_file import log_to_file
from chatkit_tui.translation import _

LAST_CHANCE = 3.0
"""Seconds after the end in which threads may finish, such as one that waits for a DNS server."""

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

Command = Callable[[Output], Coroutine[Any, Any, int]]


def run(command: Command) -> int:
    """The exit status of `command`, called with what writes to stdout.

    SIGINT, SIGTERM and SIGHUP cancel it, once; a second one ends the process at once. A reader of
    stdout that is gone cancels it too. A ChatKitError is told to the user.
    """
    log_to_file()
    watchdog = _Watchdog()
    try:
        return asyncio.run(_run(command, watchdog))
    finally:
        watchdog.cancel()


async def _run(command: Command, watchdog: _Watchdog) -> int:
    task = asyncio.current_task()
    assert task is not None
    output = Output(stdout_descriptor(), task.cancel)
    received: list[int] = []
    loop = asyncio.get_running_loop()

    def on_signal(number: int) -> None:
        received.append(number)
        for each in SIGNALS:
            loop.remove_signal_handler(each)
            signal.signal(each, lambda *_: os._exit(128 + number))
        watchdog.start(128 + number)
        task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, on_signal, number)
    try:
        status = await command(output)
        await output.drain()
    except ChatKitError as error:
        complain(error.message, error.request_id)
        status = status_of(error)
    except asyncio.CancelledError:
        if received:
            status = 128 + received[0]
        elif output.failure is not None:
            status = _status_of_failure(output.failure)
        else:
            raise
    watchdog.start(status)
    return status


def _status_of_failure(failure: OSError) -> int:
    if isinstance(failure, BrokenPipeError):
        return BROKEN_PIPE
    reason = (failure.strerror or _("unknown reason")).lower()
    complain(_("stdout cannot be written: {reason}.").format(reason=reason))
    return USAGE


class _Watchdog:
    """Ends the process when a thread holds up its end."""

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None

    def start(self, status: int) -> None:
        """End the process with `status` in LAST_CHANCE seconds."""
        self.cancel()
        self._timer = threading.Timer(LAST_CHANCE, os._exit, (status,))
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """The process ends by itself."""
        if self._timer is not None:
            self._timer.cancel()
