"""A list of one-line rows that are drawn when they are seen, with one that the user stands on."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineList(ScrollView, can_focus=True):
    """Subclasses say how many rows there are and draw each; nothing else is kept of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next line", id="inspector.line_down"),
        Binding("up,k", "move(-1)", "Previous line", id="inspector.line_up"),
        Binding("pagedown", "page(1)", "A page on", id="inspector.line_page_down"),
        Binding("pageup", "page(-1)", "A page back", id="inspector.line_page_up"),
        Binding("home,g", "go_to(0)", "To the first line", id="inspector.line_home"),
        Binding("end,G", "go_to(-1)", "To the last line, and follow", id="inspector.line_end"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--muted",
        "lines--error",
        "lines--sent",
        "lines--key",
        "lines--string",
        "lines--number",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.cursor = 0
        """The row the user stands on."""
        self._styles: dict[str, Style] = {}

    # -- for subclasses ------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw(self, index: int, width: int) -> list[Segment]:
        """A row, not wider than `width`."""
        raise NotImplementedError

    def moved(self) -> None:
        """The user stands on another row."""

    # -- drawing -------------------------------------------------------------------------------

    def rows_changed(self) -> None:
        """There are other rows, more of them or fewer."""
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.virtual_size = Size(self.size.width, self.count)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        base = self.rich_style
        if index >= self.count:
            return Strip.blank(width, base)
        strip = Strip(self.draw(index, width)).apply_style(base)
        strip = strip.adjust_cell_length(width, base)
        if index == self.cursor and self.has_class("-marked"):
            cursor = self.style_of("cursor")
            strip = Strip(Segment.apply_style(strip, post_style=Style(bgcolor=cursor.bgcolor)))
        return strip

    def style_of(self, name: str) -> Style:
        """The style of a component class; its background is not meant."""
        style = self._styles.get(name)
        if style is None:
            whole = self.get_component_rich_style(f"lines--{name}")
            own = Style(color=whole.color, bold=whole.bold, italic=whole.italic, dim=whole.dim)
            style = self._styles[name] = whole if name == "cursor" else own
        return style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    # -- moving --------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        self.stand_on(self.cursor + step)

    def action_page(self, pages: int) -> None:
        self.stand_on(self.cursor + pages * max(1, self.size.height - 1))

    def action_go_to(self, index: int) -> None:
        self.stand_on(self.count - 1 if index < 0 else index)

    def stand_on(self, index: int) -> None:
        """Go to a row and show it."""
        index = max(0, min(index, self.count - 1))
        if index != self.cursor:
            self.cursor = index
            self.refresh()
            self.moved()
        self.reveal()

    def reveal(self) -> None:
        """Bring the row the user stands on into view."""
        row = Region(0, self.cursor, 1, 1)
        self.scroll_to_region(row, animate=False, force=True, x_axis=False, immediate=True)

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None:
            self.stand_on(offset.y + self.scroll_offset.y)
