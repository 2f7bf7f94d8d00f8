"""Breaking text into lines that are exactly as wide as they claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from chatkit_tui.display import display
from chatkit_tui.tui.transcript.wrap import Line, Span, clip, fold, is_narrow, width_of, wrap

BOLD = Style(bold=True)
PLAIN = Style()

LATIN = ["word", "a", " ", "   ", "\n", "e\u0301", "-", "x" * 30]
WIDE = ["日本語", "、", "。", "（", "）", "한글", "👩\u200d💻", "❤\ufe0f", "\u0301", "\ufe0f"]
OTHER = ["ไทย", "नमस्ते", "עברית"]
PIECES = st.sampled_from(LATIN + WIDE + OTHER)
TEXTS = st.lists(PIECES, max_size=25).map(lambda parts: display("".join(parts)))
STYLED = st.lists(st.tuples(TEXTS, st.sampled_from([BOLD, PLAIN])), max_size=6)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(segment.text for segment in line) for line in lines]


def styles(spans: list[Span]) -> list[tuple[str, Style]]:
    return [(character, style) for text, style in spans for character in text]


@given(STYLED, st.integers(2, 40))
def test_no_line_is_wider_than_asked(spans: list[Span], width: int) -> None:
    for line in wrap(spans, width) + fold(spans, width):
        assert sum(cell_len(segment.text) for segment in line) <= width
        assert width_of("".join(segment.text for segment in line)) <= width


@given(STYLED, st.integers(2, 40))
def test_wrapping_loses_nothing_but_spaces(spans: list[Span], width: int) -> None:
    whole = "".join(text for text, _ in spans)
    kept = "".join(texts(wrap(spans, width)))
    assert kept.replace(" ", "") == whole.replace(" ", "").replace("\n", "")


@given(STYLED, st.integers(2, 40))
def test_folding_loses_nothing(spans: list[Span], width: int) -> None:
    whole = "".join(text for text, _ in spans)
    assert "".join(texts(fold(spans, width))) == whole.replace("\n", "")


@given(st.lists(st.tuples(st.sampled_from(["ab ", "c", " d"]), st.sampled_from([BOLD, PLAIN]))))
def test_every_character_keeps_its_style(spans: list[Span]) -> None:
    kept = [
        (character, segment.style)
        for line in wrap(spans, 5)
        for segment in line
        for character in segment.text
        if character != " "
    ]
    assert kept == [each for each in styles(spans) if each[0] != " "]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("", 10, [""]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("    four spaces", 20, ["    four spaces"]),
        (
            "see https://example.com/a/long/path now",
            20,
            ["see", "https://example.com/", "a/long/path now"],
        ),
        ("日本語の文章は、改行", 10, ["日本語の文", "章は、改行"]),
        ("中文、「引用」", 6, ["中文、", "「引", "用」"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("word👩\u200d💻、", 3, ["wor", "d", "👩\u200d💻", "、"]),
        ("hello 中文 world", 7, ["hello", "中文", "world"]),
        ("👩\u200d💻👩\u200d💻👩\u200d💻", 4, ["👩\u200d💻👩\u200d💻", "👩\u200d💻"]),
    ],
)
def test_where_lines_break(text: str, width: int, lines: list[str]) -> None:
    assert texts(wrap([(text, PLAIN)], width)) == lines


def test_a_mark_in_another_style_stays_with_its_letter() -> None:
    (line,) = wrap([("e", PLAIN), ("\u0301x", BOLD)], 10)
    assert [segment.text for segment in line] == ["e\u0301", "x"]


def test_a_ten_thousand_character_word() -> None:
    lines = texts(wrap([("字" * 10_000, PLAIN)], 80))
    assert len(lines) == 250
    assert "".join(lines) == "字" * 10_000


def test_narrow_text_is_one_cell_a_character() -> None:
    narrow = [chr(code) for code in range(0x20, 0x3000) if is_narrow(chr(code))]
    assert len(narrow) > 900
    assert all(cell_len(character) == 1 for character in narrow if character.isprintable())


@pytest.mark.parametrize(
    ("text", "width", "clipped"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("a", 0, ""),
    ],
)
def test_clipping(text: str, width: int, clipped: str) -> None:
    assert clip(text, width) == clipped
