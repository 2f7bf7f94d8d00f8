"""What is searched is the source, what is seen is drawn: both must have the same matches."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.style import Style

from chatkit_tui.tui.find.counting import HitCounts
from chatkit_tui.tui.find.highlights import Highlights
from chatkit_tui.tui.find.pattern import Pattern
from chatkit_tui.tui.find.plain_markdown import plain_markdown
from chatkit_tui.tui.transcript.page import Memory, Painted
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from tests.support.rows import MARKDOWN, assistant_item, item, rows_of, user_item
from tests.support.transcript_app import TranscriptApp, settled

PALETTE = Palette(
    bullet=Style(color="red"),
    citation=Style(color="blue"),
    match=Style(reverse=True),
    match_current=Style(reverse=True, bold=True),
)

WORDS = [
    "**bo**ld",
    "needle",
    "*two*",
    "`a*b`",
    "snake_case_word",
    "[link](https://x.y/z)",
    "~~gone~~",
]
WORDS += [
    "2*3",
    "***both***",
    "&amp;",
    "\\*star\\*",
    "日本語日本語",
    "a",
    "__strong__",
    "<https://x.y>",
]
BLOCKS = [
    "# {}",
    "- {}",
    "> {}",
    "{}",
    "1. {}",
    "- [ ] {}",
    "```py\n{}\n```",
    "| h | i |\n|---|---|\n| {} | x |",
]

documents = st.lists(
    st.tuples(st.sampled_from(BLOCKS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)),
    min_size=1,
    max_size=4,
).map(lambda blocks: "\n\n".join(form.format(" ".join(words)) for form, words in blocks))


def painted(source: str, width: int) -> Painted:
    return paint(rows_of(assistant_item(source))[0], width, PALETTE, Memory())


def counted(pattern: str, source: str) -> int:
    counts = HitCounts(hyperlinks=False)
    counts.look_for(Pattern(pattern))
    row = rows_of(assistant_item(source))[0]
    for _ in counts.count(row):
        pass
    return counts.counts.get(row.key, 0)


def test_where_sources_are_shown_they_are_searched() -> None:
    rows = rows_of(assistant_item("Some **bo**ld text"), item("task", task={"type": "custom"}))
    for words, where in (("**bo**ld", "row-0"), ('"type": "custom"', "row-1")):
        counts = HitCounts(hyperlinks=False)
        counts.look_for(Pattern(words), raw=True)
        for row in rows:
            for _ in counts.count(row):
                pass
        assert counts.counts == {where: 1}


def seen(pattern: str, source: str, width: int) -> int:
    return len(list(Highlights(Pattern(pattern)).find(painted(source, width), PALETTE)))


@settings(max_examples=60, deadline=None)
@given(
    documents,
    st.sampled_from(["bold", "needle", "o", "a*b", "case_w", "link", "語日", "x.y"]),
    st.integers(24, 90),
)
@example(MARKDOWN, "e", 60)
def test_as_many_are_counted_as_are_seen(source: str, pattern: str, width: int) -> None:
    assert counted(pattern, source) == seen(pattern, source, width)


@pytest.mark.parametrize("width", [9, 13, 20, 40])
def test_matches_go_on_where_rows_are_broken(width: int) -> None:
    text = "Some words with a needle in them and Donaudampfschifffahrt besides 日本語のテキスト."
    assert seen("a needle in them", text, width) == 1
    assert seen("dampfschiff", text, width) == 1
    assert seen("本語のテ", text, width) == 1
    assert seen("wordswith", text, width) == 0


async def test_matches_stand_out_in_the_terminals_own_colours() -> None:
    app = TranscriptApp()
    async with app.run_test() as pilot:
        app.theme = "ansi-dark"
        await settled(pilot)
        palette = app.transcript.drawings.palette
        assert palette.match.reverse
        assert palette.match_current.reverse
        assert palette.match != palette.match_current


def test_a_match_in_a_cell_of_a_table_goes_on_in_its_cell() -> None:
    cell = "a remark that is far too long for the column it was put into"
    source = f"| head | more |\n|---|---|\n| {cell} | {cell} |"
    assert seen("far too long for", source, 40) == 2


@pytest.mark.parametrize("width", [20, 60])
def test_what_is_marked_is_the_match(width: int) -> None:
    drawn = painted("A **need**le, and a long line with another `needle` in it.", width)
    highlights = Highlights(Pattern("needle"))
    first = next(highlights.find(drawn, PALETTE))[0]
    highlights.current = ("row", first)
    marked = highlights("row", drawn, PALETTE)
    texts = {"match": "", "current": ""}
    for before, after in zip(drawn.lines, marked.lines, strict=True):
        assert "".join(s.text for s in before) == "".join(s.text for s in after)
        for segment in after:
            if segment.style is not None and segment.style.reverse:
                texts["current" if segment.style.bold else "match"] += segment.text
    assert texts == {"match": "needle", "current": "needle"}
    assert highlights("row", drawn, PALETTE) is marked


def test_long_texts_are_marked_where_they_are_looked_at() -> None:
    source = "".join(f"Line {number} of it\n" for number in range(9_000)) + "the needle"
    row = rows_of(user_item(source))[0]
    drawn = paint(row, 60, PALETTE, Memory())
    highlights = Highlights(Pattern("line 8999 of it the needle"))
    (match,) = highlights.find(drawn, PALETTE)
    assert [part.row for part in match] == [8_999, 9_000]
    highlights.current = ("row", match[0])
    lines = highlights("row", drawn, PALETTE).lines
    assert [s.text for s in lines[9_000] if s.style is not None and s.style.reverse] == [
        "the needle"
    ]
    assert lines[0] == drawn.lines[0]


def test_all_that_is_shown_of_an_item_is_searched() -> None:
    search = {
        "type": "web_search",
        "title": "Looked around",
        "queries": ["best pumps"],
        "sources": [{"type": "url", "url": "https://pumps.example", "title": "Pump guide"}],
    }
    thought = {"type": "thought", "content": "I **wond**er."}
    choice = {
        "type": "multiple_choice",
        "id": "q",
        "question": "Which?",
        "options": [{"value": "Red"}],
    }
    file = {"type": "file", "id": "f", "name": "report.pdf", "mime_type": "application/pdf"}
    items = rows_of(
        item("workflow", workflow={"type": "custom", "tasks": [search, thought]}),
        item("task", task={"type": "custom", "title": "A task alone"}),
        item(
            "client_tool_call",
            name="get_weather",
            call_id="c",
            status="pending",
            arguments={"town": "Bonn"},
        ),
        item("structured_input", inputs=[choice], status="pending"),
        item(
            "widget", widget={"type": "Card", "children": [{"type": "Text", "value": "In a card"}]}
        ),
        user_item("Look", attachments=[file], quoted_text="as you said"),
        item("end_of_turn"),
        item("from_tomorrow", words="unheard of"),
    )
    wanted = [
        "best pumps",
        "pump guide",
        "wonder",
        "task alone",
        "get_weather",
        "bonn",
        "which",
        "red",
    ]
    for words in [*wanted, "in a card", "report.pdf", "as you said", "unheard of"]:
        counts = HitCounts(hyperlinks=False)
        counts.look_for(Pattern(words))
        for row in items:
            for _ in counts.count(row):
                pass
        assert counts.counts, words


@pytest.mark.parametrize(
    "hostile",
    [
        "*a" * 20_000,
        "[a](" + " " * 60_000,
        "- " * 30_000,
        "`` a ` b " * 7_000,
        "```\n" * 9_000,
        " " * 60_000,
    ],
)
def test_hostile_markdown_takes_time_in_proportion(hostile: str) -> None:
    # Anything quadratic here takes minutes, and the time limit of tests ends it.
    plain_markdown(hostile, addresses=True)
