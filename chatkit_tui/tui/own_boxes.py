"""Containers of this program's own: no style sheet of an app around it means them by accident.

An app that embeds a chat may well say `Horizontal { height: 1fr; }` of its own rows.
"""

from __future__ import annotations

from textual.widget import Widget


class ChatBox(Widget, inherit_bindings=False):
    """Fills the room there is, as Textual's Container does."""

    DEFAULT_CSS = "ChatBox { width: 1fr; height: 1fr; layout: vertical; overflow: hidden hidden; }"


class ChatColumn(Widget, inherit_bindings=False):
    """What is in it stands one below the other, as in Textual's Vertical."""

    DEFAULT_CSS = (
        "ChatColumn { width: 1fr; height: 1fr; layout: vertical; overflow: hidden hidden; }"
    )


class ChatRow(Widget, inherit_bindings=False):
    """What is in it stands side by side, as in Textual's Horizontal."""

    DEFAULT_CSS = (
        "ChatRow { width: 1fr; height: 1fr; layout: horizontal; overflow: hidden hidden; }"
    )
