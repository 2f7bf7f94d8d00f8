"""Emitter: the web component's events, by their own names."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from chatkit_tui.controller.tasks import TaskOwner

log = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], Any]
"""Receives the event's detail; plain or async."""


class Emitter:
    """Calls handlers by event name. One that raises is logged and harms nobody else."""

    def __init__(
        self, tasks: TaskOwner, witness: Callable[[str, dict[str, Any]], object] | None = None
    ) -> None:
        """`witness` sees every event, whether anybody listens to it or not."""
        self._tasks = tasks
        self._witness = witness
        self._handlers: dict[str, list[Handler]] = {}

    def on(self, name: str, handler: Handler) -> Callable[[], None]:
        """Call `handler` at every `name` event; returns the way out."""
        handlers = self._handlers.setdefault(name, [])
        handlers.append(handler)

        def off() -> None:
            if handler in handlers:
                handlers.remove(handler)

        return off

    def emit(self, event: str, /, **detail: Any) -> None:
        """Tell every handler of `event`, each with a dict of its own."""
        if self._witness is not None:
            self._witness(event, detail)
        for handler in tuple(self._handlers.get(event, ())):
            try:
                result = handler(dict(detail))
            except Exception:
                log.exception("A handler of %s raised", event)
                continue
            if inspect.isawaitable(result):
                work = result if inspect.iscoroutine(result) else _wait_for(result)
                self._tasks.start(work, name=f"A handler of {event}")


async def _wait_for(result: Awaitable[Any]) -> None:
    await result
