"""Rows that change while they are looked at, or while they are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.filter import Monochrome
from textual.geometry import Region
from textual.pilot import Pilot

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.transcript import drawings as drawings_module
from chatkit_tui.tui.transcript import paint as paint_module
from chatkit_tui.tui.transcript.page import Painted
from chatkit_tui.tui.transcript.transcript import Transcript
from tests.support.rows import MARKDOWN, assistant_item, change, item, long_thread, user_item
from tests.support.transcript_app import TranscriptApp, settled


@asynccontextmanager
async def streaming(
    rows: list[Row], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[TranscriptApp, Transcript, Pilot[None], Row]]:
    """A transcript whose last row is an answer that has just begun."""
    app = TranscriptApp()
    live = Row("live", assistant_item(""), done=False)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.transcript.show(rows)
        app.transcript.row_added(len(rows), live)
        await settled(pilot)
        yield app, app.transcript, pilot, live


def say(transcript: Transcript, row: Row, text: str, *, done: bool = False) -> None:
    change(row, assistant_item(text), done=done)
    transcript.row_updated(row)


def arrived(transcript: Transcript) -> bool:
    return not transcript._dirty


async def test_the_end_is_followed_while_an_answer_streams() -> None:
    async with streaming(long_thread(50)) as (app, transcript, pilot, live):
        text = ""
        for number in range(20):
            text += f"Sentence {number}. " + ("\n\n" if number % 4 == 3 else "")
            say(transcript, live, text)
            await settled(pilot, lambda: arrived(transcript))
            assert transcript.at_end
            assert f"Sentence {number}." in "\n".join(app.screen_rows()[-4:])


async def test_the_view_holds_still_while_an_answer_streams_below() -> None:
    async with streaming(long_thread(50)) as (app, transcript, pilot, live):
        transcript.scroll_relative(y=-5)
        await settled(pilot)
        before = app.screen_rows()
        for number in range(20):
            say(transcript, live, "\n\n".join(f"Sentence {each}." for each in range(number)))
            await settled(pilot, lambda: arrived(transcript))
        shown = app.screen_rows()
        last = next(row for row, text in enumerate(before) if "⠋" in text or row == 23)
        assert shown[: last - 5] == before[: last - 5]
        assert not transcript.at_end
        transcript.go_to_end()
        await settled(pilot)
        assert "Sentence 18." in app.screen_rows()[-2]


async def test_a_message_that_grows_above_the_top_edge_does_not_move_it() -> None:
    rows = long_thread(60)
    async with streaming(rows) as (app, transcript, pilot, live):
        say(transcript, live, "Done.", done=True)
        await settled(pilot, lambda: arrived(transcript))
        index = transcript.rows.heights.at_row(round(transcript.scroll_y)) - 2
        row = transcript.rows.rows[index]
        before = app.screen_rows()
        transcript.hold()
        change(row, assistant_item("Grown.\n\n" * 30), done=True)
        transcript.row_updated(row)
        await settled(pilot, lambda: arrived(transcript))
        assert app.screen_rows() == before


async def test_rows_out_of_the_window_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    paint = paint_module.paint

    def recording(row: Row, *args: object, **options: object) -> Painted:
        drawn.append(row.key)
        return paint(row, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(drawings_module, "paint", recording)
    async with streaming(long_thread(400)) as (_, transcript, pilot, live):
        transcript.scroll_home()
        await settled(pilot)
        drawn.clear()
        for number in range(50):
            say(transcript, live, "word " * number)
        await settled(pilot)
        assert drawn == []


async def test_many_changes_are_few_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = 0
    paint = paint_module.paint

    def counting(*args: object, **options: object) -> Painted:
        nonlocal drawn
        drawn += 1
        return paint(*args, **options)  # type: ignore[arg-type]

    async with streaming(long_thread(20)) as (app, transcript, pilot, live):
        monkeypatch.setattr(drawings_module, "paint", counting)
        for number in range(500):
            say(transcript, live, f"The number is {number}")
        await settled(pilot, lambda: arrived(transcript))
        assert "The number is 499" in "\n".join(app.screen_rows())
        assert drawn <= 2


async def test_an_update_waits_as_long_as_the_pacer_says(monkeypatch: pytest.MonkeyPatch) -> None:
    async with streaming(long_thread(20)) as (app, transcript, pilot, live):
        monkeypatch.setattr(transcript._pacer, "request", lambda now: 3600.0)
        say(transcript, live, "Not yet")
        await settled(pilot)
        assert "Not yet" not in "\n".join(app.screen_rows())
        monkeypatch.setattr(transcript._pacer, "request", lambda now: 0.0)
        say(transcript, live, "Now")
        await settled(pilot, lambda: arrived(transcript))
        assert "Now" in "\n".join(app.screen_rows())


async def test_a_change_of_the_same_height_needs_no_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with streaming(long_thread(20)) as (app, transcript, pilot, live):
        say(transcript, live, "One line")
        await settled(pilot, lambda: arrived(transcript))
        arranged = 0
        rearrange = transcript.rearrange

        def counting() -> None:
            nonlocal arranged
            arranged += 1
            rearrange()

        monkeypatch.setattr(transcript, "rearrange", counting)
        say(transcript, live, "One line more")
        await settled(pilot, lambda: arrived(transcript))
        assert "One line more" in "\n".join(app.screen_rows())
        assert arranged == 0
        say(transcript, live, "One line\n\nand another")
        await settled(pilot, lambda: arrived(transcript))
        assert arranged == 1


async def test_rows_that_stay_the_same_keep_their_strips() -> None:
    async with streaming([]) as (_, transcript, pilot, live):
        say(transcript, live, "First.\n\nSecond")
        await settled(pilot, lambda: arrived(transcript))
        view = transcript.stage.view_of("live")
        assert view is not None
        first, second = view.render_line(0), view.render_line(2)
        say(transcript, live, "First.\n\nSecond and more.")
        await settled(pilot, lambda: arrived(transcript))
        assert view.render_line(0) is first
        assert view.render_line(2) is not second
        assert "and more" in view.render_line(2).text
        say(transcript, live, "First.\n\nSecond and more.\n\nThird.")
        await settled(pilot, lambda: arrived(transcript))
        assert view.render_line(0) is first


async def test_the_filters_of_the_app_are_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    async with streaming([]) as (app, transcript, pilot, live):
        monkeypatch.setattr(app, "get_line_filters", lambda: [Monochrome()])
        say(transcript, live, "A [link](https://a.example) in grey.")
        await settled(pilot, lambda: arrived(transcript))
        view = transcript.stage.view_of("live")
        assert view is not None
        (strip,) = view.render_lines(Region(4, 0, 20, 1))
        assert strip.text == "link (https://a.exam"
        for segment in strip:
            assert segment.style
            assert segment.style.color
            assert len(set(segment.style.color.get_truecolor())) == 1


async def test_what_streamed_looks_like_what_was_loaded() -> None:
    async with streaming([]) as (app, transcript, pilot, live):
        for end in range(0, len(MARKDOWN), 37):
            say(transcript, live, MARKDOWN[:end])
            await settled(pilot, lambda: arrived(transcript))
        say(transcript, live, MARKDOWN, done=True)
        await settled(pilot, lambda: arrived(transcript))
        streamed = app.screen_rows()
        transcript.show([Row("loaded", assistant_item(MARKDOWN))])
        await settled(pilot)
        assert app.screen_rows() == streamed


async def test_rows_that_came_unseen_are_counted_until_the_end_is_in_view() -> None:
    async with streaming(long_thread(50)) as (_, transcript, pilot, _live):
        transcript.scroll_home()
        await settled(pilot)
        for number in range(3):
            row = Row(f"new-{number}", user_item("News"))
            transcript.row_added(len(transcript.rows), row)
        transcript.row_added(len(transcript.rows), Row("end", item("end_of_turn")))
        await settled(pilot)
        assert transcript.unseen == 3
        transcript.go_to_end()
        await settled(pilot)
        assert transcript.unseen == 0
        assert transcript.at_end


async def test_spinners_turn_while_something_goes_on_and_rest_after() -> None:
    async with streaming(long_thread(3)) as (app, transcript, pilot, live):
        timer = transcript._spinning
        assert timer is not None
        assert timer._active.is_set()
        before = app.screen_rows()
        transcript._spin()
        await settled(pilot)
        assert app.screen_rows() != before
        say(transcript, live, "Here it is.", done=True)
        await settled(pilot, lambda: arrived(transcript))
        transcript._spin()
        assert not timer._active.is_set()


async def test_a_message_on_its_way_becomes_the_servers_in_place() -> None:
    row = Row("local", user_item("Hi"))
    async with streaming([row]) as (app, transcript, pilot, _):
        change(row, user_item("Hi there"), done=True)
        transcript.row_updated(row)
        await settled(pilot, lambda: arrived(transcript))
        assert app.screen_rows()[0] == "▎ Hi there"


async def test_an_item_that_cannot_be_drawn_takes_nothing_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*args: object, **options: object) -> Painted:
        raise ValueError("a painter's mistake")

    async with streaming([]) as (app, transcript, pilot, _):
        monkeypatch.setattr(drawings_module, "paint", failing)
        transcript.row_added(0, Row("bad", item("task", task={"type": "custom"})))
        await settled(pilot)
        assert "could not be drawn" in app.screen_rows()[0]


OPERATIONS = st.lists(
    st.sampled_from(["add", "grow", "shrink", "prepend", "remove", "up", "down", "end", "resize"]),
    min_size=6,
    max_size=20,
)


@given(OPERATIONS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_anything_each_row_of_the_screen_is_the_right_one(operations: list[str]) -> None:
    asyncio.run(_after_anything(operations))


async def _after_anything(operations: list[str]) -> None:
    app = TranscriptApp()
    async with app.run_test(size=(60, 20)) as pilot:
        transcript = app.transcript
        await settled(pilot)
        transcript.show(long_thread(30))
        for number, operation in enumerate(operations):
            apply(transcript, operation, number)
            if operation == "resize":
                await pilot.resize_terminal(40 + number, 12 + number % 7)
            await settled(pilot, lambda: arrived(transcript))
            check(app)


def apply(transcript: Transcript, operation: str, number: int) -> None:
    rows = transcript.rows.rows
    match operation:
        case "add":
            transcript.row_added(len(rows), Row(f"added-{number}", assistant_item(f"A{number}")))
        case "grow" | "shrink" if rows:
            row = rows[number * 7 % len(rows)]
            text = "Longer.\n\n" * number if operation == "grow" else "Short"
            change(row, assistant_item(text), done=True)
            transcript.row_updated(row)
        case "prepend":
            transcript.rows_prepended(long_thread(4, f"old-{number}"))
        case "remove" if rows:
            transcript.row_removed(number * 5 % len(rows))
        case "up":
            transcript.scroll_relative(y=-number - 3)
        case "down":
            transcript.scroll_relative(y=number + 3)
        case "end":
            transcript.go_to_end()


def check(app: TranscriptApp) -> None:
    """Each row of the screen is the row of the item that the heights say is there."""
    transcript = app.transcript
    heights, top = transcript.rows.heights, round(transcript.scroll_y)
    assert 0 <= top <= max(0, heights.total - transcript.viewport)
    assert transcript.at_end == (top >= heights.total - transcript.viewport)
    for y, shown in enumerate(app.screen_rows()):
        if top + y >= heights.total:
            assert not shown
            continue
        index = heights.at_row(top + y)
        assert heights.is_measured(index)
        lines = transcript.drawings[transcript.rows.rows[index]].lines
        line = top + y - heights.offset(index)
        wanted = "".join(segment.text for segment in lines[line]) if line < len(lines) else ""
        assert shown[2:].rstrip() == wanted.rstrip()
