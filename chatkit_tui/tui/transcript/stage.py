"""The views that are mounted, and which row each of them shows."""

from __future__ import annotations

from collections.abc import Iterator

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import WidgetPlacement

from chatkit_tui.tui.transcript.drawings import Drawings
from chatkit_tui.tui.transcript.item_view import GUTTER, MARGIN, ItemView
from chatkit_tui.tui.transcript.rows import RowList
from chatkit_tui.tui.transcript.window import Anchor, Settler, Window

MOST_VIEWS = 60
"""Views that are mounted, unless more than that fit on the screen at once."""


class Stage:
    """Places views for the rows around an anchor.

    Views are handed from row to row as the window moves: nothing is mounted or removed while
    somebody scrolls. A row that should have a view and has none yet is counted in `lacking`.
    """

    def __init__(self, rows: RowList, drawings: Drawings) -> None:
        self.views: list[ItemView] = []
        self.window = Window(0, 0, 0)
        self.lacking = 0
        self._rows = rows
        self._drawings = drawings
        self._shown: dict[str, ItemView] = {}
        self._begins: dict[ItemView, int] = {}
        """Where each view was placed last, in rows of the whole."""

    def view_of(self, key: str) -> ItemView | None:
        """The view that shows a row."""
        return self._shown.get(key)

    def on_screen(self, top: int, viewport: int) -> Iterator[ItemView]:
        """Views of which a row is in the viewport.

        The window may be of rows that are gone: a transcript that is hidden is not laid out.
        """
        heights = self._rows.heights
        for index in range(self.window.first, min(self.window.last, len(self._rows))):
            begin = heights.offset(index)
            if begin < top + viewport and begin + heights[index] > top:
                view = self._shown.get(self._rows.rows[index].key)
                if view is not None:
                    yield view

    def covers(self, top: int, viewport: int) -> bool:
        """Whether every item in the viewport is in the window."""
        heights = self._rows.heights
        first, last = self.window.first, self.window.last
        return (first == 0 or heights.offset(first) <= top) and (
            last == len(self._rows) or heights.offset(last) >= top + viewport
        )

    def measure(self, index: int) -> int:
        """Draw a row to know its height."""
        height = self._drawings.height(self._rows.rows[index])
        self._rows.measured(index, height)
        return height

    def place(
        self, size: Size, anchor: Anchor, selected: str | None, *, undisturbed: bool = False
    ) -> list[WidgetPlacement]:
        """Find the window for `anchor` and give each row in it a view.

        `undisturbed` tells that the end is followed, and that nobody scrolled since this was called
        last: then views that stay where they were move on the screen, and the layout repaints them.
        """
        before = self.window.top
        settler = Settler(
            self._rows.heights,
            self.measure,
            size.height,
            guard=max(4, size.height // 2),
            limit=MOST_VIEWS,
        )
        self.window = settler.settle(anchor)
        shown = self._cast(size.height)
        moving = undisturbed and self.window.top > before
        placements: list[WidgetPlacement] = []
        begins: dict[ItemView, int] = {}
        for index, view in shown.items():
            row = self._rows.rows[index]
            begin = begins[view] = self._rows.heights.offset(index)
            view.show(
                row.key,
                self._drawings[row],
                self._drawings.palette,
                selected=row.key == selected,
                repaint=not (moving and self._begins.get(view) == begin),
            )
            region = Region(0, begin, size.width, self._rows.heights[index])
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, view))
        self._begins = begins
        return placements

    def _cast(self, viewport: int) -> dict[int, ItemView]:
        """A view for each row of the window; those in the viewport come first."""
        rows, heights = self._rows.rows, self._rows.heights
        wanted = [i for i in range(self.window.first, self.window.last) if heights[i]]
        bottom = self.window.top + viewport

        def rows_away(index: int) -> int:
            begin = heights.offset(index)
            return max(0, begin - bottom + 1, self.window.top + 1 - begin - heights[index])

        wanted.sort(key=rows_away)
        keys = {rows[index].key for index in wanted}
        free = [view for view in self.views if view.key not in keys]
        cast: dict[int, ItemView] = {}
        self.lacking = 0
        shown: dict[str, ItemView] = {}
        for index in wanted:
            key = rows[index].key
            view = self._shown.get(key)
            if view is None and free:
                view = free.pop()
            if view is None:
                self.lacking += 1
                continue
            cast[index] = shown[key] = view
        for view in free:
            view.leave()
        self._shown = shown
        return cast


def content_width(width: int) -> int:
    """Cells an item is laid out for in a viewport of `width` cells."""
    return max(1, width - GUTTER - MARGIN)
