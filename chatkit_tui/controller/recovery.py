"""Recovery: asks the server what it has when a stream could not tell."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from chatkit_tui.controller.arrival import Undecided
from chatkit_tui.controller.errands import is_answer, is_open_call
from chatkit_tui.controller.failures import Kept
from chatkit_tui.controller.patience import Pacer, Patience
from chatkit_tui.errors import AuthRequired, ChatKitError, RateLimited, ServerUnavailable
from chatkit_tui.protocol.base import same
from chatkit_tui.protocol.items import EndOfTurnItem
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_tui.controller.errands import Errand
    from chatkit_tui.controller.history import History
    from chatkit_tui.controller.signing_in import SigningIn
    from chatkit_tui.protocol.items import ThreadItem

log = logging.getLogger(__name__)


class Recovery:
    """Looks before anything is sent again, and follows an answer by reading the thread."""

    def __init__(self, history: History, patience: Patience, signing_in: SigningIn) -> None:
        self._history = history
        self._patience = patience
        self._signing_in = signing_in

    async def look(self, errand: Errand, *, budget: float | None = None) -> bool | None:
        """Whether the server has the request; None when it cannot be asked, or cannot tell.

        A request may show up late: "no" has to be said again and again. `budget` is in seconds; 0
        asks once. Without one there is time for the user to sign in.
        """
        patience = self._patience
        pacer = Pacer(patience, patience.look_budget if budget is None else budget)
        asked = False
        while await pacer.again():
            signed_in = self._signing_in.times
            try:
                if await errand.look():
                    return True
            except Undecided:
                return None
            except AuthRequired as error:
                if budget is not None or not await self._signs_in(error, errand, signed_in):
                    return None
                continue
            except ChatKitError as error:
                log.info("The server cannot be asked what arrived: %s", error)
                await _heed(error, patience)
                continue
            if not asked:
                asked = True
                pacer.shorten(patience.absence_budget)
        return False if asked else None

    async def follow(self, errand: Errand) -> Kept:
        """Read the thread until the answer is whole or the budget is spent."""
        pacer = Pacer(self._patience, self._patience.follow_budget)
        previous: Sequence[ThreadItem] | None = None
        while await pacer.again():
            signed_in = self._signing_in.times
            try:
                answer = await self._read(errand)
            except AuthRequired as error:
                if not await self._signs_in(error, errand, signed_in):
                    return Kept.NOTHING
                continue
            except ChatKitError as error:
                log.info("The thread cannot be read: %s", error)
                await _heed(error, self._patience)
                continue
            if any(isinstance(item, EndOfTurnItem) for item in answer):
                return Kept.FINISHED
            if _alike(answer, previous) and any(map(is_answer, answer)):
                return Kept.CALL if is_open_call(answer[-1]) else Kept.ANSWER
            previous = answer
        return Kept.NOTHING

    async def _signs_in(self, error: AuthRequired, errand: Errand, since: int) -> bool:
        what = _("looking for {what}").format(what=_(errand.what))
        return await self._signing_in.cures(error, what=what, since=since, insist=True)

    async def collect(self, errand: Errand) -> None:
        """Show what the server kept of a response that was stopped; it may need a moment."""
        previous: Sequence[ThreadItem] | None = None
        pacer = Pacer(self._patience, self._patience.stop_budget)
        try:
            while await pacer.again():
                answer = await self._read(errand)
                if _alike(answer, previous) and any(map(is_answer, answer)):
                    return
                previous = answer
        except ChatKitError as error:
            log.info("The server cannot be asked what it kept: %s", error)

    async def _read(self, errand: Errand) -> Sequence[ThreadItem]:
        """The server's items that answer the errand, shown as soon as there is an answer.

        Until then what was streamed stays: a server stores what it said only after a moment.
        """
        tail = await self._history.tail()
        answer = errand.answer(tail.items)
        if any(map(is_answer, answer)):
            self._history.agree(tail)
        return answer


async def _heed(error: ChatKitError, patience: Patience) -> None:
    """Wait as long as the server asked for."""
    if isinstance(error, RateLimited | ServerUnavailable) and error.retry_after:
        await asyncio.sleep(min(error.retry_after, patience.longest_wait))


def _alike(answer: Sequence[ThreadItem], previous: Sequence[ThreadItem] | None) -> bool:
    if previous is None or len(answer) != len(previous):
        return False
    return all(map(same, answer, previous))
