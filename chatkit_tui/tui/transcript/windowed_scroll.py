"""A scrolling list of rows that mounts views only around the viewport, and holds still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.geometry import Size, Spacing
from textual.layout import DockArrangeResult
from textual.reactive import reactive
from textual.widget import Widget

from chatkit_tui.tui.terminal.prompt_screen import PromptScreen
from chatkit_tui.tui.transcript.drawings import Drawings
from chatkit_tui.tui.transcript.item_view import ItemView
from chatkit_tui.tui.transcript.look import TRANSCRIPT_CSS
from chatkit_tui.tui.transcript.palette import COMPONENT_CLASSES
from chatkit_tui.tui.transcript.place import Place, Standpoint, line_of, place_of
from chatkit_tui.tui.transcript.plain_scroll import PlainScroll
from chatkit_tui.tui.transcript.roles import palette_of
from chatkit_tui.tui.transcript.rows import RowList
from chatkit_tui.tui.transcript.stage import MOST_VIEWS, Stage, content_width
from chatkit_tui.tui.transcript.time_marks import TimeMarks
from chatkit_tui.tui.transcript.window import Anchor

if TYPE_CHECKING:
    from rich.style import Style

    from chatkit_tui.controller.state import Row

FIRST_VIEWS = 16
"""Views to mount before it is known how many fit."""

FAR = 2
"""Viewports; a movement by more is a jump, which may land where estimates say."""

GOING_ON = 0.1
"""Seconds between two drawings of what takes more than one."""

MORE_VIEWS = 8
"""Views to mount beyond those that are missing."""


class WindowedScroll(PlainScroll):
    """Rows, of which Textual sees only those near the viewport.

    The heights of all rows are known or estimated here. What holds still is an anchor, not a
    scroll offset: whatever happens above it, the row at the top edge stays there; at the end, the
    last row stays at the bottom edge. The window is found while Textual arranges the children, so
    that position, heights and views always change together.
    """

    DEFAULT_CSS = TRANSCRIPT_CSS
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENT_CLASSES)

    at_end: reactive[bool] = reactive(True, repaint=False, init=False)
    """Whether the end is in view, and is followed as it grows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.rows = RowList()
        self.drawings = Drawings()
        self.stage = Stage(self.rows, self.drawings)
        self.marks = TimeMarks(self.rows)
        self.drawings.marks = self.marks.of
        self.viewport = 0
        """Rows that are in view."""
        self.auto_scroll = True
        """Whether the end is followed as it grows; if not, what is seen stays where it is."""
        self.held = False
        """Whether what is seen stays, even at the end, until the reader scrolls."""
        self._following = True
        self._anchor = Anchor(0)
        """What holds still while the end is not followed."""
        self._origin: Place | None = None
        """Where the reader was before the width changed; kept until he scrolls."""
        self._arrangement = DockArrangeResult([], set(), Spacing())
        self._arranged_for: tuple[Size, int] | None = None
        self._restyled = True
        self._mounting = False
        self._going_on = False

    # -- changes of the rows -------------------------------------------------------------------

    def replace_rows(self, rows: Sequence[Row]) -> None:
        """Hold other rows, at their end; or the same ones anew, where the reader is."""
        reading = None if self._following else self.key_at(self._anchor.index)
        self.rows.replace(rows)
        self.marks.moved(0)
        index = None if reading is None else self.rows.index(reading)
        if index is None:
            self.go_to_end()
        else:
            self._anchor = replace(self._anchor, index=index)
            self.rearrange()

    def insert_rows(self, index: int, rows: Sequence[Row]) -> None:
        """Put rows before the one at `index`; what is read stays where it is."""
        lead = self._lead()
        self.rows.insert(index, rows)
        if index <= self._anchor.index:
            self._anchor = replace(self._anchor, index=self._anchor.index + len(rows))
        self.marks_moved(index + len(rows), lead)

    def remove_row(self, index: int) -> Row:
        """Take a row out; if it is at the top edge, the next one takes its place."""
        row = self.rows.remove(index)
        self.drawings.forget(row.key)
        if index < self._anchor.index:
            self._anchor = replace(self._anchor, index=self._anchor.index - 1)
        elif index == self._anchor.index:
            self._anchor = Anchor(index)
            self._origin = None
        self.marks_moved(index, self._lead())
        return row

    def marks_moved(self, index: int, lead: int) -> None:
        """There are other rows before the one at `index`: what dates it can be another thing.

        `lead` is how many rows stood above the item at the top edge; what is read of it stays.
        """
        self.marks.moved(index)
        reading = self.key_at(self._anchor.index)
        if reading is not None and not self._following and self.drawings.last(reading) is not None:
            now = self.drawings[self.rows.rows[self._anchor.index]].lead
            if now != lead:
                line = max(0, self._anchor.line + now - lead)
                self._anchor = replace(self._anchor, line=line)
        self.rearrange()

    def _lead(self) -> int:
        """Rows above the item at the top edge, where it was drawn already."""
        reading = self.key_at(self._anchor.index)
        painted = None if reading is None else self.drawings.last(reading)
        return 0 if painted is None else painted.lead

    def key_at(self, index: int) -> str | None:
        """Key of the row at `index`, if there is one."""
        return self.rows.rows[index].key if 0 <= index < len(self.rows) else None

    # -- position ------------------------------------------------------------------------------

    def go_to_end(self) -> None:
        """Show the end and follow it."""
        self.held = False
        self._following = self.at_end = True
        self._origin = None
        self.rearrange()

    def hold(self) -> None:
        """Follow no longer: what is at the top edge now is what holds still."""
        self._anchor = self._anchor_at(round(self.scroll_y))
        self._origin = None
        self._following = False

    def _anchor_at(self, row: int) -> Anchor:
        index = max(0, self.rows.heights.at_row(row))
        return Anchor(index, row - self.rows.heights.offset(index))

    def _moved(self, anchor: Anchor, by: int) -> Anchor:
        """The anchor so many rows further, by true heights: estimates would make it jump."""
        index, line = anchor.index, anchor.line + by
        while line < 0 and index > 0:
            index -= 1
            line += self.stage.measure(index)
        while index < len(self.rows) - 1 and line >= (height := self.stage.measure(index)):
            index += 1
            line -= height
        return Anchor(index, max(0, line))

    def reveal(self, index: int) -> None:
        """Bring a row into view by the shortest way; of a tall one, its beginning."""
        height = self.stage.measure(index)
        begin = self.rows.heights.offset(index)
        top = round(self.scroll_y)
        if begin >= top and begin + height <= top + self.viewport:
            return
        above = begin < top or height > self.viewport
        self._anchor = Anchor(index) if above else Anchor(index, at_bottom=True)
        self._origin = None
        self._following = False
        self.rearrange()

    def reveal_line(self, index: int, line: int) -> None:
        """Bring one line of a row into view, if it is not to a third of the height; it stays."""
        self.stage.measure(index)
        heights, anchor = self.rows.heights, self._anchor
        top = round(self.scroll_y)
        if not self._following:
            top = heights.offset(min(anchor.index, len(self.rows) - 1)) + anchor.line
        # The last line may lie under the way back to the end.
        self.held = True
        if top <= heights.offset(index) + line < top + self.viewport - 1:
            if self._following:
                self.hold()
            return
        self._anchor = self._moved(Anchor(index, line), -(self.viewport // 3))
        self._origin = None
        self._following = False
        self.rearrange()

    @property
    def standpoint(self) -> Standpoint:
        """Where the reader is, to come back to."""
        if self._following:
            return Standpoint(None)
        return Standpoint(self.key_at(self._anchor.index), self._anchor.line)

    def stand_at(self, standpoint: Standpoint) -> None:
        """Go back to where the reader was; to the end if that is gone."""
        index = None if standpoint.key is None else self.rows.index(standpoint.key)
        if index is None:
            self.go_to_end()
            return
        self._anchor = Anchor(index, standpoint.line)
        self._origin = None
        self._following = False
        self.rearrange()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        self.held = False
        top = round(new_value)
        rows_moved = top - round(old_value)
        jumped = abs(rows_moved) > FAR * self.viewport
        if jumped:
            self._anchor = self._anchor_at(top)
        else:
            at = self._anchor
            if self._following or self._origin is not None:
                at = self._anchor_at(round(old_value))
            self._anchor = self._moved(at, rows_moved)
        self._origin = None
        # Moving may have measured rows: where the anchor is now can be another offset than asked.
        true_top = self.rows.heights.offset(self._anchor.index) + self._anchor.line
        at_end = top >= self.max_scroll_y
        if true_top == top and self.stage.covers(top, self.viewport):
            self.at_end = at_end
            self._following = at_end and self.auto_scroll and not self.held
        else:
            self._following = at_end and jumped
            self.rearrange()
        self.position_changed(top)

    def scroll_to(self, x: float | None = None, y: float | None = None, **options: Any) -> None:
        """As in Textual, at once: an animation would run after rows that move meanwhile."""
        options.update(animate=False, immediate=True)
        super().scroll_to(x, y, **options)

    def scroll_home(self, **options: Any) -> None:
        """The first row, however far it is."""
        self._anchor = Anchor(0)
        self._origin = None
        self._following = False
        self.rearrange()

    def scroll_end(self, **options: Any) -> None:
        """The end, and follow it."""
        self.go_to_end()

    def position_changed(self, top: int) -> None:
        """Row `top` is at the top edge now; for subclasses."""

    # -- layout --------------------------------------------------------------------------------

    def rearrange(self) -> None:
        """Find the window anew, in the next frame."""
        self._arranged_for = None
        if self.is_mounted:
            if not self.stage.views and len(self.rows):
                self._mount_views(min(FIRST_VIEWS, len(self.rows)))
            # Textual's own layout overlooks what moved there and back since the one before.
            overlooks = not getattr(self.screen, "draws_what_moved", False)
            self.refresh(repaint=overlooks, layout=True)

    def draw_now(self, *changed: Widget, grown: bool) -> bool:
        """Draw views that changed, and the window anew if one has grown; False if that takes time.

        It takes time where the screen does not draw by itself, or has to be laid out first.
        """
        if grown:
            self._arranged_for = None
        screen = self.screen
        drawn = (
            isinstance(screen, PromptScreen)
            and bool(self.stage.views)
            and screen.draw_now(*changed, grown=self if grown else None)
        )
        if grown and not drawn:
            self.rearrange()
        return drawn

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Placements of the views, made anew when rows, size, style or position call for it."""
        wanted = (size, len(self.stage.views))
        if self._arranged_for != wanted and size.width and size.height:
            self._arranged_for = wanted
            self._arrangement = self._place(size)
        return self._arrangement

    def selected_key(self) -> str | None:
        """The row that is marked; for subclasses."""
        return None

    def before_placing(self) -> None:
        """Heights are about to be used; for subclasses."""

    def _place(self, size: Size) -> DockArrangeResult:
        self.before_placing()
        if self._restyled:
            self._restyled = False
            self.drawings.palette = palette_of(self)
        self._set_width(content_width(size.width))
        self.viewport = size.height
        last = Anchor(len(self.rows) - 1, at_bottom=True)
        anchor = last if self._following else self._anchor
        undisturbed = self._following and round(self.scroll_y) == self.stage.window.top
        placements = self.stage.place(size, anchor, self.selected_key(), undisturbed=undisturbed)
        if self.stage.lacking and not self._mounting:
            self._mounting = True
            self.call_next(self._mount_views, self.stage.lacking)
        if self.drawings.unfinished and not self._going_on:
            self._going_on = True
            self.set_timer(GOING_ON, self._go_on)
        total = self.rows.heights.total
        self._moved_to(self.stage.window.top, Size(size.width, max(total, size.height)))
        below = total - max((each.region.bottom for each in placements), default=0)
        return DockArrangeResult(placements, set(self.children), Spacing(0, 0, below, 0))

    @property
    def blank_style(self) -> Style:
        return self.drawings.palette.base

    def _go_on(self) -> None:
        """Draw further what was not drawn to its end."""
        self._going_on = False
        for key in self.drawings.go_on():
            index = self.rows.index(key)
            if index is not None:
                self.rows.changed(index, self.rows.rows[index])
        self.rearrange()

    def _moved_to(self, top: int, virtual_size: Size) -> None:
        """Take over what the layout decided, without asking for another layout."""
        grown = self.virtual_size != virtual_size
        self.set_reactive(Widget.virtual_size, virtual_size)
        self.set_reactive(Widget.scroll_y, float(top))
        self.set_reactive(Widget.scroll_target_y, float(top))
        if self.show_vertical_scrollbar:
            # The layout draws all of what became taller, this bar with it.
            self.vertical_scrollbar.move(
                total=virtual_size.height, window=self.viewport, top=top, drawn=grown
            )
        self.at_end = top >= virtual_size.height - self.viewport
        self._following = self.at_end and self.auto_scroll and not self.held
        if not self._following and self._origin is None:
            self.hold()
        self.position_changed(top)

    def _set_width(self, width: int) -> None:
        """Lay everything out for another width, the reader kept where he is."""
        if width == self.drawings.width and width == self.rows.width:
            return

        def change() -> None:
            self.drawings.width = width
            self.rows.set_width(width)

        self.redraw(change)

    def redraw(self, change: Callable[[], None]) -> None:
        """Let `change` alter what all rows look like, the reader kept where he is."""
        reading = None if self._following else self.key_at(self._anchor.index)
        if reading is not None and self._origin is None:
            painted = self.drawings.last(reading)
            if painted is not None:
                self._origin = place_of(painted, self._anchor.line)
        change()
        if reading is not None and self._origin is not None:
            painted = self.drawings[self.rows.rows[self._anchor.index]]
            self._anchor = Anchor(self._anchor.index, line_of(painted, self._origin))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._restyled = True
        self._arranged_for = None

    def _mount_views(self, lacking: int) -> None:
        self._mounting = False
        spare = max(0, min(MORE_VIEWS, MOST_VIEWS - len(self.stage.views) - lacking))
        views = [ItemView() for _ in range(lacking + spare)]
        self.stage.views.extend(views)
        self.mount(*views)
