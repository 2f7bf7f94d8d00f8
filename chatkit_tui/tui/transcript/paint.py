"""From an item to what it looks like: finds the painter of its type."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from chatkit_tui.tui.transcript.page import Memory, Page, Painted
from chatkit_tui.tui.transcript.palette import Palette

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

Painter = Callable[["Row", Page], None]

LEAST_WIDTH = 8
"""Cells an item is laid out for at least; what does not fit is cut off by its view."""

_PAINTERS = {
    "user_message": "paint_messages",
    "assistant_message": "paint_messages",
    "workflow": "paint_workflow",
    "task": "paint_workflow",
    "generated_image": "paint_image",
    "client_tool_call": "paint_exchange",
    "structured_input": "paint_exchange",
    "widget": "paint_fallback",
}
"""Item type to the module that has its painter, `paint_` and the type; loaded on first use."""

_NOT_SHOWN = frozenset({"end_of_turn", "hidden_context_item", "sdk_hidden_context"})

_loaded: dict[str, Painter] = {}


def paint(
    row: Row, width: int, palette: Palette, memory: Memory, *, open_: bool | None = None
) -> Painted:
    """Draw a row for `width` cells. An item there is nothing to see of has no lines."""
    page = Page(max(width, LEAST_WIDTH), palette, memory, open_=open_)
    kind = row.item.type
    if kind not in _NOT_SHOWN:
        _painter(kind if kind in _PAINTERS else "unknown")(row, page)
    return page.painted


def _painter(kind: str) -> Painter:
    painter = _loaded.get(kind)
    if painter is None:
        name = _PAINTERS.get(kind, "paint_fallback")
        module = import_module(f"chatkit_tui.tui.transcript.{name}")
        painter = _loaded[kind] = getattr(module, f"paint_{kind}")
    return painter
