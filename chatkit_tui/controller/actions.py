"""Where an action of a widget goes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any


class Route(Enum):
    """Who handles an action."""

    CLIENT = auto()
    """`options.widgets.on_action`, on this side."""
    STREAM = auto()
    """The server, answering with a stream (`threads.custom_action`)."""
    SYNC = auto()
    """The server, answering with the changed widget (`threads.sync_custom_action`)."""


def route(action: Mapping[str, Any]) -> Route:
    """Decide by `handler` ("server" unless given) and `streaming` (true unless given)."""
    if action.get("handler") == "client":
        return Route.CLIENT
    return Route.SYNC if action.get("streaming") is False else Route.STREAM


def on_the_wire(action: Mapping[str, Any]) -> dict[str, Any]:
    """What a handler learns of an action: its type, and its payload exactly as it came."""
    return {"type": str(action.get("type", "")), "payload": action.get("payload")}
