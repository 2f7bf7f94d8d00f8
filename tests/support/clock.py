"""The time of day, moved forward instead of waited for."""

from __future__ import annotations

import time
from collections.abc import Callable


class MovableClock:
    """Stands in for `time.time`; what is measured by `time.monotonic` goes on as ever."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._ahead = 0.0

    def __call__(self) -> float:
        return self._real() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
