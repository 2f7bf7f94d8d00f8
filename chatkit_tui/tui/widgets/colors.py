"""What a colour of a widget is on this screen."""

from __future__ import annotations

from dataclasses import dataclass

from rich.color import Color as ScreenColor
from rich.style import Style

from chatkit_tui.protocol.widgets.component import Color
from chatkit_tui.tui.transcript.palette import Palette


@dataclass(frozen=True, slots=True)
class Colors:
    """Resolves colours for one theme."""

    palette: Palette

    def of(self, color: Color | None, beneath: ScreenColor | None = None) -> ScreenColor | None:
        """The colour that is meant, on a background; None where the terminal's own shows."""
        return None

    def readable(self, style: Style, beneath: ScreenColor | None) -> Style:
        """A style whose text can be read on that background."""
        return style

    def text(self, color: Color | None, beneath: ScreenColor | None = None) -> Style:
        """The style of a text in that colour, readable on what is beneath it."""
        return self.palette.text
