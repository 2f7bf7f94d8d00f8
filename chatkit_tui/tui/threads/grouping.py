"""Which threads a list shows, in which order, and under which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chatkit_tui.translation import N_, _
from chatkit_tui.tui.days import day_of_year, weekday, whole_date

if TYPE_CHECKING:
    from chatkit_tui.protocol.threads import Thread

UNTITLED = N_("Untitled")
"""What a thread without a title is called, in English."""

DAYS_BY_NAME = 7
"""Days back from today that are called by their weekday."""


def matching(threads: Iterable[Thread], wanted: str) -> list[Thread]:
    """The threads with `wanted` in their title; capitals count where `wanted` has any."""
    wanted = wanted.strip()
    if not wanted:
        return list(threads)
    exact = wanted != wanted.lower()
    found = []
    for thread in threads:
        title = thread.title or _(UNTITLED)
        if wanted in (title if exact else title.lower()):
            found.append(thread)
    return found


def by_day(threads: Iterable[Thread], today: date) -> list[tuple[str, list[Thread]]]:
    """Days by name, the newest first, each with its threads in the order given."""
    days: dict[date | None, list[Thread]] = {}
    for thread in threads:
        created = thread.created
        day = None if created is None else created.astimezone().date()
        days.setdefault(day, []).append(thread)
    dated = sorted((day for day in days if day is not None), reverse=True)
    order: Sequence[date | None] = [*dated, None] if None in days else dated
    return [(day_name(day, today), days[day]) for day in order]


def day_name(day: date | None, today: date) -> str:
    """Today, Yesterday, a weekday of the last week, or a date."""
    if day is None:
        return _("No date")
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if today - timedelta(days=DAYS_BY_NAME) < day < today:
        return weekday(day)
    return day_of_year(day) if day.year == today.year else whole_date(day)
