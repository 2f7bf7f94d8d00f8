"""When rows came: the time beside the first of a turn, the date above the first of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from chatkit_tui.tui.days import named_date
from chatkit_tui.tui.transcript.page import BLANK
from chatkit_tui.tui.transcript.paint import NOT_SHOWN
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line, line_width, width_of

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.transcript.page import Painted
    from chatkit_tui.tui.transcript.palette import Palette
    from chatkit_tui.tui.transcript.rows import RowList

LOOK_BACK = 50
"""Rows among which the one before is sought that is shown and has a time."""

ROOM = 2
"""Blank cells between a text and a time."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn with a row besides its item."""

    day: date | None = None
    """The row is the first one of that day."""
    time: str = ""


NO_MARKS = Marks()


class TimeMarks:
    """Says what marks the rows of a list get; asked whenever one is drawn, so it is quick."""

    def __init__(self, rows: RowList) -> None:
        self._rows = rows
        self._today = date.today()
        self._undated: set[str] = set()
        """Rows that were drawn without a time."""
        self.stamps = False
        """Whether turns say at what time they came."""
        self.whole = False
        """Whether there is nothing older than the first row."""

    def of(self, row: Row) -> Marks:
        """The marks of a row of the list."""
        index = self._rows.index(row.key)
        if index is None or type(row.item).__name__ in NOT_SHOWN:
            return NO_MARKS
        here = _local(row.item.created_at)
        if here is None:
            self._undated.add(row.key)
            return NO_MARKS
        speaker, before = self._before(index)
        time = ""
        if self.stamps and "UserMessageItem" in (type(row.item).__name__, speaker):
            time = f"{here.hour:02}:{here.minute:02}"
        if before is not None:
            begins = here.date() != before
        else:
            begins = self.whole and here.date() < self._today and index < LOOK_BACK
        return Marks(here.date() if begins else None, time)

    def moved(self, index: int) -> None:
        """There are other rows before the one at `index`: what depends on them is doubtful."""
        rows = self._rows
        self._today = date.today()
        for each in range(index, min(index + LOOK_BACK, len(rows))):
            rows.doubt(each)
            row = rows.rows[each]
            if type(row.item).__name__ not in NOT_SHOWN and _local(row.item.created_at):
                break

    def dated(self, row: Row) -> bool:
        """Whether a row has got a time that had none."""
        if row.key not in self._undated or _local(row.item.created_at) is None:
            return False
        self._undated.discard(row.key)
        return True

    def _before(self, index: int) -> tuple[str, date | None]:
        """Class of the item shown before a row, and the day of the last one that has a time."""
        speaker = ""
        for row in reversed(self._rows.rows[max(0, index - LOOK_BACK) : index]):
            kind = type(row.item).__name__
            if kind in NOT_SHOWN:
                continue
            speaker = speaker or kind
            here = _local(row.item.created_at)
            if here is not None:
                return speaker, here.date()
        return speaker, None


def add_marks(painted: Painted, marks: Marks, width: int, palette: Palette) -> None:
    """Draw marks on an item that is drawn already; where there is no room for a time, none."""
    lines = painted.lines
    if not lines:
        return
    if marks.time and isinstance(lines, list):
        room = width - line_width(lines[0]) - len(marks.time)
        if room >= ROOM:
            lines[0] = (*lines[0], Drawn(" " * room), Drawn(marks.time, palette.muted))
    if marks.day is not None:
        rule = [_rule(marks.day, width, palette), BLANK]
        painted.lead = len(rule)
        painted.lines = [*rule, *lines] if isinstance(lines, list) else lines.behind(rule)
        painted.starts = [start + len(rule) for start in painted.starts]
        painted.spinners = [row + len(rule) for row in painted.spinners]
        painted.controls = [control.moved(len(rule), 0) for control in painted.controls]


def _rule(day: date, width: int, palette: Palette) -> Line:
    """A line that names a day, in as many words as there is room for."""
    name = named_date(day)
    if width_of(name) + 8 > width:
        name = day.isoformat()
    before, after = "── ", " " + "─" * max(0, width - width_of(name) - 4)
    pieces = (Ruled(before, palette.rule), Ruled(name, palette.muted), Ruled(after, palette.rule))
    return pieces if width_of(name) + 8 <= width else pieces[1:2]


@lru_cache(maxsize=2_000)
def _local(created_at: str | int | float | None) -> datetime | None:
    """A time of the wire in the time zone of this machine; None if it is none."""
    # Its models take long to load, and an empty transcript has no times.
    from chatkit_tui.protocol.base import moment

    return moment(created_at)
