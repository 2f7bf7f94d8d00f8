"""Threads that are at the server before the test begins."""

from __future__ import annotations

from datetime import datetime

from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    HiddenContextItem,
    ThreadItem,
    ThreadMetadata,
)

from tests.support.memory_store import StoredThread
from tests.support.sdk_server import SdkServer


def store_thread(
    server: SdkServer, thread_id: str, count: int, *, hidden: range = range(0)
) -> list[str]:
    """Put a thread of `count` items into the server; returns the texts of those to be shown."""
    meta = ThreadMetadata(id=thread_id, created_at=datetime.now(), title=f"Title of {thread_id}")
    thread = StoredThread(meta, "everyone")
    texts: list[str] = []
    for number in range(count):
        item: ThreadItem
        base = {"id": f"{thread_id}_{number}", "thread_id": thread_id, "created_at": datetime.now()}
        if number in hidden:
            item = HiddenContextItem(content="secret", **base)  # type: ignore[arg-type]
        else:
            texts.append(f"text {number}")
            content = [AssistantMessageContent(text=texts[-1])]
            item = AssistantMessageItem(content=content, **base)  # type: ignore[arg-type]
        thread.items[item.id] = item
    server.store.threads[thread_id] = thread
    return texts
