"""Times beside the turns of a thread, and dates above its days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.items import ThreadItem
from tests.support.rows import item, long_thread
from tests.support.transcript_app import TranscriptApp, settled

NOON = datetime(2026, 3, 13, 12, 5)
"""A Friday."""


def said(text: str, created: object) -> ThreadItem:
    content = [{"type": "input_text", "text": text}]
    return item("user_message", content=content, inference_options={}, created_at=created)


def answered(text: str, created: object) -> ThreadItem:
    part = {"type": "output_text", "text": text, "annotations": []}
    return item("assistant_message", content=[part], created_at=created)


def row(key: str, thing: ThreadItem) -> Row:
    return Row(key, thing)


async def screen_of(rows: list[Row], **marks: Any) -> list[str]:
    app = TranscriptApp()
    async with app.run_test(size=(60, 24)) as pilot:
        await settled(pilot)
        app.transcript.time_stamps = marks.get("stamps", True)
        app.transcript.marks.whole = marks.get("whole", False)
        app.transcript.show(rows)
        await settled(pilot)
        heights = app.transcript.rows.heights
        assert [heights[each] for each in range(len(rows))] == [
            app.transcript.drawings.height(each) for each in rows
        ]
        return [line for line in app.screen_rows() if line]


async def test_a_turn_says_when_it_came() -> None:
    later = NOON.astimezone().timestamp() + 60
    rows = [
        row("1", said("Question", NOON.isoformat())),
        row("2", item("end_of_turn")),
        row("3", answered("Answer\n\nmore of it", later)),
        row("4", answered("And more", later)),
        row("5", said("a word " * 8, NOON.isoformat())),
        row("6", answered("```\ncode\n```", "no time")),
        row("7", answered("x", None)),
    ]
    assert await screen_of(rows) == [
        "▎ Question                                           12:05",
        "  Answer                                             12:06",
        "  more of it",
        "  And more",
        "▎ a word a word a word a word a word a word a word a word",
        "   code",
        "  x",
    ]
    assert not any(":0" in line for line in await screen_of(rows, stamps=False))


async def test_a_day_begins_with_its_date() -> None:
    rows = [
        row("1", said("Late", NOON.isoformat())),
        row("2", answered("Of no time", None)),
        row("3", answered("Tomorrow", (NOON + timedelta(days=1)).isoformat())),
    ]
    date = "  ── Saturday, 14 March 2026 " + "─" * 29
    assert await screen_of(rows, stamps=False) == ["▎ Late", "  Of no time", date, "  Tomorrow"]
    first = "  ── Friday, 13 March 2026 " + "─" * 31
    assert await screen_of(rows, stamps=False, whole=True) == [
        first,
        "▎ Late",
        "  Of no time",
        date,
        "  Tomorrow",
    ]
    today = [row("1", said("Today", datetime.now().isoformat()))]
    assert await screen_of(today, stamps=False, whole=True) == ["▎ Today"]


async def test_times_out_of_bounds_do_no_harm() -> None:
    odd = ["9999-12-31T23:59:59", "0001-01-01", 1e300, -1e15, "x", None, NOON.isoformat()]
    rows = [row(f"{n}", said(f"Odd {n}", created)) for n, created in enumerate(odd)]
    shown = "\n".join(await screen_of(rows, whole=True))
    assert all(f"Odd {n}" in shown for n in range(len(odd)))
    assert "── Friday, 13 March 2026 ──" in shown


async def test_older_rows_that_come_and_rows_that_go_move_the_dates_not_the_reader() -> None:
    app = TranscriptApp()
    day = timedelta(days=1)
    tomorrow = (NOON + day).isoformat()
    rows = [row(f"{n}", answered(f"Answer {n}\n\n" * 3, tomorrow)) for n in range(9)]
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        transcript = app.transcript
        transcript.show(rows)
        transcript.scroll_home()
        await settled(pilot)
        transcript.scroll_relative(y=2)
        await settled(pilot)
        before = app.screen_rows()
        assert before[0] == "  Answer 0"
        transcript.rows_prepended([row("old", said("Yesterday", NOON.isoformat()))])
        await settled(pilot)
        assert app.screen_rows() == before
        transcript.scroll_relative(y=-4)
        await settled(pilot)
        assert app.screen_rows()[:3] == ["  ── Saturday, 14 March 2026 " + "─" * 29, "", before[0]]
        transcript.scroll_relative(y=3)
        await settled(pilot)
        before = app.screen_rows()
        transcript.row_removed(0)
        await settled(pilot)
        assert app.screen_rows() == before
        transcript.scroll_home()
        await settled(pilot)
        assert app.screen_rows()[0] == "  Answer 0"


async def test_a_message_that_gets_its_time_late_dates_what_follows() -> None:
    app = TranscriptApp()
    pending = row("1", said("Question", None))
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        app.transcript.show([pending, row("2", answered("Answer", NOON.isoformat()))])
        await settled(pilot)
        assert "March" not in "\n".join(app.screen_rows())
        pending.item = said("Question", (NOON - timedelta(days=1)).isoformat())
        pending.revision += 1
        app.transcript.row_updated(pending)
        await settled(pilot)
        assert "── Friday, 13 March 2026 ──" in "\n".join(app.screen_rows())


async def test_keys_switch_times_and_the_source() -> None:
    app = TranscriptApp()
    async with app.run_test(size=(44, 20)) as pilot:
        await settled(pilot)
        transcript = app.transcript
        rows = [*long_thread(30), row("new", said("Question", NOON.isoformat()))]
        transcript.show(rows)
        transcript.focus()
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert "12:05" in "\n".join(app.screen_rows())
        transcript.scroll_home()
        await settled(pilot)
        transcript.scroll_relative(y=36)
        await settled(pilot)
        before = app.screen_rows()
        assert before[0].endswith("☐ write tests")
        await pilot.press("m")
        await settled(pilot)
        source = app.screen_rows()
        assert source[:2] == ["  - [ ] write tests", "  - [x] measure"]
        assert source[-3:] == [f"  workflow{'10:00':>32}", "   {", '     "id": "item",']
        await pilot.press("m")
        await settled(pilot)
        assert app.screen_rows() == before
