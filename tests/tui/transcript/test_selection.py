"""Selecting text in a transcript with the mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.events import MouseDown, MouseEvent, MouseMove, MouseUp
from textual.pilot import Pilot

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.transcript.item_view import GUTTER
from tests.support.rows import assistant_item, change, item, rows_of, user_item
from tests.support.transcript_app import TranscriptApp, settled

WORDS = "the quick brown fox jumps over the lazy dog and goes home"


@asynccontextmanager
async def shown(
    rows: list[Row], size: tuple[int, int] = (40, 12)
) -> AsyncIterator[tuple[TranscriptApp, Pilot[None]]]:
    app = TranscriptApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.transcript.show(rows)
        await settled(pilot)
        yield app, pilot


async def drag(pilot: Pilot[None], *places: tuple[int, int], held: bool = False) -> None:
    """Press at the first place, go to the others, and let go unless it is to be `held`.

    The events go the way of those of a terminal: Pilot's own make no click of a press.
    """
    kinds: list[type[MouseEvent]] = [MouseDown, *[MouseMove] * (len(places) - 1)]
    if not held:
        kinds.append(MouseUp)
    for kind, (x, y) in zip(kinds, [*places, places[-1]], strict=False):
        pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()


def highlighted(app: TranscriptApp) -> list[str]:
    """What of each row of the screen has the background of a selection."""
    wanted = app.transcript.drawings.palette.selection.bgcolor
    assert wanted is not None
    return [
        "".join(
            segment.text
            for segment in strip
            if segment.style is not None and segment.style.bgcolor == wanted
        )
        for strip in app.screen._compositor.render_strips()
    ]


async def test_a_drag_selects_text_without_soft_breaks_and_opens_nothing() -> None:
    async with shown(rows_of(assistant_item(f"{WORDS}\n\n{WORDS}"))) as (app, pilot):
        assert app.screen_rows()[:2] == [
            "  the quick brown fox jumps over the",
            "  lazy dog and goes home",
        ]
        await drag(pilot, (GUTTER + 4, 0), (10, 0), (GUTTER + 7, 1))
        assert app.screen.get_selected_text() == WORDS[4 : WORDS.index(" and")]
        assert highlighted(app)[:3] == ["quick brown fox jumps over the", "lazy dog", ""]
        assert app.activated == []
        # The other way round, and over the blank row between.
        await drag(pilot, (GUTTER + 2, 3), (GUTTER + 9, 1))
        assert app.screen.get_selected_text() == "and goes home\n\nthe"
        assert app.activated == []


async def test_a_click_still_opens_and_drops_the_selection_as_escape_does() -> None:
    async with shown(rows_of(assistant_item(WORDS))) as (app, pilot):
        await drag(pilot, (4, 0), (9, 0))
        assert app.screen.get_selected_text()
        await pilot.click(offset=(4, 1))
        await settled(pilot, lambda: app.transcript.selection is None)
        assert app.activated == ["row-0"]
        assert not app.screen.get_selected_text()
        assert not any(highlighted(app))
        await drag(pilot, (4, 0), (9, 0))
        await pilot.press("escape")
        assert app.transcript.selection is None
        assert not app.screen.get_selected_text()


async def test_double_and_triple_clicks_select_a_word_and_a_line() -> None:
    async with shown(rows_of(user_item(f"first\n{WORDS}"))) as (app, pilot):
        await pilot.click(offset=(GUTTER + 5, 1), times=2)
        assert app.screen.get_selected_text() == "quick"
        await pilot.click(offset=(GUTTER + 6, 2), times=3)
        await pilot.pause()
        assert app.screen.get_selected_text() == WORDS
        assert highlighted(app)[:4] == ["", WORDS[:34], WORDS[35:], ""]


async def test_a_selection_goes_over_items_and_stays_with_them_as_they_scroll() -> None:
    items = [item("end_of_turn") if n % 3 == 1 else user_item(f"Item {n}") for n in range(60)]
    async with shown(rows_of(*items)) as (app, pilot):
        app.transcript.scroll_home()
        await settled(pilot)
        await drag(pilot, (GUTTER + 5, 0), (20, 2), (GUTTER + 3, 4))
        assert app.screen.get_selected_text() == "0\n\nItem 2\n\nItem"
        app.transcript.go_to_end()
        await settled(pilot)
        assert not any(highlighted(app))
        assert app.screen.get_selected_text() == "0\n\nItem 2\n\nItem"
        app.transcript.scroll_home()
        await settled(pilot)
        app.transcript.scroll_relative(y=2)
        await settled(pilot)
        assert highlighted(app)[:4] == ["Item 2", "", "Item", ""]


async def test_beyond_an_edge_the_selection_scrolls_on() -> None:
    rows = rows_of(*(user_item(f"Item {n}") for n in range(14)))
    async with shown(rows) as (app, pilot):
        await drag(pilot, (GUTTER + 6, 9), (10, 4), (GUTTER, 0), held=True)
        await settled(pilot, lambda: app.transcript.scroll_y == 0)
        await pilot.mouse_up(offset=(GUTTER, 0))
        text = app.screen.get_selected_text() or ""
        assert text.startswith("Item 0\n\nItem 1\n\n")
        assert text.count("Item") > 9


async def test_a_selection_stays_while_an_answer_grows_and_goes_with_its_text() -> None:
    live = Row("live", assistant_item(WORDS[:34]), done=False)
    rows = [*rows_of(user_item("Question")), live]
    async with shown(rows) as (app, pilot):
        transcript = app.transcript

        async def becomes(text: str) -> None:
            change(live, assistant_item(text))
            transcript.row_updated(live)
            await settled(pilot, lambda: not transcript._dirty)
            await pilot.pause()

        # What was a whole line is broken softly now.
        await becomes(WORDS)
        await drag(pilot, (GUTTER, 0), (10, 2), (GUTTER + 7, 3))
        await becomes(f"{WORDS} at last.\n\nMore.")
        selected = f"Question\n\n{WORDS[: WORDS.index(' and')]}"
        assert app.screen.get_selected_text() == selected
        transcript.rows_prepended(rows_of(user_item("Older"), prefix="older"))
        await settled(pilot)
        assert app.screen.get_selected_text() == selected
        await becomes(f"Anyway, {WORDS}")
        assert transcript.selection is None
        assert not app.screen.selections
        await drag(pilot, (GUTTER, 2), (10, 4), (GUTTER + 7, 4))
        assert transcript.selection is not None
        transcript.row_removed(1)
        await settled(pilot)
        assert transcript.selection is None
