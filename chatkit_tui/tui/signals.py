"""Leaving well when somebody else ends the program."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

LAST_CHANCE = 4.0
"""Seconds after a signal before the process ends without further manners."""


def on_termination(leave: Callable[[int], None], let_go: Callable[[], None]) -> Callable[[], None]:
    """Call `leave(128 + n)` in the event loop on SIGTERM and SIGHUP; returns the way back.

    A second signal of the kind, or `LAST_CHANCE` seconds, ends the process at once: of all its
    manners only `let_go` is left then, which must not wait long.
    """
    loop = asyncio.get_running_loop()
    watched = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]

    def received(number: signal.Signals) -> None:
        code = 128 + number

        def end() -> None:
            let_go()
            os._exit(code)

        for other in watched:
            loop.remove_signal_handler(other)
            signal.signal(other, lambda *_: end())
        watchdog = threading.Timer(LAST_CHANCE, end)
        watchdog.daemon = True
        watchdog.start()
        leave(code)

    for number in watched:
        loop.add_signal_handler(number, received, number)

    def restore() -> None:
        for number in watched:
            loop.remove_signal_handler(number)

    return restore
