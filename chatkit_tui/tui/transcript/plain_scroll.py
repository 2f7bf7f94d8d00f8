"""A container that scrolls and draws itself in few steps."""

from __future__ import annotations

from rich.style import Style
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.strip import Strip

from chatkit_tui.tui.transcript.scroll_bar import TranscriptBar


class PlainScroll(VerticalScroll):
    """Is blank where it shows nothing, and has a bar of the transcript's own kind."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._blank = Strip.blank(0)
        self._blank_style: Style | None = None

    @property
    def blank_style(self) -> Style:
        """What blank rows are drawn in; for subclasses."""
        return self.rich_style

    @property
    def vertical_scrollbar(self) -> TranscriptBar:
        """The bar at the right, made when it is asked for."""
        if not isinstance(self._vertical_scrollbar, TranscriptBar):
            bar = TranscriptBar(
                vertical=True, name="vertical", thickness=self.scrollbar_size_vertical
            )
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)
        assert isinstance(self._vertical_scrollbar, TranscriptBar)
        return self._vertical_scrollbar

    def render_lines(self, crop: Region) -> list[Strip]:
        """What no child covers: the same strip again and again."""
        if self.gutter or self.styles.outline:
            return super().render_lines(crop)
        blank, style = self._blank, self.blank_style
        if blank.cell_length != crop.width or self._blank_style is not style:
            blank = self._blank = Strip.blank(crop.width, style)
            self._blank_style = style
        for each in self.get_line_filters():
            blank = blank.apply_filter(each, self.background_colors[1])
        return [blank] * crop.height
