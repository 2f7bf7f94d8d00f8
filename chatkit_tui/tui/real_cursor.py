"""The terminal's own cursor stands at the caret, where input methods open their windows."""

from __future__ import annotations

from textual.app import App
from textual.geometry import Offset
from textual.widgets import Input, TextArea


class RealCursor(App[None]):
    """An app whose `cursor_position` is the caret of the focused widget, if that has one.

    Textual notes the position when a caret moves in its widget, not when the widget moves, and
    for widgets without the focus too.
    """

    _cursor_noted = Offset(0, 0)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs, in cells of the screen."""
        match self.focused:
            case TextArea() as area:
                self._cursor_noted = area.cursor_screen_offset
            case Input() as line:
                # Behind the last character Textual counts one cell too many.
                too_many = Offset(1 if line.cursor_at_end else 0, 0)
                self._cursor_noted = line.cursor_screen_offset - too_many
            case _:
                pass  # No caret: the cursor stays where it was last seen.
        return self._cursor_noted

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        """What Textual notes is not needed: the caret is asked for when it matters."""
