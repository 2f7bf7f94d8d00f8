"""A list of rows whose widgets can be operated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.layout import DockArrangeResult

from chatkit_tui.tui.transcript.selectable_scroll import SelectableScroll
from chatkit_tui.tui.transcript.window import Anchor

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.reactive import reactive

    from chatkit_tui.controller.forms.gestures import Gesture
    from chatkit_tui.tui.widgets.operator import Operator


class OperatedScroll(SelectableScroll):
    """Holds an operator, places its editor and brings what it wants into view."""

    cursor: reactive[str | None]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._operator: Operator | None = None

    @property
    def operator(self) -> Operator:
        """What goes into widgets; made when it is asked for."""
        if self._operator is None:
            from chatkit_tui.tui.widgets.operator import Operator

            self._operator = Operator(self)
        return self._operator

    @property
    def inside(self) -> str | None:
        """Key of the row of the widget that the user is inside of."""
        return None if self._operator is None else self._operator.inside

    def look(self) -> None:
        """Widgets may have changed: see that the keys are where they belong."""
        if self.inside is not None:
            self.operator.look()

    def operated(self, key: str, ref: str, gesture: Gesture) -> None:
        """The user did something to a control; for subclasses."""

    def redraw_row(self, key: str) -> None:
        """Draw a row whose item is the same but which looks different; for subclasses."""

    def _place(self, size: Size) -> DockArrangeResult:
        if self.inside is None:
            return super()._place(size)
        self.operator.stay_in_view()
        # Not while the screen is being laid out.
        self.call_next(self.look)
        placed = super()._place(size)
        placements = [*placed.placements, *self.operator.placements()]
        return DockArrangeResult(placements, placed.widgets, placed.scroll_spacing)

    def reveal_lines(self, index: int, first: int, last: int) -> None:
        """Bring lines of a row into view by the shortest way; of too many, the first ones."""
        self.stage.measure(index)
        begin = self.rows.heights.offset(index)
        top = self._top()
        if begin + first >= top and begin + last < top + self.viewport:
            return
        line = first
        if begin + first > top and last - first < self.viewport:
            line = last - self.viewport + 1
        self._anchor = self._moved(Anchor(index, 0), line)
        self._origin = None
        self._following = False
        self.rearrange()

    def hold_line(self, index: int, line: int) -> None:
        """Follow the end no further where that would take a line out of view at the upper edge."""
        row = self.rows.heights.offset(index) + line
        end = self.rows.heights.total - self.viewport
        if self._following and round(self.scroll_y) <= row < end:
            self.hold()

    def _top(self) -> int:
        """The row at the top edge, as it will be in the next layout."""
        if self._following or self._anchor.at_bottom or not len(self.rows):
            return round(self.scroll_y)
        index = min(self._anchor.index, len(self.rows) - 1)
        return self.rows.heights.offset(index) + self._anchor.line
