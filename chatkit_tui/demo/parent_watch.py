"""Ending this process with its parent, however the parent ends.

The parent holds the other end of stdin and never closes it while it lives; the system closes it
for a parent that was killed. So the end of stdin is the end of the parent.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

GRACE = 3.0
"""Seconds a gentle stop may take before the process ends regardless."""


class ParentWatch:
    """A thread that reads stdin to its end and then ends the process.

    Without a gentle stop (while modules are still being imported) the process ends on the spot.
    """

    def __init__(self) -> None:
        self._stop: Callable[[], object] | None = None

    def start(self) -> None:
        """Begin to watch; what the parent had to say must have been read already."""
        threading.Thread(target=self._watch, name="parent-watch", daemon=True).start()

    def stop_with(self, stop: Callable[[], object]) -> None:
        """From now on call `stop` (from another thread) first, and wait `GRACE` seconds."""
        self._stop = stop

    def _watch(self) -> None:
        try:
            while os.read(sys.stdin.fileno(), 65536):
                pass
            if self._stop is not None:
                self._stop()
                time.sleep(GRACE)
        finally:
            os._exit(0)
