"""One item on the screen, drawn row by row from lines that are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from chatkit_tui.tui.transcript.copying import Extent, snapped
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.page import Painted
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import line_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chatkit_tui.tui.transcript.wrap import Line

GUTTER = 2
"""Cells left of an item: the bar, and a blank one."""

MARGIN = 1
"""Blank cells right of an item."""

MOST_STRIPS = 2_000
"""Rows whose strips are kept: many screens."""

BAR = "▎ "
CURSOR = "▌ "
NOTHING = "  "


class ItemView(Widget):
    """Shows one item, or for a while none: a transcript hands its views from row to row.

    The transcript says what the lines are; the view repaints those that changed.
    """

    ALLOW_SELECT = False

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """As in Textual, but a view that grew in a layout does not ask for another one."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        """The row that is shown; "" for none."""
        self._painted = Painted()
        self._palette = Palette()
        self._selected = False
        self._extent: Extent | None = None
        self._frame = 0
        self._strips: dict[int, tuple[Line, Strip]] = {}
        """For each row, the line it was made from and the strip."""
        self._strips_width = 0

    @property
    def spinning(self) -> bool:
        """Whether something in it turns."""
        return bool(self._painted.spinners)

    def show(
        self,
        key: str,
        painted: Painted,
        palette: Palette,
        *,
        selected: bool,
        repaint: bool = True,
    ) -> None:
        """Show a row. Only what differs from what is shown already is repainted.

        Without `repaint` nothing is: the layout that is being made repaints the whole view.
        """
        if key != self.key or palette != self._palette or selected != self._selected:
            self.key, self._palette, self._selected = key, palette, selected
            self._painted = painted
            self._strips.clear()
            if repaint:
                self.refresh()
        elif painted is not self._painted:
            before, self._painted = self._painted, painted
            width = self.size.width
            regions = [Region(0, row, width, 1) for row in self._changes(before, painted)]
            if repaint and regions:
                self.refresh(*regions)

    def leave(self) -> None:
        """Show nothing: the row left the window."""
        self.key = ""
        self._painted = Painted()
        self._extent = None
        self._strips.clear()

    def mark(self, extent: Extent | None) -> None:
        """Show what of the item is selected text; rows are counted from its first one of its own.

        Only the rows between what was selected and what is now are repainted.
        """
        before, self._extent = self._extent, extent
        if before == extent:
            return
        edges = [each for each in (before, extent) if each is not None]
        if len(edges) == 1:
            self._refresh_rows(edges[0].first, edges[0].last)
        elif edges:
            self._refresh_rows(*sorted(each.first for each in edges))
            self._refresh_rows(*sorted(each.last for each in edges))

    def _refresh_rows(self, first: int, last: int) -> None:
        first, last = first + self._painted.lead, last + self._painted.lead
        height = min(last, self.size.height) - first + 1
        self.refresh(Region(0, first, self.size.width, max(1, height)))

    def turn(self, frame: int) -> None:
        """The next frame of the spinners."""
        self._frame = frame
        for row in self._painted.spinners:
            self.refresh(Region(0, row, self.size.width, 1))

    def _changes(self, before: Painted, after: Painted) -> Iterable[int]:
        """The rows that differ; lines that are the same are taken over, with their strips."""
        old, new = before.lines, after.lines
        same_frame = (before.barred, before.lead) == (after.barred, after.lead)
        if not (same_frame and isinstance(old, list) and isinstance(new, list)):
            # Of a long text only what is in view is ever made.
            self._strips.clear()
            return range(self.size.height)
        common = min(len(old), len(new))
        changed = []
        for row in range(common):
            if old[row] == new[row]:
                # The same line made again: go on with the one there is a strip for.
                new[row] = old[row]
            else:
                changed.append(row)
        return (*changed, *range(common, max(len(old), len(new)) + 1))

    # -- what Textual asks ---------------------------------------------------------------------

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        lines = len(self._painted.lines)
        return lines + 1 if lines else 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows as strips that live as long as their lines: what they were turned into, for the
        screen's filters and cuts, is kept with them."""
        filters = self.get_line_filters()
        background = self.background_colors[1] if filters else None
        strips = []
        for y in crop.line_range:
            strip = self._with_selection(self._strip(y), y)
            for each in filters:
                assert background is not None
                strip = strip.apply_filter(each, background)
            strips.append(strip.crop(crop.x, crop.right))
        return strips

    def render_line(self, y: int) -> Strip:
        return self._with_selection(self._strip(y), y)

    def _with_selection(self, strip: Strip, y: int) -> Strip:
        cells = None if self._extent is None else self._extent.cells(y - self._painted.lead)
        if cells is None or not self._painted.lead <= y < len(self._painted.lines):
            return strip
        line = self._painted.lines[y]
        begin, end = snapped("".join(segment.text for segment in line), *cells)
        # Of a blank row, one cell shows that it is selected too.
        last = GUTTER + max(1, line_width(line))
        begin, end = min(GUTTER + begin, last), min(GUTTER + end, last)
        left, middle, right = strip.divide([begin, end, strip.cell_length])
        marked = Segment.apply_style(middle, post_style=self._palette.selection)
        return Strip.join([left, Strip(marked, middle.cell_length), right])

    def _strip(self, y: int) -> Strip:
        width = self.size.width
        lines = self._painted.lines
        if y >= len(lines):
            return Strip.blank(width, self._palette.base)
        line = lines[y]
        if y in self._painted.spinners:
            return self._drawn(_turned(line, SPINNER[self._frame % len(SPINNER)]), width)
        if self._strips_width != width:
            self._strips_width = width
            self._strips.clear()
        kept = self._strips.get(y)
        if kept is None or kept[0] is not line:
            while len(self._strips) >= MOST_STRIPS:
                del self._strips[next(iter(self._strips))]
            leads = y < self._painted.lead
            kept = self._strips[y] = (line, self._drawn(line, width, leads=leads))
        return kept[1]

    def _drawn(self, line: Line, width: int, *, leads: bool = False) -> Strip:
        bar, style = NOTHING, self._palette.text
        if leads:
            pass
        elif self._selected:
            bar, style = CURSOR, self._palette.cursor
        elif self._painted.barred:
            bar, style = BAR, self._palette.accent
        base = self._palette.base
        if self._painted.barred and not leads:
            base += self._palette.user
        # A strip is costly to make, so it is made once, not for each of padding and style.
        segments = [Segment(bar, base + style)]
        segments += [Segment(text, base + style, control) for text, style, control in line]
        room = width - GUTTER - line_width(line)
        if room > 0:
            segments.append(Segment(" " * room, base))
        strip = Strip(segments, width - min(room, 0))
        return strip if room >= 0 else strip.crop(0, width)


def _turned(line: Line, frame: str) -> Line:
    """The line with its first spinner turned to another frame."""
    for index, (text, style, control) in enumerate(line):
        if SPINNER[0] in text:
            turned = Segment(text.replace(SPINNER[0], frame, 1), style, control)
            return (*line[:index], turned, *line[index + 1 :])
    return line
