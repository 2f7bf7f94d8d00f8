"""How long to wait for what."""

from __future__ import annotations

from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds without progress after which waiting ends; a long answer alone is never late."""

    connect: float = 15.0
    write: float = 60.0
    """Until the next piece of a request is taken."""
    read: float = 60.0
    """Until the next piece of a JSON answer."""
    idle: float = 300.0
    """Until the head or the next byte of a stream; assistants may think for minutes."""

    def for_json(self) -> httpx.Timeout:
        """What a request needs that is answered at once."""
        return httpx.Timeout(self.read, connect=self.connect, write=self.write, pool=self.connect)

    def for_stream(self) -> httpx.Timeout:
        """What a request needs that is answered late, or bit by bit."""
        return httpx.Timeout(self.idle, connect=self.connect, write=self.write, pool=self.connect)
