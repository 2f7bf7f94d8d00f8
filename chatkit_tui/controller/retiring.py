"""What becomes of conversations with a server that is left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.transport.client import ChatKitClient


async def retire(client: ChatKitClient, left: Sequence[Conversation]) -> None:
    """Let what runs there come to its end, then hang up."""
    try:
        for conversation in left:
            await conversation.wait_idle()
    finally:
        for conversation in left:
            await conversation.aclose()
        await client.aclose()
