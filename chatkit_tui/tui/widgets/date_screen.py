"""The calendar of a DatePicker, in front of everything else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static
from textual_timepiece.pickers import DateSelect
from whenever import Date

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.status import SEPARATOR
from chatkit_tui.tui.widgets.calendar import Calendar
from chatkit_tui.tui.widgets.pickers import day_of

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.controls import DatePicker

_FIRST, _LAST = Date(1, 1, 2), Date(9999, 12, 30)
"""A day from the ends of all dates, so that they are dates in every time zone."""


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"date.{id_}")


class DateScreen(ModalScreen[str | None]):
    """Asks for a day; gives its beginning here in ISO 8601, as the web client does, with an offset.

    Gives "" for no day, None for things as they are.
    """

    CSS_PATH = Path(__file__).with_name("date_screen.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("left", "move(-1)", "A day back", "day_back"),
        _bind("right", "move(1)", "A day on", "day_on"),
        _bind("up", "move(-7)", "A week back", "week_back"),
        _bind("down", "move(7)", "A week on", "week_on"),
        _bind("pageup", "turn(-1)", "A month back", "month_back"),
        _bind("pagedown", "turn(1)", "A month on", "month_on"),
        _bind("shift+pageup,ctrl+up", "turn(-12)", "A year back", "year_back"),
        _bind("shift+pagedown,ctrl+down", "turn(12)", "A year on", "year_on"),
        _bind("t,home", "today", "Today", "today"),
        _bind("enter,space", "take", "Take the marked day", "take"),
        _bind("delete,backspace", "clear", "No day, where that can be", "clear"),
        _bind("escape", "cancel", "Leave things as they were", "cancel"),
    ]

    def __init__(self, picker: DatePicker, value: str) -> None:
        super().__init__()
        self._title = display_line(picker.placeholder or "") or _("Choose a date")
        self._clearable = bool(picker.clearable)
        held = _date(value)
        self._held = (held, value)
        first, last = _date(picker.min) or _FIRST, _date(picker.max) or _LAST
        self._calendar = Calendar(held or _today(), first, max(first, last))

    def compose(self) -> ComposeResult:
        with Vertical(id="date"):
            yield Static(self._title, id="date-title", markup=False)
            yield self._calendar
            yield Static(self._hint, id="date-hint", markup=False)

    @property
    def _hint(self) -> str:
        hints = [_("{key} takes it").format(key="Enter")]
        if self._clearable and self._held[0]:
            hints.append(_("{key} clears").format(key="Delete"))
        return SEPARATOR.join([*hints, _("{key} leaves").format(key="Esc")])

    def on_mount(self) -> None:
        self._calendar.focus()

    def action_move(self, days: int) -> None:
        self._mark(days=days)

    def action_turn(self, months: int) -> None:
        self._mark(months=months)

    def _mark(self, **by: int) -> None:
        try:
            self._calendar.mark(self._calendar.marked.add(**by))
        except ValueError:
            self.app.bell()

    def action_today(self) -> None:
        self._calendar.mark(_today())

    def action_take(self) -> None:
        self._take(self._calendar.marked)

    def action_clear(self) -> None:
        if self._clearable:
            self.dismiss("")

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_date_select_start_changed(self, event: DateSelect.StartChanged) -> None:
        """A day was clicked."""
        event.stop()
        if event.date is not None:
            if self._calendar.can_be(event.date):
                self._take(event.date)
            else:
                self._calendar.mark(event.date)

    def _take(self, day: Date) -> None:
        held, value = self._held
        self.dismiss(value if day == held else _iso(day))


def _today() -> Date:
    return Date.today_in_system_tz()


def _date(value: str | None) -> Date | None:
    """The day of a moment of the wire, where this machine is."""
    moment = day_of(value)
    return None if moment is None else Date.from_py_date(moment.date())


def _iso(day: Date) -> str:
    """The beginning of a day, here."""
    beginning = datetime(day.year, day.month, day.day).astimezone()
    return beginning.isoformat(timespec="milliseconds")
