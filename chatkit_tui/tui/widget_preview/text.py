"""Widgets as plain text, for pipes and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.display import display_line
from chatkit_tui.tui.transcript.page import Memory
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import width_of
from chatkit_tui.tui.widget_preview.book import rows_of
from chatkit_tui.tui.widget_preview.remarks import remarks_on
from chatkit_tui.tui.widgets.state import WidgetStates

if TYPE_CHECKING:
    from chatkit_tui.tui.widget_preview.book import Book

_COLOURLESS = Palette(shades=False, colourless=True)


def text_of(book: Book, index: int, width: int) -> tuple[list[str], list[str]]:
    """A page in `width` cells, without colours, and what is to be said of it.

    Raises ConfigurationError.
    """
    file = book.read(index)
    lines = list(_headed(file.name)) if len(book.paths) > 1 else []
    for place, row in enumerate(rows_of(index, file)):
        if place:
            lines.append("")
        painted = paint(row, width, _COLOURLESS, Memory(widgets=WidgetStates()))
        lines += ["".join(piece.text for piece in line).rstrip() for line in painted.lines]
    remarks = [each for widget in file.widgets for each in remarks_on(widget)]
    return lines, [f"{file.note}."] * bool(file.note) + remarks


def _headed(name: str) -> tuple[str, str]:
    words = display_line(name)
    return words, "=" * width_of(words)
