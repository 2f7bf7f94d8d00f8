"""TurnRunner: a turn from the user's command to its end, client tools and Stop included."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_tui.controller import failures
from chatkit_tui.controller.client_tools import run_client_tool
from chatkit_tui.controller.errands import ToolOutput, is_open_call
from chatkit_tui.controller.state import Delivery, TurnError, TurnPhase
from chatkit_tui.errors import ChatKitError, CommandRefused
from chatkit_tui.protocol.items import ClientToolCallItem

if TYPE_CHECKING:
    from chatkit_tui.controller.courier import Courier
    from chatkit_tui.controller.errands import Errand
    from chatkit_tui.controller.history import History
    from chatkit_tui.controller.patience import Patience
    from chatkit_tui.controller.recovery import Recovery
    from chatkit_tui.options import ClientToolHandler

log = logging.getLogger(__name__)


class TurnRunner:
    """Runs one turn at a time. What fails is shown in the state, never raised."""

    def __init__(
        self,
        history: History,
        courier: Courier,
        recovery: Recovery,
        patience: Patience,
        tool_handler: Callable[[], ClientToolHandler | None],
    ) -> None:
        self._history = history
        self._live = history.live
        self._courier = courier
        self._recovery = recovery
        self._patience = patience
        self._tool_handler = tool_handler
        self._scope = asyncio.timeout(None)
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self, errand: Errand, *, look_first: bool = False) -> None:
        """Run the turn that `errand` begins, to its end; the caller has seen that none runs."""
        self._begin()
        current = errand
        try:
            errand.begin()
            try:
                async with asyncio.timeout(None) as self._scope:
                    going_on = await self._courier.deliver(errand, look_first=look_first)
                    for _ in range(self._patience.tool_rounds):
                        call = self._open_call() if going_on else None
                        if call is None:
                            return
                        current = await self._run_tool(call)
                        going_on = await self._courier.deliver(current)
                    if going_on and self._open_call() is not None:
                        self._live.fail(self._too_many_tools())
            except TimeoutError:
                if not self._scope.expired():
                    raise
                await self._after_stop(current)
        finally:
            self._end(current)

    async def stop(self) -> None:
        """End the running turn at once and wait until what the server kept is shown.

        Raises CommandRefused when the server does not allow it.
        """
        turn = self._live.turn
        if turn.phase is TurnPhase.RESPONDING and not turn.allow_cancel:
            raise CommandRefused("The server does not let this response be stopped.")
        if turn.busy and turn.phase is not TurnPhase.STOPPING:
            self._live.move(TurnPhase.STOPPING)
            self._scope.reschedule(asyncio.get_running_loop().time())
        await self._idle.wait()

    async def wait_idle(self) -> None:
        """Wait until no turn runs."""
        await self._idle.wait()

    def _begin(self) -> None:
        turn = self._live.turn
        self._idle.clear()
        self._live.clear()
        turn.started_at = monotonic()
        turn.last_data_at = 0.0
        turn.attempt = 0
        self._live.state.allow_cancel = turn.allow_cancel = False
        self._live.move(TurnPhase.SENDING, Delivery.NOT_SENT)

    def _end(self, errand: Errand) -> None:
        live = self._live
        if not errand.acknowledged and not errand.given_back:
            unsure = ChatKitError("Sending was broken off before the server confirmed it.")
            errand.give_back(unsure)
        live.end_turn()
        self._idle.set()

    def _open_call(self) -> ClientToolCallItem | None:
        """The call of this turn that the server waits for, unless it has been answered since."""
        row = self._live.state.index.get(self._live.called or "")
        item = row.item if row is not None and is_open_call(row.item) else None
        return item if isinstance(item, ClientToolCallItem) else None

    async def _run_tool(self, call: ClientToolCallItem) -> Errand:
        self._live.move(TurnPhase.RUNNING_TOOL)
        result = await run_client_tool(
            self._tool_handler(), call.name, call.arguments, self._patience.tool_timeout
        )
        return ToolOutput(self._history, call, result)

    def _too_many_tools(self) -> TurnError:
        return TurnError(
            f"The assistant asked for more than {self._patience.tool_rounds} tools in one turn; "
            "the turn was ended.",
            allow_retry=True,
        )

    async def _after_stop(self, errand: Errand) -> None:
        """Show what the server kept; a message it does not have is the user's again."""
        live = self._live
        live.move(TurnPhase.STOPPING)
        allow_retry = errand.can_retry
        try:
            async with asyncio.timeout(self._patience.stop_budget * 2):
                if not errand.acknowledged and errand.delivery is not Delivery.NOT_SENT:
                    await self._recovery.look(errand, budget=self._patience.stop_budget)
                if errand.acknowledged:
                    await self._recovery.collect(errand)
        except TimeoutError:
            log.info("The server took too long to say what it kept")
        if not errand.acknowledged:
            error = ChatKitError("You stopped this before the server confirmed it.")
            errand.give_back(error)
            allow_retry = errand.retry_when_lost
        live.fail(failures.stopped(allow_retry=allow_retry))
