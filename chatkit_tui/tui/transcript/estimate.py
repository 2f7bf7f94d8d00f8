"""How tall an item probably is, without drawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_tui.tui.transcript.paint import NOT_SHOWN

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

_USUAL = {
    "WorkflowItem": 2,
    "TaskItem": 3,
    "GeneratedImageItem": 5,
    "ClientToolCallItem": 3,
    "StructuredInputItem": 8,
    "WidgetItem": 8,
}
"""Rows of items whose height depends on more than a text, the blank row below included."""

UNKNOWN = 4


def estimate(row: Row, width: int) -> int:
    """Rows the item will take in `width` cells, more or less; costs a few microseconds."""
    kind = type(row.item).__name__
    if kind in NOT_SHOWN:
        return 0
    item: Any = row.item
    if kind == "AssistantMessageItem":
        return 1 + sum(_rows(getattr(part, "text", ""), width) for part in item.content)
    if kind == "UserMessageItem":
        text = sum(_rows(getattr(part, "text", ""), width) for part in item.content)
        extra = len(item.attachments) + 1 if item.attachments else 0
        return 1 + text + extra + (3 if item.quoted_text else 0)
    return _USUAL.get(kind, UNKNOWN)


def _rows(text: object, width: int) -> int:
    if not isinstance(text, str) or not text:
        return 0
    return len(text) // max(8, width - 4) + text.count("\n") + 1
