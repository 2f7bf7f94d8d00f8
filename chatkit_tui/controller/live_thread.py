"""LiveThread: a thread's state and turn, with every change told to whoever watches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import (
    ErrorChanged,
    ProgressChanged,
    RowUpdated,
    ToolCalled,
    TurnChanged,
)
from chatkit_tui.controller.reduce import reduce
from chatkit_tui.controller.reduce_turn import end_stream
from chatkit_tui.controller.state import (
    Circumstances,
    Delivery,
    ThreadState,
    Turn,
    TurnError,
    TurnPhase,
)
from chatkit_tui.protocol.stack_trace import without_stack_trace

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.state import Row
    from chatkit_tui.errors import Exchange
    from chatkit_tui.protocol.events import ThreadStreamEvent

log = logging.getLogger(__name__)


class LiveThread:
    """What one conversation knows and does; nothing here talks to the server."""

    def __init__(self, thread_id: str | None, tell: Callable[[Change], None]) -> None:
        self.state = ThreadState()
        self.turn = Turn()
        self.tell = tell
        self.own_items: set[str] = set()
        """Ids of the messages sent from here that the server has confirmed."""
        self.called: str | None = None
        """The item id of the client tool the running stream asked for last."""
        self.exchange: Exchange | None = None
        """The running stream's request and the head of its answer."""
        self.conceal: Callable[[str], str] = str
        """Takes out of a text what that request kept secret."""
        self._thread_id = thread_id

    @property
    def thread_id(self) -> str | None:
        """None while the server has no such thread."""
        thread = self.state.thread
        return (thread.id if thread is not None else None) or self._thread_id

    def apply(self, event: ThreadStreamEvent) -> None:
        """Let an event change the state; one that cannot be applied is counted, not fatal."""
        try:
            changes = reduce(self.state, event)
        except Exception:
            self.state.bad_events += 1
            log.exception("An event could not be applied")
            return
        self.turn.allow_cancel = self.state.allow_cancel
        if self.thread_id is None:
            # Some servers create a thread without a word about it.
            self._thread_id = getattr(getattr(event, "item", None), "thread_id", None)
        for change in changes:
            if isinstance(change, ToolCalled):
                self.called = change.item.id
            if isinstance(change, ErrorChanged) and change.error is not None:
                self.fail(self._as_reported(change.error))
            else:
                self.tell(change)

    def _as_reported(self, error: TurnError) -> TurnError:
        """An error event as a user may read it."""
        exchange = self.exchange
        return replace(
            error,
            message=self.conceal(without_stack_trace(error.message)),
            request_id=exchange.request_id if exchange is not None else None,
            circumstances=self._circumstances(exchange),
        )

    def _circumstances(self, exchange: Exchange | None) -> Circumstances:
        ids = (row.item_id for row in reversed(self.state.rows) if row.pending is None)
        return Circumstances(
            at=datetime.now().astimezone(),
            delivery=self.turn.delivery,
            exchange=exchange,
            thread_id=self.thread_id,
            item_id=next(ids, None) or None,
        )

    def move(self, phase: TurnPhase, delivery: Delivery | None = None) -> None:
        """Say what the turn is doing now."""
        turn = self.turn
        if delivery is None:
            delivery = turn.delivery
        if (turn.phase, turn.delivery) != (phase, delivery):
            turn.phase, turn.delivery = phase, delivery
            self.tell(TurnChanged())

    def fail(self, error: TurnError) -> None:
        """Say why the turn failed."""
        if error.circumstances is None:
            exchange = error.cause.exchange if error.cause is not None else None
            error = replace(error, circumstances=self._circumstances(exchange))
        self.state.error = error
        self.tell(ErrorChanged(error))

    def clear(self) -> None:
        """Forget what the last turn left: its error and its progress."""
        state = self.state
        if state.error is not None:
            state.error = None
            self.tell(ErrorChanged(None))
        if state.progress is not None:
            state.progress = None
            self.tell(ProgressChanged())

    def touch(self, row: Row) -> None:
        """Say that a row changed."""
        row.revision += 1
        self.tell(RowUpdated(row.key))

    def end_turn(self) -> None:
        """Nothing comes any more: what was left open stays as it is."""
        changes = [each for each in end_stream(self.state) if not isinstance(each, TurnChanged)]
        self.turn.allow_cancel = False
        self.turn.phase, self.turn.delivery = TurnPhase.IDLE, Delivery.ENDED
        for change in changes:
            self.tell(change)
        self.tell(TurnChanged())
