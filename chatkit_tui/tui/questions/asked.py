"""Which questions wait for an answer."""

from __future__ import annotations

from chatkit_tui.controller.state import Row, ThreadState
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    EndOfTurnItem,
    StructuredInputItem,
    ThreadItem,
)


def asked(state: ThreadState) -> Row | None:
    """The row of the questions that are to be answered: the last one that shows anything."""
    for row in reversed(state.rows):
        if row.pending is not None:
            return None
        if not _is_empty(row.item):
            return row if is_waiting(row.item) else None
    return None


def is_waiting(item: ThreadItem) -> bool:
    """Whether these are questions that nobody has answered yet."""
    if not isinstance(item, StructuredInputItem):
        return False
    return item.status == "pending" and bool(item.inputs)


def _is_empty(item: ThreadItem) -> bool:
    if isinstance(item, AssistantMessageItem):
        texts = [p.text if isinstance(p, AssistantMessageContent) else "…" for p in item.content]
        return not any(text.strip() for text in texts)
    return isinstance(item, EndOfTurnItem)
