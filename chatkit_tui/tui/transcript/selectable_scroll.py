"""Selecting text in a windowed list with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import MouseDown, MouseMove, MouseUp
from textual.geometry import Offset
from textual.selection import SELECT_ALL
from textual.selection import Selection as ScreenSelection

from chatkit_tui.tui.transcript.item_view import GUTTER, ItemView
from chatkit_tui.tui.transcript.selection import Selection, Spot, paragraph_at, word_at
from chatkit_tui.tui.transcript.windowed_scroll import WindowedScroll

if TYPE_CHECKING:
    from textual.timer import Timer

SCROLL_INTERVAL = 1 / 20
"""Seconds between two steps while the mouse is held beyond an edge."""


class SelectableScroll(WindowedScroll):
    """Rows of which a part can be selected.

    Textual's own selection belongs to widgets, but here views are handed from row to row: this
    one belongs to places in the rows. The screen knows of it as if all of this widget was
    selected, so that whatever copies or clears a selection works with it.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.selection: Selection | None = None
        self._pressed: Spot | None = None
        """Where the button went down, while it is down."""
        self._pressed_at = Offset()
        self._pointer = Offset()
        self.dragged = False
        """Whether the last press of the button became a selection, and is no click."""
        self._dragging: Timer | None = None

    # -- the mouse -----------------------------------------------------------------------------

    def on_mouse_down(self, event: MouseDown) -> None:
        self.dragged = False
        self._pressed = None
        if event.button == 1 and isinstance(self._under(event.screen_offset), ItemView):
            self._pressed_at = event.screen_offset
            self._pressed = self._spot_at(event.screen_offset)

    def on_mouse_move(self, event: MouseMove) -> None:
        if self._pressed is None:
            return
        self._pointer = event.screen_offset
        if not self.dragged:
            if event.screen_offset == self._pressed_at:
                return
            self.dragged = True
            self.capture_mouse()
            self._dragging = self.set_interval(SCROLL_INTERVAL, self._scroll_on)
        self._reach()

    def on_mouse_up(self, event: MouseUp) -> None:
        self._pressed = None
        if self._dragging is not None:
            self._dragging.stop()
            self._dragging = None
            self.release_mouse()

    def select_around(self, offset: Offset, *, paragraph: bool) -> None:
        """Select the word at a place of the screen, or its whole line of text."""
        spot = self._spot_at(offset)
        painted = None if spot is None else self.drawings.last(spot.key)
        if spot is None or painted is None:
            return
        row = spot.line + painted.lead
        if paragraph:
            extent = paragraph_at(painted.lines, row)
        else:
            word = word_at(painted.lines, row, spot.cell)
            if word is None:
                return
            extent = word
        self._select(
            Spot.at(spot.key, painted, extent.first, extent.begin),
            Spot.at(spot.key, painted, extent.last, extent.end),
        )

    def _under(self, offset: Offset) -> object:
        view, _ = self.screen.get_widget_at(*offset)
        return view

    def _spot_at(self, offset: Offset) -> Spot | None:
        """The spot at a place of the screen, or the nearest one in view."""
        place = offset - self.region.offset
        row = round(self.scroll_y) + min(max(place.y, 0), self.viewport - 1)
        index = self.rows.heights.at_row(row)
        if index < 0:
            return None
        item = self.rows.rows[index]
        painted = self.drawings.plain(item)
        if not painted.lines:
            return None
        return Spot.at(
            item.key, painted, row - self.rows.heights.offset(index), max(0, place.x - GUTTER)
        )

    def _reach(self) -> None:
        """Let the selection reach to the pointer."""
        head = self._spot_at(self._pointer)
        if self._pressed is not None and head is not None:
            self._select(self._pressed, head)

    def _scroll_on(self) -> None:
        """While the pointer is beyond an edge, go there: the faster, the farther it is."""
        y = self._pointer.y
        above, below = self.region.y - y, y - self.region.bottom + 1
        # The mouse cannot leave the terminal: there, the last row is beyond the edge.
        if y == 0:
            above = max(1, above)
        elif y == self.screen.size.height - 1:
            below = max(1, below)
        if above > 0:
            self.scroll_relative(y=-above)
        elif below > 0:
            self.scroll_relative(y=below)
        else:
            return
        self._reach()

    # -- what is selected ----------------------------------------------------------------------

    def _select(self, anchor: Spot, head: Spot) -> None:
        self.selection = Selection(self.rows, self.drawings, anchor, head)
        if set(self.screen.selections) != {self}:
            self.screen.selections = {self: SELECT_ALL}
        self._highlight()

    def drop_selection(self) -> None:
        """Select nothing any more."""
        self._pressed = None
        if self.selection is not None:
            self.selection = None
            if self in self.screen.selections:
                self.screen.clear_selection()
            self._highlight()

    def get_selection(self, selection: ScreenSelection) -> tuple[str, str] | None:
        """For the screen: the text as it was before it was laid out."""
        text = self.selected_text
        return (text, "\n") if text else None

    @property
    def selected_text(self) -> str:
        """The text that is selected; "" if none is."""
        return "" if self.selection is None else self.selection.text()

    def selection_updated(self, selection: ScreenSelection | None) -> None:
        # The screen tells it late: there may be another selection by now.
        if selection is None and self not in self.screen.selections:
            self.drop_selection()

    def keep_selection(self) -> None:
        """Rows or views may have changed: drop the selection if it would be of other text now."""
        if self.selection is not None:
            if self.selection.holds():
                self._highlight()
            else:
                # Not while the screen is being laid out.
                self.call_next(self.drop_selection)

    def position_changed(self, top: int) -> None:
        self.keep_selection()

    def _highlight(self) -> None:
        selection = self.selection
        for view in self.stage.views:
            view.mark(selection.extent(view.key) if selection is not None and view.key else None)
