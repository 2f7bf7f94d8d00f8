"""Patience: how long a conversation tries before it gives up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Patience:
    """Budgets and pauses, in seconds; the defaults suit a person who watches."""

    first_wait: float = 0.5
    """The first pause of every series; each further one is twice as long."""
    longest_wait: float = 10.0
    send_budget: float = 120.0
    """Waiting in all for a request that was not sent, or refused by 429 or 503."""
    look_budget: float = 30.0
    """Asking a server that does not answer whether a message arrived."""
    absence_budget: float = 3.0
    """How long a message may take to show up at a server that answers."""
    follow_budget: float = 60.0
    """Waiting for the rest of an answer whose stream broke."""
    stop_budget: float = 2.0
    """Waiting for a server to store what it had said when it was stopped."""
    tool_timeout: float = 600.0
    """One client tool; people may have to approve it first."""
    tool_rounds: int = 100
    """Client tools answered in one turn."""

    def waits(self) -> Iterator[float]:
        """The pauses of one series, doubling up to `longest_wait`, without end."""
        wait = self.first_wait
        while True:
            yield min(wait, self.longest_wait)
            wait = min(wait * 2, self.longest_wait)


class Pacer:
    """Paces tries over a budget: the first at once, then after growing pauses, one at the end."""

    def __init__(self, patience: Patience, budget: float) -> None:
        self._waits = patience.waits()
        self._deadline = monotonic() + budget
        self._tries = 0

    async def again(self) -> bool:
        """Wait for the next try; False when the budget is spent."""
        self._tries += 1
        if self._tries == 1:
            return True
        left = self._deadline - monotonic()
        if left <= 0:
            return False
        await asyncio.sleep(min(next(self._waits), left))
        return True

    def shorten(self, budget: float) -> None:
        """Let it end `budget` seconds from now, unless it ends sooner anyway."""
        self._deadline = min(self._deadline, monotonic() + budget)
