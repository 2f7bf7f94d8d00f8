"""A controller under test, and what was seen of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from chatkit_tui.controller.changes import Change, ErrorChanged, TurnChanged
from chatkit_tui.controller.controller import ChatKitController
from chatkit_tui.controller.conversation import Conversation
from chatkit_tui.controller.patience import Patience
from chatkit_tui.controller.state import Delivery, Row, TurnError, TurnPhase
from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.protocol.items import AssistantMessageItem, UserMessageItem
from chatkit_tui.transport.timeouts import Timeouts

QUICK = Patience(
    first_wait=0.02,
    longest_wait=0.1,
    send_budget=3.0,
    look_budget=1.2,
    absence_budget=0.4,
    follow_budget=1.0,
    stop_budget=0.7,
    tool_timeout=0.3,
)
"""Budgets short enough for tests, long enough for a busy machine."""


class Chat:
    """A controller, with everything it told."""

    def __init__(
        self, url: str, *, patience: Patience = QUICK, idle: float = 2.0, **options: Any
    ) -> None:
        self.controller = ChatKitController(
            ChatKitOptions(api=CustomApiConfig(url), **options),
            patience=patience,
            timeouts=Timeouts(connect=2.0, read=2.0, idle=idle),
        )
        self.changes: list[tuple[Conversation | None, Change]] = []
        self.phases: list[TurnPhase] = []
        self.deliveries: list[Delivery] = []
        self.errors: list[TurnError] = []
        self.raw: list[str] = []
        self._changed = asyncio.Event()
        self.controller.subscribe(self._note)
        self.controller.on_message(self.raw.append)

    def _note(self, conversation: Conversation | None, change: Change) -> None:
        self.changes.append((conversation, change))
        if isinstance(change, TurnChanged) and conversation is not None:
            _append_new(self.phases, conversation.turn.phase)
            _append_new(self.deliveries, conversation.turn.delivery)
        if isinstance(change, ErrorChanged) and change.error is not None:
            self.errors.append(change.error)
        self._changed.set()

    @property
    def active(self) -> Conversation:
        return self.controller.active

    @property
    def error(self) -> TurnError | None:
        return self.active.state.error

    @property
    def unsent(self) -> list[str]:
        """The texts that were given back to the user."""
        return [
            "".join(part.text for part in row.pending.input.content)
            for row in self.active.state.rows
            if row.pending is not None and row.pending.error is not None
        ]

    def listen(self, *names: str) -> list[tuple[str, dict[str, Any]]]:
        """Note these events of the web component from now on, with their details."""
        heard: list[tuple[str, dict[str, Any]]] = []

        def handler(name: str) -> Callable[[dict[str, Any]], None]:
            return lambda detail: heard.append((name, detail))

        for name in names:
            self.controller.on(f"chatkit.{name}", handler(name))
        return heard

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a change after which `condition` holds."""
        async with asyncio.timeout(5):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def lines(self) -> list[str]:
        """What the user and the assistant said, as shown."""
        return [text for row in self.active.state.rows if (text := said(row)) is not None]

    def items(self) -> list[dict[str, Any]]:
        """The items shown, as JSON."""
        return [row.item.as_json() for row in self.active.state.rows if row.pending is None]


def said(row: Row) -> str | None:
    """The words of a message, None for any other row."""
    if isinstance(row.item, UserMessageItem | AssistantMessageItem):
        return "".join(getattr(part, "text", "") for part in row.item.content)
    return None


def _append_new(seen: list[Any], value: Any) -> None:
    if not seen or seen[-1] is not value:
        seen.append(value)
