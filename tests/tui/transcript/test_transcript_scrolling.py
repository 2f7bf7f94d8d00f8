"""A long thread on the screen: what is mounted, what moves, and what holds still."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.style import Style
from textual.pilot import Pilot

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.transcript.item_view import ItemView
from chatkit_tui.tui.transcript.legible import contrast
from chatkit_tui.tui.transcript.palette import LINES, MARKS, component_class
from chatkit_tui.tui.transcript.stage import MOST_VIEWS
from chatkit_tui.tui.transcript.transcript import Transcript
from chatkit_tui.tui.transcript.window import Anchor
from tests.support.rows import assistant_item, change, item, long_thread, rows_of, user_item
from tests.support.transcript_app import TranscriptApp, settled


@asynccontextmanager
async def showing(
    rows: list[Row], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[TranscriptApp, Transcript, Pilot[None]]]:
    app = TranscriptApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.transcript.show(rows)
        await settled(pilot)
        yield app, app.transcript, pilot


def views(app: TranscriptApp) -> int:
    return len(app.query(ItemView))


async def test_ten_thousand_rows_open_at_their_end_with_few_views() -> None:
    rows = long_thread(10_000)
    rows.append(Row("last", assistant_item("The very last line.")))
    app = TranscriptApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        began = time.perf_counter()
        app.transcript.show(rows)
        await settled(pilot)
        assert time.perf_counter() - began < 3
        assert "The very last line." in app.screen_rows()[-2]
        assert app.transcript.at_end
        assert 0 < views(app) <= MOST_VIEWS
        assert app.transcript.virtual_size.height > 10_000


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (200, 100)])
async def test_scrolling_mounts_no_more_than_the_limit(size: tuple[int, int]) -> None:
    rows = rows_of(*(user_item(f"Message {number}") for number in range(500)))
    async with showing(rows, size) as (app, transcript, pilot):
        for _ in range(6):
            transcript.scroll_page_up()
            await settled(pilot)
            assert all(row.strip() for row in app.screen_rows()[::2]) or all(
                row.strip() for row in app.screen_rows()[1::2]
            )
        assert views(app) <= MOST_VIEWS


async def test_a_jump_lands_where_it_should() -> None:
    rows = long_thread(2000)
    async with showing(rows) as (app, transcript, pilot):
        transcript.scroll_to(y=transcript.max_scroll_y // 2)
        await settled(pilot)
        shown = re.findall(r"row-(\d+)", "\n".join(app.screen_rows()))
        assert shown
        assert all(300 < int(number) < 1700 for number in shown)
        transcript.scroll_home()
        await settled(pilot)
        assert app.screen_rows()[0] == "▎ Question of row-0?"
        transcript.scroll_end()
        await settled(pilot)
        assert transcript.at_end
        assert transcript.scroll_y == transcript.max_scroll_y


def badly_estimated(count: int) -> list[Row]:
    """Rows that are much taller or much lower than anybody would guess."""
    tall = assistant_item("---\n" * 14 + "\nAfter the rules.")
    low = assistant_item("[a]: http://a.example\n" * 20 + "\nAfter the definitions.")
    return rows_of(*(tall if number % 2 else low for number in range(count)))


async def test_scrolling_back_and_forth_by_rows_is_exact() -> None:
    async with showing(badly_estimated(60)) as (app, transcript, pilot):
        seen: list[list[str]] = [app.screen_rows()]
        for _ in range(30):
            transcript.scroll_relative(y=-5)
            await settled(pilot)
            rows = app.screen_rows()
            assert rows[5:] == seen[-1][:-5]
            seen.append(rows)
        for before in reversed(seen[:-1]):
            transcript.scroll_relative(y=5)
            await settled(pilot)
            assert app.screen_rows() == before
        assert transcript.at_end


async def test_older_rows_do_not_move_what_is_read() -> None:
    async with showing(long_thread(100)) as (app, transcript, pilot):
        transcript.scroll_home()
        await settled(pilot)
        transcript.scroll_relative(y=2)
        await settled(pilot)
        before = app.screen_rows()
        transcript.rows_prepended(long_thread(30, "older"))
        await settled(pilot)
        assert app.screen_rows() == before
        assert transcript.scroll_y > 30
        transcript.scroll_relative(y=-1)
        await settled(pilot)
        assert app.screen_rows()[1:] == before[:-1]


async def test_rows_that_come_and_go_elsewhere_do_not_move_what_is_read() -> None:
    rows = long_thread(200)
    async with showing(rows) as (app, transcript, pilot):
        transcript.scroll_to(y=transcript.max_scroll_y // 2)
        await settled(pilot)
        before = app.screen_rows()
        transcript.row_added(len(transcript.rows), Row("new", assistant_item("News.\n\n" * 9)))
        transcript.row_added(3, Row("above", assistant_item("Above.\n\n" * 9)))
        transcript.row_removed(7)
        row = transcript.rows.rows[10]
        change(row, assistant_item("Grown.\n\n" * 50))
        transcript.row_updated(row)
        await settled(pilot)
        assert app.screen_rows() == before
        assert transcript.unseen == 1
        assert not transcript.at_end


async def test_a_row_that_goes_from_the_top_edge_makes_room_for_the_next() -> None:
    async with showing(long_thread(100)) as (_app, transcript, pilot):
        transcript.scroll_to(y=transcript.max_scroll_y // 2)
        await settled(pilot)
        top = transcript.rows.heights.at_row(round(transcript.scroll_y))
        transcript.row_removed(top)
        await settled(pilot)
        assert transcript.scroll_y == transcript.rows.heights.offset(top)


async def test_resizing_keeps_the_place_and_comes_back_to_it() -> None:
    async with showing(long_thread(200), (100, 30)) as (app, transcript, pilot):
        transcript.scroll_to(y=transcript.max_scroll_y // 2)
        await settled(pilot)
        before = app.screen_rows()
        top = transcript.rows.heights.at_row(round(transcript.scroll_y))
        for width, height in ((50, 20), (140, 40), (40, 12)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            assert transcript.rows.heights.at_row(round(transcript.scroll_y)) == top
            assert len(app.screen_rows()) == height
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert app.screen_rows() == before


async def test_resizing_keeps_the_place_within_a_tall_item() -> None:
    text = "\n\n".join(f"Paragraph {number}: " + "some words " * 20 for number in range(60))
    async with showing(rows_of(assistant_item(text)), (100, 30)) as (app, transcript, pilot):
        target = next(
            row
            for row, line in enumerate(transcript.drawings[transcript.rows.rows[0]].lines)
            if line and line[0].text.startswith("Paragraph 30:")
        )
        transcript.scroll_to(y=target)
        await settled(pilot)
        assert app.screen_rows()[0].startswith("  Paragraph 30:")
        for width in (50, 140, 40):
            await pilot.resize_terminal(width, 30)
            await settled(pilot)
            assert app.screen_rows()[0].startswith("  Paragraph 30:")


async def test_where_views_are_short_the_ones_in_view_come_first() -> None:
    rows = rows_of(*(user_item(f"Message {number}") for number in range(100)))
    async with showing(rows) as (_, transcript, pilot):
        transcript.scroll_to(y=100)
        await settled(pilot)
        stage = transcript.stage
        del stage.views[14:]
        stage._shown.clear()
        for view in stage.views:
            view.leave()
        placements = stage.place(transcript.size, Anchor(50), None)
        assert stage.lacking > 0
        tops = sorted(placement.region.y for placement in placements)
        assert set(range(100, 124, 2)) <= set(tops)


async def test_resizing_at_the_end_stays_at_the_end() -> None:
    rows = [*long_thread(100), Row("last", assistant_item("The very last line."))]
    async with showing(rows, (100, 30)) as (app, transcript, pilot):
        for width, height in ((50, 20), (140, 40), (40, 12)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            assert transcript.at_end
            assert "The very last line." in app.screen_rows()[-2]


async def test_tiny_terminals_are_survived() -> None:
    async with showing(long_thread(50), (80, 24)) as (app, transcript, pilot):
        for width, height in ((1, 1), (2, 3), (5, 2), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
        assert transcript.at_end
        assert any(app.screen_rows())


async def test_a_theme_change_keeps_the_place_and_changes_the_colours() -> None:
    async with showing(long_thread(100)) as (app, transcript, pilot):
        transcript.scroll_to(y=transcript.max_scroll_y // 2)
        await settled(pilot)
        before, palette = app.screen_rows(), transcript.drawings.palette
        app.theme = "textual-light"
        await settled(pilot)
        assert app.screen_rows() == before
        light = transcript.drawings.palette
        assert light.base.bgcolor != palette.base.bgcolor
        assert light.heading_1.color != palette.heading_1.color
        app.theme = "textual-dark"
        await settled(pilot)
        assert transcript.drawings.palette == palette


THEMES = ["textual-dark", "textual-light", "nord", "gruvbox", "solarized-light", "flexoki"]


@pytest.mark.parametrize("theme", THEMES)
async def test_text_can_be_read_in_every_theme(theme: str) -> None:
    async with showing(long_thread(5)) as (app, transcript, pilot):
        app.theme = theme
        await settled(pilot)
        palette = transcript.drawings.palette
        roles = [each for each in dataclasses.fields(palette) if isinstance(each.default, Style)]
        for field in roles:
            beneath = palette.code if field.name.startswith("code_") else palette.base
            for under in (beneath, beneath + palette.user):
                style = under + getattr(palette, field.name)
                assert style.color
                assert style.bgcolor
                ratio = contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())
                role = component_class(field.name)
                assert role in LINES or ratio >= (3 if role in MARKS else 4.5), role


@pytest.mark.parametrize(
    "theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord"]
)
async def test_every_role_has_a_style_in_every_theme(theme: str) -> None:
    async with showing(long_thread(5)) as (app, transcript, pilot):
        app.theme = theme
        await settled(pilot)
        palette = transcript.drawings.palette
        assert palette.strong.bold
        assert palette.heading_1.bold
        assert palette.muted != palette.text
        assert palette.code_keyword.color is not None
        assert palette.accent.color != palette.cursor.color


async def test_the_same_thread_shown_anew_stays_where_it_is_read() -> None:
    rows = long_thread(100)
    async with showing(rows) as (app, transcript, pilot):
        transcript.scroll_to(y=transcript.max_scroll_y // 2)
        await settled(pilot)
        before = app.screen_rows()
        transcript.show([*long_thread(20, "older"), *rows])
        await settled(pilot)
        assert app.screen_rows() == before


async def test_another_thread_is_shown_at_its_end() -> None:
    async with showing(long_thread(100)) as (app, transcript, pilot):
        transcript.scroll_home()
        await settled(pilot)
        transcript.show(rows_of(user_item("Another thread"), prefix="other"))
        await settled(pilot)
        assert app.screen_rows()[0] == "▎ Another thread"
        assert transcript.at_end
        transcript.show([])
        await settled(pilot)
        assert not any(app.screen_rows())


async def test_items_without_rows_take_no_views() -> None:
    rows = rows_of(*(item("end_of_turn") for _ in range(1000)), user_item("Only this"))
    async with showing(rows) as (app, _, _):
        assert [row for row in app.screen_rows() if row] == ["▎ Only this"]


async def test_older_rows_are_asked_for_once_near_the_beginning() -> None:
    async with showing(long_thread(200)) as (app, transcript, pilot):
        assert app.older_wanted == 0
        transcript.scroll_home()
        await settled(pilot, lambda: app.older_wanted == 1)
        transcript.scroll_relative(y=1)
        await settled(pilot)
        assert app.older_wanted == 1
        transcript.rows_prepended(long_thread(100, "older"))
        await settled(pilot)
        assert app.older_wanted == 1
        transcript.scroll_home()
        await settled(pilot, lambda: app.older_wanted == 2)


async def test_a_short_thread_asks_for_older_rows_at_once() -> None:
    async with showing(long_thread(1)) as (app, _, pilot):
        await settled(pilot, lambda: app.older_wanted == 1)


async def test_the_wheel_scrolls_and_the_end_is_found_again() -> None:
    async with showing(long_thread(100)) as (_, transcript, pilot):
        await pilot._post_mouse_events([], offset=(5, 5))
        transcript._scroll_up_for_pointer(animate=False)
        await settled(pilot)
        assert not transcript.at_end
        for _ in range(3):
            transcript._scroll_down_for_pointer(animate=False)
            await settled(pilot)
        assert transcript.at_end
