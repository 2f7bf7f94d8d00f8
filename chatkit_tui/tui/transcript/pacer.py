"""When the screen may be brought up to date: soon, but never all the time."""

from __future__ import annotations

LEAST_INTERVAL = 1 / 16
"""Seconds between two updates, at least."""

REST = 7.0
"""Seconds of rest per second of work: updates take an eighth of the time at most."""

LONGEST_REST = 0.25
"""Seconds after which it is time again, whatever the last update cost, unless that took longer."""


class Pacer:
    """Coalesces requests: the first is served at once, the next ones when it is time.

    Times are seconds of any steady clock; the owner keeps the clock and the timer.
    """

    def __init__(self) -> None:
        self._earliest = 0.0
        self._waiting = False
        self._last_cost = 0.0

    def request(self, now: float) -> float | None:
        """Seconds until the update may begin (0 for at once); None if one is due already."""
        if self._waiting:
            return None
        self._waiting = True
        return max(0.0, self._earliest - now)

    def begin(self, now: float) -> None:
        """The update begins; what is requested from here on is for the next one."""
        self._waiting = False
        self._earliest = now + LEAST_INTERVAL

    def spent(self, now: float, cost: float, *, output: float = 0.0) -> None:
        """The last update kept the machine busy for `cost` seconds, up to now.

        `output` is for how many seconds from now the terminal will be busy with it.
        """
        # One that costs more than the one before may have loaded what the next ones only use.
        cost, self._last_cost = min(cost, self._last_cost), cost
        rest = min(REST * cost, max(LONGEST_REST, 3 * cost))
        self._earliest = max(self._earliest, now + rest, now + output)
