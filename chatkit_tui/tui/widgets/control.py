"""What can be operated in a drawn widget, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node


class ControlKind(Enum):
    """How a control is operated."""

    PRESS = auto()
    """Enter, space or a click does something: a button, a row of a list, confirm, cancel."""
    LINE = auto()
    """A line is typed into it: Input, editable Text and Title."""
    LINES = auto()
    """Lines are typed into it: Textarea, an editable Text of several lines."""
    PICK = auto()
    """One of a list that opens: Select."""
    DATE = auto()
    """A date from a calendar that opens: DatePicker."""
    TICK = auto()
    """On or off: Checkbox."""
    RADIO = auto()
    """One of a few that are all shown: an option of a RadioGroup."""
    SHOW = auto()
    """Shows more or less of the widget and asks nobody: a fold, "show more"."""


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a drawn widget: `ref` is its node's, or that and a suffix of refs.py.

    `row` and `column` are where its `width` x `height` cells begin in the block it stands in. Of a
    field they are the cells that are typed into, without frame and label.
    """

    ref: str
    kind: ControlKind
    node: Node
    row: int
    column: int
    width: int
    height: int = 1
    enabled: bool = True
    shows: int | None = None
    """How many are shown when it was pressed; None for what shows no number of things."""

    def moved(self, rows: int, columns: int) -> Control:
        """The same control in a block around the one it stood in."""
        return replace(self, row=self.row + rows, column=self.column + columns)
