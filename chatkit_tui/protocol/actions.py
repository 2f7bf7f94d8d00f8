"""Actions of widgets: what they ask for, and what is sent."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from chatkit_tui.protocol.base import WireModel


class ActionConfig(WireModel):
    """An action as a widget declares it.

    `handler` is server or client; `loading_behavior` is auto, none, self or container.
    """

    model_config = ConfigDict(populate_by_name=True)

    type: str = ""
    payload: Any = None
    handler: str = "server"
    loading_behavior: str = Field(default="auto", alias="loadingBehavior")
    streaming: bool = True
