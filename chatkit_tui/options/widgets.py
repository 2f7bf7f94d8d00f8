"""How widgets behave, and who handles what they ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

WidgetActionHandler = Callable[[dict[str, Any], dict[str, Any]], Awaitable[None] | None]
"""Receives a client-handled action and the widget item it came from, both as JSON objects."""


@dataclass(frozen=True, slots=True)
class WidgetsOption:
    """Callbacks of widgets; `on_action` receives actions whose handler is the client."""

    on_action: WidgetActionHandler | None = None
    form_values: Literal["web", "documented"] = "web"
    """Which actions carry the values of a form.

    "web": the form's own and the confirm action of a card that is a form, as the web component
    has it. A value takes the place of what the payload has under its name if that is of the same
    type. "documented": every action in the form, as the documentation of the server SDK has it. A
    value never takes the place of anything, and "chatkit.error" tells where one found its taken.
    """
