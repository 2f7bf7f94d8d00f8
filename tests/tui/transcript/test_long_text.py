"""Items of any size: keys stay alive, memory is bounded, and all of the text can be scrolled to."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot

from chatkit_tui.controller.state import Row
from chatkit_tui.display import display
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.tui.transcript.long_text import LONG, PIECE, Joined, LongText
from chatkit_tui.tui.transcript.page import Memory, Painted
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.transcript import Transcript
from tests.support.rows import MARKDOWN, assistant_item, change, item, user_item
from tests.support.transcript_app import TranscriptApp, settled

SIZE = 5_000_000

TEXTS = {
    "markdown": MARKDOWN * (SIZE // len(MARKDOWN)),
    "line": "x" * SIZE,
    "fence": "```python\n" + "value = compute(1)\n" * (SIZE // 19),
    "table": "| a | b |\n|---|---|\n" + "| some | cells |\n" * 200_000,
    "wide": "日本語のテキスト。" * (SIZE // 9),
    "escapes": "\x1b[31m" * (SIZE // 5),
    "joiners": "👩\u200d" * (SIZE // 2),
    "line ends": "\n" * SIZE,
    "quotes": "> - a\n" * (LONG // 6 - 1),
}


def text_of(lines: LongText) -> str:
    return "".join(segment.text for line in lines[:] for segment in line)


def laid_out(text: str, width: int) -> LongText:
    lines = LongText()
    lines.lay_out(text, width, Style.null())
    return lines


@given(
    st.lists(
        st.sampled_from(["a", "long word ", "日本", "e\u0301", "\n", "\t", "👩\u200d💻", "\x1b"])
    )
)
def test_every_row_fits_and_nothing_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = laid_out(text, 7)
    assert len(lines[:]) == len(lines)
    for line in lines[:]:
        assert cell_len("".join(segment.text for segment in line)) <= 7
    assert "".join(text_of(lines).split()) == "".join(display(text).split())


def test_any_pieces_give_what_the_whole_gives() -> None:
    text = ("word 日本 and so on\n" * 30 + "y" * PIECE) * 5
    growing = LongText()
    for end in range(0, len(text) + 1777, 1777):
        growing.lay_out(text[:end], 20, Style.null())
    assert growing[:] == laid_out(text, 20)[:]
    growing.lay_out("another", 20, Style.null())
    assert text_of(growing) == "another"


def test_what_is_not_done_in_time_is_gone_on_with() -> None:
    text = "one two three\n" * 10_000
    lines = LongText()
    rounds = 0
    while not rounds or lines.left:
        lines.lay_out(text, 20, Style.null(), deadline=0)
        rounds += 1
    assert rounds > 10
    assert lines[:] == laid_out(text, 20)[:]


def painted(thing: ThreadItem) -> Painted:
    return paint(Row("row", thing), 77, Palette(), Memory(), open_=True)


def workflow_of(text: str) -> ThreadItem:
    tasks = [{"type": "thought", "title": "Thought", "content": text}]
    return item("workflow", workflow={"type": "reasoning", "tasks": tasks})


def titled(text: str) -> ThreadItem:
    tasks = [{"type": "web_search", "title": text, "queries": [text]}]
    return item("workflow", workflow={"type": "custom", "tasks": tasks})


def widget_of(text: str) -> ThreadItem:
    return item("widget", widget={"type": "Text", "value": text})


def unknown_of(text: str) -> ThreadItem:
    return item("hologram", text=text)


def refusal_of(text: str) -> ThreadItem:
    return item("assistant_message", content=[{"type": "refusal", "refusal": text}])


def quoting(text: str) -> ThreadItem:
    return user_item("Hi", quoted_text=text)


KINDS = [
    assistant_item,
    user_item,
    workflow_of,
    titled,
    widget_of,
    unknown_of,
    refusal_of,
    quoting,
]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("make", KINDS)
def test_one_painting_takes_a_moment_whatever_the_item(make: object, name: str) -> None:
    assert callable(make)
    thing = make(TEXTS[name])
    painted(make("small"))
    began = time.perf_counter()
    painted(thing)
    assert time.perf_counter() - began < 1.5


def test_a_long_item_keeps_little_besides_its_text() -> None:
    thing = assistant_item(TEXTS["markdown"])
    painted(assistant_item("small"))
    tracemalloc.start()
    try:
        shown = painted(thing)
        for row in range(0, len(shown.lines), 997):
            assert shown.lines[row] is not None
        assert tracemalloc.get_traced_memory()[0] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_long_text_stands_among_the_other_lines() -> None:
    shown = painted(workflow_of("the thought " * 10_000))
    lines = ["".join(segment.text for segment in line) for line in shown.lines]
    assert isinstance(shown.lines, Joined)
    assert lines[0].startswith("▾ Thought")
    assert lines[2].startswith("    the thought the thought")
    assert all(len(line) <= 77 for line in lines)


def test_long_names_say_what_is_left_out() -> None:
    lines = painted(titled("n" * (LONG + 1234))).lines
    assert "… 1,234 more characters" in "".join(segment.text for line in lines for segment in line)


def finished(transcript: Transcript) -> bool:
    return not transcript.drawings.unfinished and not transcript._going_on


async def longest_wait(pilot: Pilot[None], transcript: Transcript) -> float:
    """Seconds the screen took to answer at most, until everything is laid out."""
    longest = 0.0
    while longest == 0 or not finished(transcript):
        began = time.perf_counter()
        await pilot.pause()
        longest = max(longest, time.perf_counter() - began)
    return longest


@pytest.mark.parametrize("name", ["markdown", "line", "table", "escapes"])
async def test_all_of_it_can_be_scrolled_to(name: str) -> None:
    text = f"The beginning.\n{TEXTS[name]}\nThe end."
    app = TranscriptApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.transcript.show([Row("long", assistant_item(text))])
        assert await longest_wait(pilot, app.transcript) < 1.5
        await settled(pilot)
        assert "The end." in app.screen_rows()[-2]
        app.transcript.scroll_home()
        await settled(pilot)
        assert "The beginning." in app.screen_rows()[0]
        app.transcript.scroll_to(y=app.transcript.max_scroll_y // 2)
        await settled(pilot)
        assert any(app.screen_rows())


async def test_a_long_answer_streams_without_a_stop() -> None:
    text, step = TEXTS["markdown"], len(TEXTS["markdown"]) // 1000 + 1
    app = TranscriptApp()
    row = Row("live", assistant_item(""), done=False)
    longest = 0.0
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.transcript.show([row])
        for end in range(step, len(text) + step, step):
            changed = assistant_item(text[:end])
            began = time.perf_counter()
            change(row, changed, done=end >= len(text))
            app.transcript.row_updated(row)
            if end // step % 10 == 0:
                await pilot.pause()
            longest = max(longest, time.perf_counter() - began)
        await settled(pilot, lambda: not app.transcript._dirty and finished(app.transcript))
        assert longest < 1.5
        assert "Done." in "\n".join(app.screen_rows()[-4:])
