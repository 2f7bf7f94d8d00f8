"""The widgets of a transcript as they are drawn now: their controls and their states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.page import Painted
    from chatkit_tui.tui.widgets.control import Control
    from chatkit_tui.tui.widgets.operated_scroll import OperatedScroll
    from chatkit_tui.tui.widgets.state import WidgetState


class DrawnWidgets:
    """Looks widgets up by the keys of their rows."""

    def __init__(self, transcript: OperatedScroll) -> None:
        self._transcript = transcript

    def controls(self, key: str) -> Sequence[Control]:
        """What can be operated in a widget; nothing where there is none."""
        painted = self._painted(key)
        return () if painted is None else painted.controls

    def state(self, key: str) -> WidgetState:
        """What the user did in a widget."""
        return self._transcript.drawings.widgets.of(key)

    def waits(self, key: str, control: Control) -> bool:
        """Whether a control can't be operated because an action runs."""
        state = self.state(key)
        return state.waits(control.ref) or state.waits(control.node.ref)

    def redraw(self, key: str) -> None:
        """Draw a widget whose state is another one."""
        self.state(key).touch()
        self._transcript.redraw_row(key)

    def row_of(self, key: str, control: Control) -> int | None:
        """Where a control begins, in rows of the whole transcript; None if its widget is gone."""
        index = self._transcript.rows.index(key)
        if index is None:
            return None
        return self._transcript.rows.heights.offset(index) + control.row

    def style_of(self, key: str, control: Control) -> Style:
        """How the first cell of a control is drawn."""
        painted = self._painted(key)
        cells = 0
        for segment in painted.lines[control.row] if painted is not None else ():
            cells += segment.cell_length
            if cells > control.column:
                return segment.style or Style.null()
        return Style.null()

    def _painted(self, key: str) -> Painted | None:
        rows = self._transcript.rows
        index = rows.index(key)
        return None if index is None else self._transcript.drawings.plain(rows.rows[index])
