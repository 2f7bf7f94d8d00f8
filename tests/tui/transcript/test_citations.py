"""Marks in a text, and the sources they point to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.protocol.sources import Annotation, URLSource
from chatkit_tui.tui.transcript.citations import number_sources, with_marks, without_marks
from chatkit_tui.tui.transcript.markdown.live import render_markdown
from chatkit_tui.tui.transcript.palette import Palette


def annotation(url: str, index: int | None) -> Annotation:
    return Annotation(source=URLSource(url=url, title=url), index=index)


def shown(text: str, *indexes: int) -> str:
    marked = with_marks(text, [(index, number + 1) for number, index in enumerate(indexes)])
    lines = render_markdown(marked, 200, Palette())
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)


def test_one_source_has_one_number() -> None:
    sources, places = number_sources(
        [annotation("a", 3), annotation("b", None), annotation("a", 9), annotation("b", 12)]
    )
    assert sources == [URLSource(url="a", title="a"), URLSource(url="b", title="b")]
    assert places == [(3, 1), (9, 1), (12, 2)]


@pytest.mark.parametrize(
    ("text", "index", "result"),
    [
        ("It is so. Next.", 9, "It is so.[1] Next."),
        ("It is so.", 9, "It is so.[1]"),
        ("It is **so.** Next", 11, "It is so.[1] Next"),
        ("It is **so.** Next", 12, "It is so.[1] Next"),
        ("A [link](https://a.example) here", 20, "A link (https://a.example)[1] here"),
        ("one\n\ntwo", 5, "one[1]\n\ntwo"),
        ("short", 99, "short"),
        ("short", -1, "short"),
        ("short", 0, "short"),
    ],
)
def test_where_a_mark_stands(text: str, index: int, result: str) -> None:
    assert shown(text, index) == result


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("```py\nx = 1\n```\nafter", 15),
        ("| a | b |\n|---|---|\n| c | d |\n", 9),
        ("a\n\n---\n\nb", 6),
        ("Title\n=====\n\ntext", 11),
        ("- one\n- two", 6),
        ("1. one\n2. two", 7),
    ],
)
def test_a_mark_never_changes_the_structure(text: str, index: int) -> None:
    assert shown(text, index).replace("[1]", "") == shown(text)


@given(st.text(st.sampled_from("ab *_`[]()\n|-#>1.")), st.lists(st.integers(-2, 40), max_size=4))
def test_marks_add_nothing_else(text: str, indexes: list[int]) -> None:
    places = [(index, number + 1) for number, index in enumerate(indexes)]
    assert without_marks(with_marks(text, places)) == text


def test_a_text_cannot_forge_a_mark() -> None:
    assert shown("see \u2e287\u2e29") == "see (7)"


def test_marks_in_code_are_left_out() -> None:
    assert shown("`code` and\n\n    more code", 3, 20) == "code and\n\n more code"


def test_numbers_go_on_in_the_next_part() -> None:
    assert with_marks("ab", [(2, 1)], first=4) == "ab\u2e284\u2e29"
