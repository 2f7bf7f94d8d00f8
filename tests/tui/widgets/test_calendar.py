"""The calendar of a date picker, in languages of any script."""

from __future__ import annotations

from textual.app import App, ComposeResult
from whenever import Date

from chatkit_tui.tui.widgets.calendar import Calendar
from tests.support.wide_language import spoken, wide


class _Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield Calendar(Date(2026, 3, 14), Date(2000, 1, 1), Date(2099, 12, 31))


async def _drawn() -> tuple[list[str], list[int]]:
    """The head of a calendar, and the cells of all its rows."""
    async with _Shown().run_test(size=(60, 30)) as pilot:
        calendar = pilot.app.query_one(Calendar)
        rows = [calendar.render_line(y) for y in range(calendar.size.height)]
        return [row.text for row in rows], [row.cell_length for row in rows]


async def test_months_and_days_of_the_week_have_names() -> None:
    texts, cells = await _drawn()
    assert "March 2026" in "\n".join(texts)
    assert "   Mon  Tue  Wed  Thu  Fri  Sat  Sun" in texts
    with spoken():
        texts, wide_cells = await _drawn()
    assert "2026-03" in "\n".join(texts)
    assert f"   {wide('M')}…  {wide('T')}…" in "\n".join(texts)
    assert wide_cells == cells
