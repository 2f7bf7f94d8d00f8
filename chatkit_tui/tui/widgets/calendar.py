"""A month of days, one of which is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Size
from textual_timepiece.pickers import DateSelect

from chatkit_tui.tui.days import month_of_year, short_weekdays
from chatkit_tui.tui.transcript.wrap import clip

if TYPE_CHECKING:
    from textual.events import MouseMove
    from textual.strip import Strip
    from textual_timepiece.pickers._date_picker import DateCursor
    from whenever import Date

_DAY = 3
"""Cells of a day, and of the name above it."""

_OUT_OF_REACH = Style(dim=True, strike=True)


class Calendar(DateSelect, inherit_bindings=False):
    """Timepiece's calendar with a first and a last day, in half as many rows.

    It has no keys of its own: whoever shows it moves the mark.
    """

    def __init__(self, marked: Date, first: Date, last: Date) -> None:
        super().__init__(start=min(max(marked, first), last), select_on_focus=False)
        self._first = first
        self._last = last

    def on_mount(self) -> None:
        self.loc = self.marked

    @property
    def marked(self) -> Date:
        """The day that is marked."""
        return self.date or self._first

    def mark(self, day: Date) -> None:
        """Mark a day, or the nearest one that can be chosen."""
        self.date = min(max(day, self._first), self._last)

    def can_be(self, day: Date) -> bool:
        """Whether a day can be chosen."""
        return self._first <= day <= self._last

    # -- how it is drawn -----------------------------------------------------------------------

    def _compute_header(self) -> str:
        if self.scope.name != "MONTH":
            return super()._compute_header()
        name = month_of_year(self.loc.py_date())
        # Timepiece counts characters, not cells.
        return name if cell_len(name) == len(name) else f"{self.loc.year}-{self.loc.month:02}"

    def _render_weekdays(self) -> list[Segment]:
        style = self.get_component_rich_style("dateselect--secondary-date")
        segments = [Segment(" ", self.rich_style)]
        for name in (clip(each, _DAY) for each in short_weekdays()):
            room = " " * (_DAY - cell_len(name))
            segments += [Segment("  ", self.rich_style), Segment(room + name, style)]
        return segments

    def render_line(self, y: int) -> Strip:
        return super().render_line(_spread(y))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, width) // 2

    async def _on_mouse_move(self, event: MouseMove) -> None:
        event.prevent_default()
        self.cursor_offset = Offset(event.x, _spread(event.y))

    def _filter_style(
        self, y: int, x: range, date: Date | None = None, log_idx: DateCursor | None = None
    ) -> Style:
        style = super()._filter_style(y, x, date, log_idx)
        return style if date is None or self.can_be(date) else style + _OUT_OF_REACH


def _spread(y: int) -> int:
    """Where a row is in a calendar with a blank row above each."""
    return 2 * y + 1
