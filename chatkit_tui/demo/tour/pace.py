"""The tour's sense of time."""

from __future__ import annotations

import asyncio


class Pace:
    """Pauses stretched by a factor; 0 leaves them out."""

    def __init__(self, delay_factor: float) -> None:
        self._delay_factor = delay_factor

    async def pause(self, seconds: float) -> None:
        """Wait like a person would see it; at factor 0 only give others a turn."""
        await asyncio.sleep(seconds * self._delay_factor)
