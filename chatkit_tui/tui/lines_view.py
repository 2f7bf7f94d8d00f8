"""Any number of painted lines, of which only those in view are drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from chatkit_tui.tui.transcript.look import roles_css
from chatkit_tui.tui.transcript.palette import COMPONENT_CLASSES, Palette
from chatkit_tui.tui.transcript.roles import palette_of
from chatkit_tui.tui.transcript.wrap import line_width

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.wrap import Line

Painter = Callable[[int, Palette], "Sequence[Line]"]
"""Makes lines for a width in cells; it runs in a thread."""


def _bind(key: str, action: str, description: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"lines.{action}")


class LinesView(ScrollView, can_focus=True):
    """Scrolls what a painter makes for its width."""

    DEFAULT_CSS = f"""
    LinesView {{
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }}
    {roles_css("LinesView")}
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENT_CLASSES)
    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("j", "scroll_down", "Scroll down"),
        _bind("k", "scroll_up", "Scroll up"),
        _bind("space", "page_down", "A page further"),
        _bind("g", "scroll_home", "To the beginning"),
        _bind("G", "scroll_end", "To the end"),
    ]

    def __init__(self, painter: Painter, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._painter = painter
        self._lines: Sequence[Line] = ()
        self._palette = Palette()
        self._painted_for: tuple[int, Palette] | None = None

    def show(self, painter: Painter) -> None:
        """Draw what another painter makes, from its beginning."""
        self._painter, self._painted_for = painter, None
        self.scroll_to(y=0, animate=False)
        self._repaint()

    def on_resize(self) -> None:
        self._repaint()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self._repaint)

    def _repaint(self) -> None:
        self._palette = palette_of(self)
        wanted = (self.scrollable_content_region.width, self._palette)
        if wanted[0] and wanted != self._painted_for:
            self._painted_for = wanted
            self.run_worker(self._paint(*wanted), exclusive=True)

    async def _paint(self, width: int, palette: Palette) -> None:
        self._lines = await asyncio.to_thread(self._painter, width, palette)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        index = y + round(self.scroll_y)
        line: Line = self._lines[index] if index < len(self._lines) else ()
        strip = Strip(line, line_width(line)).adjust_cell_length(self.size.width)
        return strip.apply_style(self._palette.base)
