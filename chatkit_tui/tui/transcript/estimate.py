"""How tall an item probably is, without drawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

_NONE = frozenset({"end_of_turn", "hidden_context_item", "sdk_hidden_context"})

_USUAL = {
    "workflow": 2,
    "task": 3,
    "generated_image": 5,
    "client_tool_call": 3,
    "structured_input": 8,
    "widget": 8,
}
"""Rows of items whose height depends on more than a text, the blank row below included."""


def estimate(row: Row, width: int) -> int:
    """Rows the item will take in `width` cells, more or less; costs a few microseconds."""
    kind = row.item.type
    if kind in _NONE:
        return 0
    item: Any = row.item
    if kind == "assistant_message":
        return 1 + sum(_rows(getattr(part, "text", ""), width) for part in item.content)
    if kind == "user_message":
        text = sum(_rows(getattr(part, "text", ""), width) for part in item.content)
        extra = len(item.attachments) + 1 if item.attachments else 0
        return 1 + text + extra + (3 if item.quoted_text else 0)
    return _USUAL.get(kind, 4)


def _rows(text: str, width: int) -> int:
    return len(text) // max(8, width - 4) + text.count("\n") + 1 if text else 0
