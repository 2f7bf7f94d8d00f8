"""Items as lists hold them: a long thread is opened without a model of each."""

from __future__ import annotations

from typing import Any

from chatkit_tui.protocol.base import Timestamp
from chatkit_tui.protocol.items import THREAD_ITEM, ThreadItem

_READ_LATER = frozenset(
    {
        "user_message",
        "assistant_message",
        "client_tool_call",
        "widget",
        "generated_image",
        "structured_input",
        "task",
        "workflow",
        "end_of_turn",
    }
)
"""Types of which an id tells enough for a place in a thread; hidden ones get none."""


class ListedItem:
    """An item whose model is made when somebody looks at it.

    `raw`, any JSON value, is its own from now on. Items that have no plain id, are hidden, or are
    of a type that this version does not know are read at once.
    """

    __slots__ = ("_item", "id", "raw")

    def __init__(self, raw: Any) -> None:
        self._item: ThreadItem | None = None
        self.raw: dict[str, Any] | None = None
        """The JSON of an item that nobody has looked at; None once it is read."""
        if _can_wait(raw):
            self.id: str = raw["id"]
            self.raw = raw
        else:
            self._item = THREAD_ITEM.read(raw)
            self.id = self._item.id

    def read(self) -> ThreadItem:
        """The item; the same one each time."""
        if self._item is None:
            self._item = THREAD_ITEM.read(self.raw)
            self.raw = None
        return self._item

    @property
    def type(self) -> str:
        """As the server wrote it, or "" where it did not."""
        kind: str = self.read().type if self.raw is None else self.raw["type"]
        return kind

    @property
    def created_at(self) -> Timestamp:
        """As the server wrote it, where that can be a time."""
        written = self.read().created_at if self.raw is None else self.raw.get("created_at")
        return written if isinstance(written, str | int | float) else None


def _can_wait(raw: Any) -> bool:
    if type(raw) is not dict:
        return False
    item_id, kind = raw.get("id"), raw.get("type")
    return type(item_id) is type(kind) is str and item_id.isascii() and kind in _READ_LATER
