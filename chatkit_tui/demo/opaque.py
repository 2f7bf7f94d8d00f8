"""JSON on its way to clients that the SDK's models cannot hold.

The tour shows what a client does with types from the future, so items and events of unknown types
have to pass through the SDK and the database as they are.
"""

from __future__ import annotations

import asyncio
from typing import Any

from chatkit.types import ThreadStreamEvent
from pydantic import BaseModel, ConfigDict, RootModel


class RawEvent(RootModel[dict[str, Any]]):
    """A stream event sent as the JSON object it holds; the SDK neither knows nor stores it."""


class OpaqueItem(BaseModel):
    """A thread item kept as it came, whatever its type."""

    model_config = ConfigDict(extra="allow")

    id: str
    thread_id: str
    type: str


class ConnectionCut(asyncio.CancelledError):
    """Raised by an assistant to drop the connection in the middle of its answer.

    A cancellation, because that is what a dropped connection is to the SDK: it keeps what was
    written so far.
    """


Event = ThreadStreamEvent | RawEvent
"""What an assistant's answer is made of."""
