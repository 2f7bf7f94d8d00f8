"""Rows give back the text they were made from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatkit_tui.controller.state import Row
from chatkit_tui.display import display
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.tui.transcript import long_text
from chatkit_tui.tui.transcript.copying import Extent, copied, cut_cells
from chatkit_tui.tui.transcript.page import Memory, Painted
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.selection import paragraph_at, word_at
from tests.support.rows import MARKDOWN, assistant_item, item, user_item

WORDS = [
    "word",
    "a",
    "  ",
    "\n",
    "e\u0301",
    "x" * 30,
    "日本語。",
    "👩\u200d💻",
    "❤\ufe0f",
    "ไทย",
    " ",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
PROSE = st.lists(
    st.sampled_from(["word", "a", "日本語", "👩\u200d💻", "x" * 50, "e\u0301"]),
    min_size=1,
    max_size=30,
).map(" ".join)


def painted(thing: ThreadItem, width: int) -> Painted:
    return paint(Row("row", thing), width, Palette(), Memory())


def all_of(thing: ThreadItem, width: int) -> str:
    return copied(painted(thing, width).lines, Extent())


def trimmed(text: str) -> list[str]:
    """Lines without the blanks at their ends, which no one sees."""
    return [line.rstrip() for line in text.strip("\n").split("\n")]


@given(TEXTS, st.integers(8, 40))
def test_what_the_user_typed_is_copied_as_he_typed_it(text: str, width: int) -> None:
    assert trimmed(all_of(user_item(text), width)) == trimmed(display(text).rstrip())


@settings(max_examples=50, deadline=None)  # the first one loads the parser
@given(PROSE, PROSE, st.integers(10, 40))
def test_paragraphs_items_and_quotes_have_no_soft_breaks(one: str, two: str, width: int) -> None:
    source = f"{one}\n\n- {two}\n- {one}\n\n> {two}"
    assert all_of(assistant_item(source), width) == f"{one}\n\n• {two}\n• {one}\n\n{two}"


CODE_LINES = st.lists(
    st.text(st.sampled_from("ab ({日"), max_size=60).map(lambda line: f"{line}x"), min_size=1
)


@settings(max_examples=50, deadline=None)  # the first one loads the lexers
@given(CODE_LINES, st.integers(10, 40))
def test_code_is_copied_exactly(lines: list[str], width: int) -> None:
    code = "\n".join(lines)
    assert all_of(assistant_item(f"```python\n{code}\n```"), width) == code
    nested = "".join(f"  {line}\n" for line in lines)
    assert all_of(assistant_item(f"- x\n\n  ```\n{nested}  ```"), width) == f"• x\n\n{code}"


@given(
    st.lists(st.sampled_from(["word", "  ", "\n", "x" * 30, "日本語。", " "])).map("".join),
    st.integers(10, 40),
)
def test_a_long_text_is_copied_as_it_is_whatever_its_pieces(text: str, piece: int) -> None:
    long = long_text.LongText()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_text, "PIECE", piece)
        long.lay_out(text, 12, Palette().text)
        copy = copied(long, Extent())
    assert trimmed(copy) == trimmed(display(text))


@pytest.mark.parametrize("width", [34, 50, 100])
def test_nothing_of_a_frame_is_copied(width: int) -> None:
    assert all_of(assistant_item(MARKDOWN), width) == (
        "Streaming in terminals\n\n"
        "Here is how a chat can stay fast, with a link (https://example.com/guide) in it. It is a "
        "long paragraph that must be wrapped properly, whatever the width of the terminal is.\n\n"
        "1. Keep a model of the list\n"
        "   • measured heights\n"
        "   • estimated ones: 日本語のテキストも折り返す。\n"
        "2. Draw only what is seen\n\n"
        "Premature optimisation is the root of all evil.\n\n"
        "def fib(n: int) -> int:\n"
        "    return n if n < 2 else fib(n - 1) + fib(n - 2)\n\n"
        "Approach\tCPU\tRemarks\n"
        "widgets\t78 %\tone widget per block, and a long remark that has to be wrapped\n"
        "strips\t14 %\tthis one\n\n"
        "☐ write tests\n"
        "☑ measure\n\n"
        "Done."
    )


def test_boxes_leave_no_border() -> None:
    widget = item("widget", widget={"type": "Card", "children": [{"type": "Text", "value": "Hi"}]})
    assert all_of(widget, 30) == "Hi"
    image = item("generated_image", image={"id": "1", "url": "https://a.example/" + "i" * 30})
    copy = all_of(image, 30)
    assert "https://a.example/" + "i" * 30 in copy
    assert not set("│╭╮╰╯─") & set(copy)


def test_half_of_a_wide_character_is_all_of_it() -> None:
    assert cut_cells("日本語", 1, 3) == "日本"
    assert cut_cells("a👩\u200d💻b", 2, 3) == "👩\u200d💻"


@pytest.mark.parametrize(
    ("text", "width", "row", "cell", "word"),
    [
        ("see the-word, here", 40, 0, 8, "the-word"),
        ("see https://a.example/long/path?x=1.", 16, 2, 3, "https://a.example/long/path?x=1"),
        ("naïve (日本語) end", 40, 0, 9, "日本語"),
        ("(x)", 40, 0, 0, "("),
    ],
)
def test_a_word_is_found_across_breaks(
    text: str, width: int, row: int, cell: int, word: str
) -> None:
    lines = painted(user_item(text), width).lines
    extent = word_at(lines, row, cell)
    assert extent is not None
    assert copied(lines, Extent(extent.first, extent.begin, extent.last, extent.end + 1)) == word


def test_there_is_no_word_in_blanks_and_beyond_the_end() -> None:
    lines = painted(user_item("one two"), 40).lines
    assert word_at(lines, 0, 3) is None
    assert word_at(lines, 0, 7) is None


def test_a_paragraph_is_the_rows_of_one_line() -> None:
    lines = painted(user_item("first\nthe second one is long\nthird"), 10).lines
    extent = paragraph_at(lines, 2)
    assert copied(lines, Extent(extent.first, 0, extent.last)) == "the second one is long"
