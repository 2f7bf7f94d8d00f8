"""Courier: takes an errand to the server, once, whatever the way is like.

not sent -> unknown -> accepted -> streaming -> ended. What was not sent is tried again by itself;
what may have been sent is looked for at the server first; nothing is ever sent twice blindly.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_tui.controller import failures
from chatkit_tui.controller.state import Delivery, TurnPhase
from chatkit_tui.controller.tasks import heed_cancellation
from chatkit_tui.errors import (
    AuthRequired,
    ChatKitError,
    ConnectError,
    ConnectionLost,
    ProtocolError,
    RateLimited,
    ServerRejected,
    ServerUnavailable,
    StreamInterrupted,
)
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.errands import Errand
    from chatkit_tui.controller.history import History
    from chatkit_tui.controller.patience import Patience
    from chatkit_tui.controller.recovery import Recovery
    from chatkit_tui.controller.signing_in import SigningIn
    from chatkit_tui.transport.event_stream import StreamMessage

log = logging.getLogger(__name__)

BREATH = 0.01
"""Seconds of taking in events after which the rest of the program gets its turn."""

SERVER_FAILURES = 500
"""The first HTTP status that says the server failed, perhaps after it had acted."""


class Courier:
    """Delivers one errand at a time. What fails is shown in the state, never raised."""

    def __init__(
        self,
        history: History,
        recovery: Recovery,
        patience: Patience,
        signing_in: SigningIn,
        hear: Callable[[StreamMessage], None],
    ) -> None:
        self._history = history
        self._live = history.live
        self._recovery = recovery
        self._patience = patience
        self._signing_in = signing_in
        self._hear = hear

    async def deliver(self, errand: Errand, *, look_first: bool = False) -> bool:
        """Send the request and take in its answer; True when all went well.

        `look_first` is for a request that may have been sent before.
        """
        lost = ConnectionLost(_("The connection broke."))
        if look_first and await self._search(errand, lost) is not False:
            return False
        waits = self._patience.waits()
        give_up_at = monotonic() + self._patience.send_budget
        while True:
            signed_in = self._signing_in.times
            try:
                await self._exchange(errand)
                return await self._settle(errand)
            except ChatKitError as error:
                # It may be the echo of a request that was cancelled.
                heed_cancellation()
                failure = error
            if isinstance(failure, AuthRequired) and await self._signs_in(
                errand, failure, signed_in
            ):
                give_up_at = monotonic() + self._patience.send_budget
                continue
            if not isinstance(failure, ConnectError | RateLimited | ServerUnavailable):
                await self._deal_with(errand, failure)
                return False
            self._mark(errand, _fate(failure))
            wait = getattr(failure, "retry_after", None) or next(waits)
            if monotonic() + wait > give_up_at:
                self._give_up(errand, failure)
                return False
            await self._wait(failure, wait)
            # A gateway may answer 503 though the server behind it got the request.
            gateway = isinstance(failure, ServerUnavailable) and not failure.unsent
            if gateway and await self._has(errand):
                await self._follow(errand, failure)
                return False
            if errand.undecided:
                self._give_up(errand, failures.undecided(failure, errand.what))
                return False

    async def _signs_in(self, errand: Errand, error: AuthRequired, since: int) -> bool:
        """Wait for the user to sign in; whether he did."""
        self._mark(errand, Delivery.NOT_SENT)
        self._live.move(TurnPhase.SIGNED_OUT)
        what = _(errand.what)
        return await self._signing_in.cures(error, what=what, since=since, insist=True)

    async def _exchange(self, errand: Errand) -> None:
        self._live.called = None
        self._live.move(TurnPhase.SENDING)
        self._mark(errand, Delivery.UNKNOWN)
        async with errand.open() as stream:
            self._live.exchange, self._live.conceal = stream.exchange, stream.conceal
            breath_at = monotonic() + BREATH
            async for message in stream:
                self._take(errand, message)
                if monotonic() > breath_at:
                    # Events that came in one piece would hold up keys and signals until the last.
                    await asyncio.sleep(0)
                    breath_at = monotonic() + BREATH

    def _take(self, errand: Errand, message: StreamMessage) -> None:
        live = self._live
        live.turn.last_data_at = message.received_at
        self._hear(message)
        if message.event is None:
            live.state.bad_events += 1
            return
        live.apply(message.event)
        errand.note(message.event)
        live.move(TurnPhase.RESPONDING)
        self._mark(errand, Delivery.STREAMING if errand.acknowledged else Delivery.ACCEPTED)

    async def _settle(self, errand: Errand) -> bool:
        """The stream ended by itself: make sure that it said what it should have said."""
        live = self._live
        if not errand.acknowledged:
            ended = ConnectionLost(_("The answer ended at once."))
            await self._search_or_give_back(errand, ended)
            return False
        if errand.must_agree or any(not row.done for row in live.state.rows):
            await self._agree(errand)
        return live.state.error is None

    async def _agree(self, errand: Errand) -> None:
        """Bring the rows to what the server has; that they stay as they are is no failure."""
        try:
            await errand.agree()
        except ChatKitError as error:
            log.warning("The thread cannot be read after the answer: %s", error)

    async def _deal_with(self, errand: Errand, error: ChatKitError) -> None:
        """The way broke, or the server refused: find out what it has before anything else."""
        broken = isinstance(error, ConnectionLost | StreamInterrupted)
        if broken and errand.acknowledged:
            await self._follow(errand, error)
        elif broken:
            await self._search_or_give_back(errand, error)
        elif errand.acknowledged:
            self._live.fail(failures.turn_error(error, allow_retry=errand.can_retry))
            await self._agree(errand)
        elif _fate(error) is Delivery.UNKNOWN and await self._has(errand):
            self._live.fail(failures.turn_error(error, allow_retry=errand.can_retry))
        else:
            self._give_up(errand, failures.with_advice(error))

    async def _search(self, errand: Errand, error: ChatKitError) -> bool | None:
        """Look for a request of unknown fate; go on with one that is there, False if it is not."""
        self._live.move(TurnPhase.CHECKING)
        found = await self._recovery.look(errand)
        if found:
            await self._follow(errand, error)
        elif errand.undecided:
            self._give_up(errand, failures.undecided(error, errand.what))
        elif found is None:
            self._give_up(errand, failures.cannot_tell(error, errand.what))
        return found

    async def _search_or_give_back(self, errand: Errand, error: ChatKitError) -> None:
        if await self._search(errand, error) is False:
            self._give_up(errand, failures.not_arrived(error, errand.what))

    async def _has(self, errand: Errand) -> bool:
        """Ask once whether the server has the request."""
        self._live.move(TurnPhase.CHECKING)
        return await self._recovery.look(errand, budget=0.0) is True

    async def _follow(self, errand: Errand, error: ChatKitError) -> None:
        """The server has the request: wait for its answer, and say what is missing of it."""
        live = self._live
        live.move(TurnPhase.CHECKING)
        self._mark(errand, Delivery.ACCEPTED)
        if live.state.error is not None:
            return
        failure = failures.of_answer(error, await self._recovery.follow(errand))
        if failure is not None:
            live.fail(failures.turn_error(failure, allow_retry=errand.can_retry))

    def _give_up(self, errand: Errand, error: ChatKitError) -> None:
        self._mark(errand, _fate(error))
        errand.give_back(error)
        if self._live.state.error is None:
            self._live.fail(failures.turn_error(error, allow_retry=errand.retry_when_lost))

    def _mark(self, errand: Errand, delivery: Delivery) -> None:
        self._live.move(self._live.turn.phase, delivery)
        errand.mark(delivery)

    async def _wait(self, failure: ChatKitError, seconds: float) -> None:
        """Count down to the next try, visibly."""
        turn = self._live.turn
        turn.attempt += 1
        turn.waiting_for = failure.message
        turn.retry_at = monotonic() + seconds
        self._live.move(TurnPhase.WAITING)
        try:
            await asyncio.sleep(seconds)
        finally:
            turn.retry_at = turn.waiting_for = None


def _fate(error: ChatKitError) -> Delivery:
    """How far a request got that ended in `error`; who failed may have acted before."""
    if error.unsent:
        failed = False
    elif isinstance(error, ServerRejected):
        failed = error.status is not None and error.status >= SERVER_FAILURES
    else:
        failed = isinstance(error, ProtocolError | ConnectionLost | StreamInterrupted)
    return Delivery.UNKNOWN if failed else Delivery.NOT_SENT
