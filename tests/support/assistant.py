"""What the assistant of a test says: streams of events as a server would make them."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING

from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdate,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
)

if TYPE_CHECKING:
    from tests.support.sdk_server import Context

_numbers = itertools.count(1)


def assistant_message(
    thread: ThreadMetadata, *pieces: str, item_id: str | None = None
) -> list[ThreadStreamEvent]:
    """The events of one assistant message, one delta per piece."""
    item = AssistantMessageItem(
        id=item_id or f"msg_a{next(_numbers)}",
        thread_id=thread.id,
        created_at=datetime.now(),
        content=[],
    )
    content = AssistantMessageContent(text="".join(pieces))
    updates: list[ThreadItemUpdate] = [
        AssistantMessageContentPartAdded(content_index=0, content=AssistantMessageContent(text="")),
        *(AssistantMessageContentPartTextDelta(content_index=0, delta=piece) for piece in pieces),
        AssistantMessageContentPartDone(content_index=0, content=content),
    ]
    return [
        ThreadItemAddedEvent(item=item),
        *(ThreadItemUpdatedEvent(item_id=item.id, update=update) for update in updates),
        ThreadItemDoneEvent(item=item.model_copy(update={"content": [content]})),
    ]


async def echo(
    thread: ThreadMetadata, item: UserMessageItem | None, context: Context
) -> AsyncIterator[ThreadStreamEvent]:
    """Answers "You said: …", in three deltas."""
    said = "".join(part.text for part in item.content) if item else "nothing"
    for event in assistant_message(thread, "You ", "said: ", said):
        yield event
