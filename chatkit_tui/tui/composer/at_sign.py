"""The sign beside the text that mentions something, for hands on the mouse."""

from __future__ import annotations

from textual import events
from textual.widgets import Static

from chatkit_tui.tui.composer.text_input import TextInput


class AtSign(Static):
    """Types an at sign when it is clicked; there where the integrator wants it."""

    DEFAULT_CSS = """
    AtSign { width: 3; height: 1; text-align: center; color: $text-accent; display: none; }
    AtSign:hover { text-style: reverse; }
    """

    def __init__(self, field: TextInput) -> None:
        super().__init__("@", id="at-sign", markup=False)
        self._field = field

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._field.focus()
        row, column = self._field.cursor_location
        before = self._field.document.get_line(row)[:column]
        self._field.insert("@" if not before or before[-1].isspace() else " @")
