"""Runs client tools: always comes back with something that can be sent to the server."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from typing import Any

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.options import ClientToolHandler

log = logging.getLogger(__name__)


async def run_client_tool(
    handler: ClientToolHandler | None, name: str, arguments: dict[str, Any], patience: float
) -> Any:
    """The handler's result, or `{"error": sentence}` when there is none that can be sent.

    An async handler runs on the loop; a plain one in a thread of its own, so that it may block.
    `patience` is in seconds; a thread that outlasts it is left to itself.
    """
    if handler is None:
        return {"error": "This client has no tools."}
    try:
        async with asyncio.timeout(patience) as scope:
            result = await _call(handler, name, arguments)
    except TimeoutError:
        if scope.expired():
            return {"error": f"The client tool {name} took longer than {patience:g} seconds."}
        return _failure(name)
    except Exception:
        return _failure(name)
    return _sendable(name, result)


def _failure(name: str) -> dict[str, str]:
    # What the exception says may hold secrets of this machine: it goes to the log only.
    log.exception("The client tool %s raised", name)
    return {"error": f"The client tool {name} failed."}


def _sendable(name: str, result: Any) -> Any:
    try:
        json.dumps(result, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        log.warning("The client tool %s returned something that is not JSON", name)
        return {"error": f"The client tool {name} returned something that is not JSON."}
    return result


async def _call(handler: ClientToolHandler, name: str, arguments: dict[str, Any]) -> Any:
    if inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(
        getattr(handler, "__call__", None)  # noqa: B004 - an object whose __call__ is async
    ):
        return await handler(name, arguments)
    result = await in_daemon_thread(lambda: handler(name, arguments), name="client tool")
    return await result if inspect.isawaitable(result) else result
