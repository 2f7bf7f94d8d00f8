"""Markdown that grows: any pieces give what the whole gives, within any width, at any depth."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chatkit_tui.display import display
from chatkit_tui.tui.transcript.markdown import live
from chatkit_tui.tui.transcript.markdown.blocks import paint_tokens
from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown, render_markdown
from chatkit_tui.tui.transcript.markdown.parse import language_of, open_fence, parse
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import Line
from tests.support.rows import MARKDOWN

PALETTE = Palette()

BLOCKS = ["\n", "\n\n", "- ", "  - ", "1. ", "2", "2.", "> ", "# ", "---", "===", "* ", "+", "    "]
FENCES = ["```", "```py\n", "~~~\n", "````", "   ```\n"]
TABLES = ["|", "| a | b |\n", "|---|---|\n", "|:-:|\n"]
LINKS = ["[x]", "[x]: http://u\n", "[y]: /v 'ti", "tle'\n", "(http://l)", "![i](http://x)", "[y]"]
INLINE = [
    "**",
    "*",
    "_",
    "`",
    "~~",
    "\\",
    "<b>",
    "&amp;",
    "&#x202e;",
    "[ ] ",
    "a",
    "b c",
    " ",
    "日本",
]
BREAKS = ["\t", "\r", "\r\n", "\u2028", "  \n", "👩\u200d💻", "\x1b[31m"]
PIECES = st.sampled_from([*BLOCKS, *FENCES, *TABLES, *LINKS, *INLINE, *BREAKS])
DOCUMENTS = st.lists(PIECES, max_size=25)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(segment.text for segment in line) for line in lines]


@given(DOCUMENTS, st.integers(4, 40), st.data())
def test_any_pieces_give_what_the_whole_gives(
    pieces: list[str], width: int, data: st.DataObject
) -> None:
    growing, source = LiveMarkdown(), ""
    for piece in pieces:
        source += piece
        if data.draw(st.booleans()):
            growing.render(source, width, PALETTE, whole=False)
    whole = render_markdown(source, width, PALETTE)
    assert growing.render(source, width, PALETTE).lines == whole


@given(DOCUMENTS, st.integers(4, 40))
def test_blocks_one_by_one_look_like_the_document_as_one(pieces: list[str], width: int) -> None:
    source = "".join(pieces)
    tokens = parse(display(source), {})
    assert tokens is not None
    as_one = paint_tokens(tokens, width, PALETTE)
    if any(line.strip() for line in texts(as_one)):
        assert render_markdown(source, width, PALETTE) == as_one


@given(DOCUMENTS, st.integers(2, 40))
def test_nothing_is_wider_than_asked_or_drives_the_terminal(pieces: list[str], width: int) -> None:
    for line in render_markdown("".join(pieces), width, PALETTE):
        assert sum(cell_len(segment.text) for segment in line) <= width
        for segment in line:
            assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in segment.text)


@given(st.lists(PIECES, min_size=1, max_size=25))
def test_a_text_is_never_blank(pieces: list[str]) -> None:
    source = "".join(pieces)
    visible = display(source).replace("&#x202e;", "")
    if any(character.isalnum() for character in visible):
        assert any(line.strip() for line in texts(render_markdown(source, 30, PALETTE)))


@given(DOCUMENTS)
def test_an_open_fence_is_found_without_parsing(pieces: list[str]) -> None:
    source = display("".join(pieces))
    fence = open_fence(source)
    if fence is not None:
        tokens = parse(source, {})
        assert tokens is not None
        assert [token.type for token in tokens] == ["fence"]
        assert tokens[0].content.rstrip() == fence.code.rstrip()
        assert language_of(tokens[0].info) == fence.language


def test_closed_blocks_are_painted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    paint = live._paint

    def counting(source: str, *others: object) -> list[Line]:
        painted.append(source)
        return paint(source, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(live, "_paint", counting)
    growing = LiveMarkdown()
    source = "# Title\n\nFirst paragraph.\n\n" + "word " * 200
    for end in range(30, len(source), 7):
        growing.render(source[:end], 60, PALETTE, whole=False)
    assert painted.count("# Title\n") == 1
    assert sum(text.strip() == "First paragraph." for text in painted) <= 2


def test_a_definition_at_the_end_reaches_blocks_that_are_closed() -> None:
    growing = LiveMarkdown()
    source = "See [the docs][d].\n\nMore.\n\n"
    before = texts(growing.render(source, 60, PALETTE, whole=False).lines)
    after = texts(growing.render(source + "[d]: https://docs.example\n", 60, PALETTE).lines)
    assert before[0] == "See [the docs][d]."
    assert after[0] == "See the docs (https://docs.example)."


def test_a_changed_beginning_is_rendered_anew() -> None:
    growing = LiveMarkdown()
    growing.render("One.\n\nTwo.\n\nThree.", 60, PALETTE, whole=False)
    changed = "Other.\n\nTwo.\n\nThree."
    assert growing.render(changed, 60, PALETTE).lines == render_markdown(changed, 60, PALETTE)


@pytest.mark.parametrize("whole", [False, True])
def test_a_line_that_is_not_complete_closes_nothing(whole: bool) -> None:
    growing = LiveMarkdown()
    growing.render("9. a\n\n1", 60, PALETTE, whole=whole)
    list_ = "9. a\n\n10. b"
    assert growing.render(list_, 60, PALETTE).lines == render_markdown(list_, 60, PALETTE)


def test_a_paragraph_of_too_many_brackets_is_not_searched_for_links() -> None:
    source = "[a](http://b) " * 300
    assert texts(render_markdown(source, 60, PALETTE))[0].startswith("a (http://b)")
    assert texts(render_markdown(source * 2, 60, PALETTE))[0].startswith("[a](http://b)")


def test_another_width_gives_other_lines() -> None:
    growing = LiveMarkdown()
    growing.render(MARKDOWN, 80, PALETTE, whole=False)
    assert growing.render(MARKDOWN, 30, PALETTE).lines == render_markdown(MARKDOWN, 30, PALETTE)


def test_starts_are_the_rows_where_blocks_begin() -> None:
    rendered = LiveMarkdown().render("# A\n\nb\n\n- c\n- d\n\ne", 20, PALETTE)
    shown = texts(rendered.lines)
    assert [shown[row] for row in rendered.starts] == ["A", "b", "• c", "e"]


@pytest.mark.parametrize(
    "source",
    [
        ">" * 3000 + " deep",
        "- " * 3000 + "deep",
        "\n".join("  " * depth + "- deep" for depth in range(400)),
        "[" * 20_000 + "deep",
        "![[" * 8000 + "deep",
        "*a **b " * 5000 + "deep",
        "[\n" * 5000 + "deep",
        "<http://a" * 5000 + " deep",
        "| deep " * 2000 + "|\n" + "|-" * 2000 + "|\n",
        "`" * 20_000 + "deep",
    ],
    ids=[
        "quotes",
        "bullets",
        "list",
        "brackets",
        "images",
        "stars",
        "lines",
        "links",
        "table",
        "ticks",
    ],
)
def test_hostile_nesting_is_shown_in_time(source: str) -> None:
    began = time.perf_counter()
    shown = "".join(texts(render_markdown(source, 40, PALETTE)))
    assert "deep" in shown.replace(" ", "").replace("▎", "")
    assert time.perf_counter() - began < 5


def test_a_deep_list_keeps_room_for_its_text() -> None:
    source = "\n".join("  " * depth + f"- level {depth}" for depth in range(20))
    for width in (20, 40):
        shown = texts(render_markdown(source, width, PALETTE))
        for depth in range(20):
            assert any(f"level {depth}" in line for line in shown)
