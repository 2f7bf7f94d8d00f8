"""Colours in code, and what is done without them."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from chatkit_tui.tui.transcript.markdown import code
from chatkit_tui.tui.transcript.markdown.code import (
    MOST_COLOURED,
    GrowingCode,
    colour_lines,
    paint_code,
)
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import Line

PALETTE = Palette(
    code_keyword=Style(color="red"), code_string=Style(color="green"), code_number=Style(bold=True)
)

LINES = st.lists(st.sampled_from(["def f():", "    return 'x'", "", '"""', "# c", "1", "日本"]))


def texts(lines: list[Line]) -> list[str]:
    return ["".join(segment.text for segment in line).strip() for line in lines]


def coloured(source: str, language: str) -> set[str]:
    return {
        text
        for line in colour_lines(source, language, PALETTE)
        for text, style in line
        if style.color or style.bold
    }


@pytest.mark.parametrize("language", ["python", "Python", "py3", "python\x1b[31m"[:6]])
def test_known_languages_have_colours(language: str) -> None:
    assert coloured("def f(): return 'x'", language) >= {"def", "return"}


def test_the_last_line_has_its_colour_without_an_end() -> None:
    new = Style(color="green")
    *_, last = colour_lines("- old\n+ new", "diff", Palette(code_inserted=new))
    assert last == [("+ new", new)]


@pytest.mark.parametrize("language", ["", "klingon", "../../etc", "x" * 500, "text"])
def test_unknown_languages_are_plain(language: str) -> None:
    assert coloured("def f(): return 'x'", language) == set()


def test_an_unknown_language_does_not_search_for_plugins() -> None:
    script = (
        "import pygments.plugin\n"
        "pygments.plugin.iter_entry_points = None\n"
        "from chatkit_tui.tui.transcript.markdown.code import colour_lines\n"
        "from chatkit_tui.tui.transcript.palette import Palette\n"
        "colour_lines('x', 'klingon', Palette())\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@given(LINES, st.sampled_from(["python", "html", "rust", "diff", "json", "bash"]))
def test_colouring_changes_no_text(lines: list[str], language: str) -> None:
    source = "\n".join(lines)
    assert (
        "\n".join(
            "".join(text for text, _ in line) for line in colour_lines(source, language, PALETTE)
        )
        == source
    )


@given(LINES, st.data())
def test_a_growing_block_shows_the_same_text(lines: list[str], data: st.DataObject) -> None:
    source = "".join(line + "\n" for line in lines)
    growing, end = GrowingCode(), 0
    while end < len(source):
        end = data.draw(st.integers(end + 1, len(source)))
        painted = texts(growing.paint(source[:end], "python", 30, PALETTE))
        whole = texts(paint_code(source[:end], "python", 30, PALETTE))
        while painted and not painted[-1]:
            painted.pop()
        while whole and not whole[-1]:
            whole.pop()
        assert painted == whole


def test_a_growing_block_lexes_each_line_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lexed = 0
    colour = code.colour_lines

    def counting(source: str, *others: object) -> object:
        nonlocal lexed
        lexed += source.count("\n") + 1
        return colour(source, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(code, "colour_lines", counting)
    growing, source = GrowingCode(), ""
    for number in range(200):
        source += f"x = {number}\n"
        growing.paint(source, "python", 40, PALETTE)
    assert lexed <= 200 * (code.CONTEXT_LINES + 1)


def test_huge_blocks_are_plain_and_quick() -> None:
    source = "x = 1\n" * MOST_COLOURED
    began = time.perf_counter()
    lines = paint_code(source, "python", 80, PALETTE)
    assert len(lines) == MOST_COLOURED + 1
    assert time.perf_counter() - began < 5
    assert coloured(source, "python") == set()


def test_a_lexer_that_fails_leaves_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        name = "broken"

        def get_tokens(self, text: str) -> object:
            raise ValueError(text)

    monkeypatch.setattr(code, "_lexer", lambda language: Broken())
    assert colour_lines("a\nb", "python", PALETTE) == [[("a", PALETTE.code)], [("b", PALETTE.code)]]
