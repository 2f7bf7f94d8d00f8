"""Callbacks of widgets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

WidgetActionHandler = Callable[[dict[str, Any], dict[str, Any]], Awaitable[None] | None]
"""Receives a client-handled action and the widget item it came from, both as JSON objects."""


@dataclass(frozen=True, slots=True)
class WidgetsOption:
    """Callbacks of widgets; `on_action` receives actions whose handler is the client."""

    on_action: WidgetActionHandler | None = None
