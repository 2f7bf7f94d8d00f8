"""Days in words. The names are ours: what a process calls its days depends on its locale."""

from __future__ import annotations

from datetime import date

from chatkit_tui.translation import N_, _

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

_SHORT_WEEKDAYS = (
    N_("Mon"),
    N_("Tue"),
    N_("Wed"),
    N_("Thu"),
    N_("Fri"),
    N_("Sat"),
    N_("Sun"),
)
"""Of at most three cells; what is longer is cut."""


def short_weekdays() -> list[str]:
    """The days of the week from Monday on, as they stand above a calendar."""
    return [_(each) for each in _SHORT_WEEKDAYS]


def weekday(day: date) -> str:
    """What a day of the week is called."""
    return _(_WEEKDAYS[day.weekday()])


def day_of_year(day: date) -> str:
    """The day and its month: 12 March."""
    return _("{day} {month}").format(day=day.day, month=_(_MONTHS[day.month - 1]))


def month_of_year(day: date) -> str:
    """The month and its year: March 2026."""
    return _("{month} {year}").format(month=_(_MONTHS[day.month - 1]), year=day.year)


def whole_date(day: date) -> str:
    """The day, its month and its year: 12 March 2026."""
    month = _(_MONTHS[day.month - 1])
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def named_date(day: date) -> str:
    """The same behind the weekday: Thursday, 12 March 2026."""
    return _("{weekday}, {date}").format(weekday=weekday(day), date=whole_date(day))
