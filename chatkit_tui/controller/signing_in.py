"""SigningIn: has the user asked when a server refuses credentials and fresh ones did not help."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from chatkit_tui.errors import AuthRequired

Ask = Callable[[AuthRequired, str], Awaitable[bool]]
"""Gets the refusal and the name of what was refused; whether it is worth another try."""

T = TypeVar("T")


class SigningIn:
    """Asks once for all who are refused meanwhile; a screen sets `ask`, and without one no one is.

    After a "not now" only what the user does next, such as sending a message, asks again.
    """

    def __init__(self) -> None:
        self.ask: Ask | None = None
        self.times = 0
        """How often the user has signed in."""
        self._declined = 0
        self._wanted = True
        self._asking = asyncio.Lock()

    def renewed(self) -> None:
        """There are other credentials now."""
        self.times += 1
        self._wanted = True

    async def cures(
        self, error: AuthRequired, *, what: str, since: int, insist: bool = False
    ) -> bool:
        """Whether the request that `error` ended, begun when `times` was `since`, can go again.

        `what` was refused: "your message", "the list of threads".
        """
        declined = self._declined
        async with self._asking:
            if self.times > since:
                return True
            if self.ask is None or self._declined > declined or not (self._wanted or insist):
                return False
            if await self.ask(error, what):
                self.renewed()
                return True
            self._declined += 1
            self._wanted = False
            return False

    async def through(self, request: Callable[[], Awaitable[T]], *, what: str) -> T:
        """What `request` gives, made again as often as the user signs in for it."""
        while True:
            since = self.times
            try:
                return await request()
            except AuthRequired as error:
                if not await self.cures(error, what=what, since=since):
                    raise
