"""The colours of what a screen shows, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.screen import Screen

from chatkit_tui.tui.transcript.legible import contrast


@dataclass(frozen=True)
class Piece:
    """A run of text in one style; `contrast` is None where colours are the terminal's own."""

    text: str
    style: Style

    @property
    def colors(self) -> list[Color]:
        return [each for each in (self.style.color, self.style.bgcolor) if each is not None]

    @property
    def contrast(self) -> float | None:
        triplets = [each.triplet for each in self.colors]
        if len(triplets) < 2 or triplets[0] is None or triplets[1] is None:
            return None
        return contrast(triplets[0], triplets[1])


def pieces(app: App[Any], selector: str | None = None) -> list[Piece]:
    """What the screen shows, or the first widget of it that `selector` finds."""
    screen: Screen[Any] = app.screen
    strips = screen._compositor.render_strips()
    if selector is not None:
        region = screen.query(selector).first().region
        strips = [strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom]]
    return [
        Piece(segment.text, segment.style or Style())
        for strip in strips
        for segment in strip
        if segment.text.strip()
    ]
