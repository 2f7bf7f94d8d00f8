"""Walking a transcript item by item, and opening what one stands on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.transcript.transcript import Transcript
from tests.support.rows import assistant_item, item, rows_of, user_item
from tests.support.transcript_app import TranscriptApp, settled

WORKFLOW = item(
    "workflow",
    workflow={
        "type": "reasoning",
        "tasks": [{"type": "thought", "title": "A thought", "content": "Its content."}],
        "summary": {"duration": 3},
    },
)


def thread() -> list[Row]:
    return rows_of(
        user_item("First"),
        item("end_of_turn"),
        WORKFLOW,
        assistant_item("\n\n".join(f"Paragraph {number}" for number in range(30))),
        item("end_of_turn"),
        user_item("Last"),
    )


@asynccontextmanager
async def focused(
    size: tuple[int, int] = (60, 20),
) -> AsyncIterator[tuple[TranscriptApp, Transcript, Pilot[None]]]:
    app = TranscriptApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.transcript.show(thread())
        await settled(pilot)
        app.transcript.focus()
        await settled(pilot)
        yield app, app.transcript, pilot


def marked(app: TranscriptApp) -> list[str]:
    return [row[2:] for row in app.screen_rows() if row.startswith("▌")]


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def test_the_cursor_walks_over_what_can_be_seen() -> None:
    async with focused() as (app, transcript, pilot):
        assert transcript.cursor == "row-5"
        assert marked(app) == ["Last"]
        await press(pilot, "k")
        assert transcript.cursor == "row-3"
        assert marked(app)[0] == "Paragraph 0"
        await press(pilot, "alt+up", "shift+tab")
        assert transcript.cursor == "row-0"
        assert marked(app) == ["First"]
        await press(pilot, "j")
        assert transcript.cursor == "row-2"
        await press(pilot, "tab", "alt+down")
        assert transcript.cursor == "row-5"
        assert transcript.at_end


async def test_the_cursor_goes_to_both_ends() -> None:
    async with focused() as (_app, transcript, pilot):
        await press(pilot, "g")
        assert transcript.cursor == "row-0"
        assert transcript.scroll_y == 0
        await press(pilot, "k")
        assert transcript.cursor == "row-0"
        await press(pilot, "G")
        assert transcript.cursor == "row-5"
        assert transcript.at_end


async def test_the_mark_is_there_only_with_the_focus() -> None:
    async with focused() as (app, transcript, pilot):
        assert marked(app)
        app.screen.set_focus(None)
        await settled(pilot)
        assert marked(app) == []
        assert transcript.cursor == "row-5"
        transcript.scroll_home(animate=False)
        await settled(pilot)
        transcript.focus()
        await settled(pilot)
        assert transcript.cursor == "row-3"
        assert marked(app)


async def test_enter_unfolds_and_folds_and_tells_the_owner() -> None:
    async with focused() as (app, _transcript, pilot):
        await press(pilot, "g", "j")
        assert marked(app) == ["▸ Thought for 3 s  1 step"]
        await press(pilot, "enter")
        assert marked(app) == ["▾ Thought for 3 s", "  ✦ A thought", "    Its content."]
        await press(pilot, "enter")
        assert marked(app) == ["▸ Thought for 3 s  1 step"]
        assert app.activated == ["row-2", "row-2"]


async def test_a_click_stands_on_an_item_and_opens_it() -> None:
    async with focused() as (app, transcript, pilot):
        await press(pilot, "g")
        row = next(y for y, text in enumerate(app.screen_rows()) if "Thought for" in text)
        await pilot.click(offset=(10, row))
        await settled(pilot)
        assert transcript.cursor == "row-2"
        assert app.activated == ["row-2"]
        assert "  ✦ A thought" in marked(app)


async def test_what_is_unfolded_at_the_end_stays_in_view() -> None:
    app = TranscriptApp()
    async with app.run_test(size=(60, 10)) as pilot:
        await settled(pilot)
        tasks = [{"type": "custom", "title": f"Step {number}"} for number in range(30)]
        steps = item("workflow", workflow={"type": "custom", "tasks": tasks})
        app.transcript.show(rows_of(*(user_item("Hi") for _ in range(8)), steps))
        await settled(pilot)
        before = app.screen_rows()
        assert app.transcript.toggle("row-8")
        await settled(pilot)
        after = app.screen_rows()
        assert after[:8] == before[:8]
        assert "▾ Worked" in after[8]
        assert not app.transcript.toggle("row-0")


async def test_the_cursor_moves_on_when_its_row_goes() -> None:
    async with focused() as (_, transcript, pilot):
        transcript.row_removed(5)
        await settled(pilot)
        assert transcript.cursor == "row-3"
