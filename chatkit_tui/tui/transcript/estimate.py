"""How tall an item probably is, without drawing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

_USUAL = {
    "workflow": 2,
    "task": 3,
    "generated_image": 5,
    "client_tool_call": 3,
    "structured_input": 8,
    "widget": 8,
    "end_of_turn": 0,
}
"""Rows of items whose height depends on more than a text, the blank row below included."""

UNKNOWN = 4


def estimate(row: Row, width: int) -> int:
    """Rows the item will take in `width` cells, more or less; costs a few microseconds."""
    # An item that nobody has looked at is not made for this: its JSON says as much.
    unread = row.unread
    item: Any = unread.raw if unread is not None and unread.raw is not None else row.item
    # An item that could not be read has its type all the same.
    kind = _at(item, "type") if type(item).__name__ != "UnknownThreadItem" else ""
    usual = _USUAL.get(kind)
    if usual is not None:
        return usual
    if kind != "assistant_message" and kind != "user_message":
        return UNKNOWN
    rows = 1
    for part in _list_at(item, "content"):
        text = _at(part, "text")
        if text and type(text) is str:
            rows += len(text) // max(8, width - 4) + text.count("\n") + 1
    if kind == "user_message":
        attachments = len(_list_at(item, "attachments"))
        rows += (attachments and attachments + 1) + (3 if _at(item, "quoted_text") else 0)
    return rows


def _list_at(item: Any, name: str) -> Sequence[Any]:
    value = _at(item, name)
    return value if isinstance(value, list | tuple) else ()


def _at(item: Any, name: str) -> Any:
    """A field of a model or of its JSON; None where there is none."""
    return item.get(name) if type(item) is dict else getattr(item, name, None)
