"""A terminal too narrow for any layout."""

from __future__ import annotations

from textual import events
from textual.app import App
from textual.geometry import Size

NARROWEST = 20
"""Columns; with fewer, lists of Textual's come to a width of nothing and raise."""


class NarrowTerminal(App[None]):
    """An app that is laid out for a few columns at least; the terminal shows what fits."""

    async def _on_resize(self, event: events.Resize) -> None:
        if event.size.width < NARROWEST:
            event.prevent_default()
            event.stop()
            size = Size(NARROWEST, event.size.height)
            await super()._on_resize(events.Resize(size, size))
