"""TurnRunner: a turn from the user's command to its end, client tools and Stop included."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_tui.controller import failures
from chatkit_tui.controller.errands import ToolOutput, is_open_call
from chatkit_tui.controller.state import Delivery, TurnError, TurnPhase
from chatkit_tui.controller.tasks import heed_cancellation
from chatkit_tui.errors import ChatKitError, CommandRefused
from chatkit_tui.protocol.items import ClientToolCallItem
from chatkit_tui.protocol.json_values import copy_json
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.client_tools import ClientTools
    from chatkit_tui.controller.courier import Courier
    from chatkit_tui.controller.errands import Errand
    from chatkit_tui.controller.history import History
    from chatkit_tui.controller.patience import Patience
    from chatkit_tui.controller.recovery import Recovery

log = logging.getLogger(__name__)


class TurnRunner:
    """Runs one turn at a time. What fails is shown in the state, never raised."""

    def __init__(
        self,
        history: History,
        courier: Courier,
        recovery: Recovery,
        patience: Patience,
        tools: ClientTools,
    ) -> None:
        self._history = history
        self._live = history.live
        self._courier = courier
        self._recovery = recovery
        self._patience = patience
        self._tools = tools
        self._scope: asyncio.Timeout | None = None
        self._stopping = False
        self._errand: Errand | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self, errand: Errand) -> None:
        """The turn is on from here, and `end` must follow; the caller has seen that none is."""
        live = self._live
        self._errand, self._stopping = errand, False
        self._idle.clear()
        live.clear()
        live.turn.started_at = monotonic()
        live.turn.last_data_at = 0.0
        live.turn.attempt = 0
        live.state.allow_cancel = live.turn.allow_cancel = False
        live.move(TurnPhase.SENDING, Delivery.NOT_SENT)
        errand.begin()

    async def run(self, *, look_first: bool = False) -> None:
        """Run the turn that was begun; `look_first` if its request may have been sent before."""
        scope = asyncio.timeout(0 if self._stopping else None)
        try:
            async with scope:
                self._scope = scope
                await self._follow_through(look_first=look_first)
        except TimeoutError:
            if not scope.expired():
                raise
            await self._after_stop()
        finally:
            self._scope = None

    def end(self) -> None:
        """The turn is over, whatever became of it; what the server did not get is given back."""
        errand, self._errand = self._errand, None
        if errand is None:
            return
        if not errand.acknowledged and not errand.given_back:
            words = _("Sending was broken off before the server confirmed it.")
            errand.give_back(ChatKitError(words))
        self._live.end_turn()
        self._idle.set()

    async def stop(self) -> None:
        """End the running turn at once and wait until what the server kept is shown.

        Raises CommandRefused when the server does not allow it.
        """
        turn = self._live.turn
        if turn.phase is TurnPhase.RESPONDING and not turn.allow_cancel:
            raise CommandRefused(_("The server does not let this response be stopped."))
        if turn.busy and turn.phase is not TurnPhase.STOPPING:
            self._stopping = True
            self._live.move(TurnPhase.STOPPING)
            if self._scope is not None:
                self._scope.reschedule(asyncio.get_running_loop().time())
        await self._idle.wait()

    async def wait_idle(self) -> None:
        """Wait until no turn runs."""
        await self._idle.wait()

    async def _follow_through(self, *, look_first: bool) -> None:
        """Deliver the errand, then run the tools it ends in, until the answer ends in none."""
        assert self._errand is not None
        went_well = await self._courier.deliver(self._errand, look_first=look_first)
        for _round in range(self._patience.tool_rounds):
            call = self._open_call() if went_well else None
            if call is None:
                return
            self._errand = await self._run_tool(call)
            went_well = await self._courier.deliver(self._errand)
        if went_well and self._open_call() is not None:
            self._live.fail(self._too_many_tools())

    def _open_call(self) -> ClientToolCallItem | None:
        """The call of this turn that the server waits for, unless it has been answered since."""
        row = self._live.state.index.get(self._live.called or "")
        item = row.item if row is not None and is_open_call(row.item) else None
        return item if isinstance(item, ClientToolCallItem) else None

    async def _run_tool(self, call: ClientToolCallItem) -> Errand:
        self._live.move(TurnPhase.RUNNING_TOOL)
        result = await self._tools.run(
            call.name, copy_json(call.arguments), self._patience.tool_timeout
        )
        # A tool may swallow the cancellation that Stop is.
        heed_cancellation()
        return ToolOutput(self._history, call, result)

    def _too_many_tools(self) -> TurnError:
        words = _(
            "The assistant asked for more than {count} tools in one turn; the turn was ended."
        )
        return TurnError(words.format(count=self._patience.tool_rounds), allow_retry=True)

    async def _after_stop(self) -> None:
        """Show what the server kept; a message it does not have is the user's again."""
        live, errand = self._live, self._errand
        assert errand is not None
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
            error = ChatKitError(_("You stopped this before the server confirmed it."))
            errand.give_back(error)
            allow_retry = errand.retry_when_lost
        live.fail(failures.stopped(allow_retry=allow_retry))
