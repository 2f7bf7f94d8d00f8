"""Days in words."""

from __future__ import annotations

from datetime import date

from chatkit_tui.tui.days import (
    day_of_year,
    month_of_year,
    named_date,
    short_weekdays,
    weekday,
    whole_date,
)
from tests.support.wide_language import spoken, wide

DAY = date(2026, 5, 3)


def test_days_are_called_by_names_of_our_own() -> None:
    assert weekday(DAY) == "Sunday"
    assert day_of_year(DAY) == "3 May"
    assert month_of_year(DAY) == "May 2026"
    assert whole_date(DAY) == "3 May 2026"
    assert named_date(DAY) == "Sunday, 3 May 2026"
    assert short_weekdays() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_days_are_called_as_in_the_users_language() -> None:
    with spoken():
        assert named_date(DAY) == f"{wide('Sunday')}, 3 {wide('May')} 2026"
        assert short_weekdays()[0] == wide("Mon")
