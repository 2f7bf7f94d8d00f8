"""From an item to what it looks like: finds the painter of its kind."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chatkit_tui.tui.transcript.page import Memory, Page, Painted
from chatkit_tui.tui.transcript.palette import Palette

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

Painter = Callable[[Any, "Row", Page], None]
"""Draws the item of a row (first, in its own type) on a page."""

LEAST_WIDTH = 8
"""Cells an item is laid out for at least; what does not fit is cut off by its view."""

NOT_SHOWN = frozenset({"EndOfTurnItem", "HiddenContextItem", "SDKHiddenContextItem"})
"""Items there is nothing to see of."""

_PAINTERS = {
    "UserMessageItem": ("paint_messages", "paint_user_message"),
    "AssistantMessageItem": ("paint_messages", "paint_assistant_message"),
    "WorkflowItem": ("paint_workflow", "paint_workflow"),
    "TaskItem": ("paint_workflow", "paint_task_item"),
    "GeneratedImageItem": ("paint_image", "paint_generated_image"),
    "ClientToolCallItem": ("paint_exchange", "paint_client_tool_call"),
    "StructuredInputItem": ("paint_exchange", "paint_structured_input"),
    "WidgetItem": ("paint_widget", "paint_widget"),
    "source": ("raw", "paint_source"),
}
"""Class of an item to the module and name of its painter, which is loaded on first use.

By class, not by `type`: an item that could not be read has its type all the same.
"""

_SOURCE = "source"
"""What is painted in place of an item whose source is wanted."""

_AS_TYPED = NOT_SHOWN | {"UserMessageItem"}
"""Items that look like their source anyway."""

_UNKNOWN = ("paint_fallback", "paint_unknown")

_loaded: dict[str, Painter] = {}


def load_painters() -> None:
    """Load all there is to draw items with, for whom it is too late at the first item."""
    for kind in _PAINTERS:
        _painter(kind)
    import_module("chatkit_tui.tui.transcript.markdown.live")


def paint(
    row: Row,
    width: int,
    palette: Palette,
    memory: Memory,
    *,
    open_: bool | None = None,
    raw: bool = False,
) -> Painted:
    """Draw a row for `width` cells, or its source; no lines if there is nothing to see of it."""
    page = Page(max(width, LEAST_WIDTH), palette, memory, open_=open_)
    kind = type(row.item).__name__
    if raw and kind not in _AS_TYPED:
        kind = _SOURCE
    if kind not in NOT_SHOWN:
        painter = _loaded.get(kind) or _painter(kind)
        painter(row.item, row, page)
    return page.painted


def _painter(kind: str) -> Painter:
    module, name = _PAINTERS.get(kind, _UNKNOWN)
    loaded = import_module(f"chatkit_tui.tui.transcript.{module}")
    painter: Painter = getattr(loaded, name)
    _loaded[kind] = painter
    return painter
