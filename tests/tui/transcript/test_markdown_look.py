"""What each construct of Markdown looks like."""

from __future__ import annotations

import pytest
from rich.style import Style

from chatkit_tui.tui.transcript.markdown.live import render_markdown
from chatkit_tui.tui.transcript.palette import Palette

PALETTE = Palette(
    strong=Style(bold=True),
    emphasis=Style(italic=True),
    strike=Style(strike=True),
    link=Style(underline=True),
    code_inline=Style(color="yellow"),
    code=Style(bgcolor="black"),
    heading_1=Style(color="blue"),
    heading_3=Style(color="cyan"),
    quote=Style(color="green"),
)


def shown(source: str, width: int = 40) -> list[str]:
    lines = render_markdown(source, width, PALETTE)
    return ["".join(segment.text for segment in line).rstrip() for line in lines]


def style_of(source: str, text: str) -> Style:
    for line in render_markdown(source, 60, PALETTE):
        for segment in line:
            if text in segment.text:
                assert segment.style is not None
                return segment.style
    raise AssertionError(f"{text!r} is not shown")


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("# A title\ntext", ["A title", "", "text"]),
        ("one\ntwo  \nthree", ["one two", "three"]),
        ("日本\n語", ["日本語"]),
        ("- a\n- b\n  - c\n    - d", ["• a", "• b", "  ◦ c", "    ▪ d"]),
        ("- a\n\n- b", ["• a", "", "• b"]),
        ("9. a\n10. b", [" 9. a", "10. b"]),
        ("3) a", ["3) a"]),
        ("- [ ] todo\n- [x] done", ["☐ todo", "☑ done"]),
        ("-\n- b", ["•", "• b"]),
        ("> a\n> > b", ["▎ a", "▎", "▎ ▎ b"]),
        ("a\n\n---\n\nb", ["a", "", "─" * 40, "", "b"]),
        ("a <b>bold</b> &lt;", ["a <b>bold</b> <"]),
        ("<script>\nalert(1)\n</script>", ["<script> alert(1) </script>"]),
        ("[bold]no markup[/] [@click=quit]x[/]", ["[bold]no markup[/] [@click=quit]x[/]"]),
    ],
)
def test_lines(source: str, lines: list[str]) -> None:
    assert shown(source) == lines


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[docs](https://a.example)", "docs (https://a.example)"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("<me@a.example>", "me@a.example"),
        ("[mail](mailto:me@a.example)", "mail (mailto:me@a.example)"),
        ("[local](notes.md)", "local (notes.md)"),
        ("[app](chatkit-link://open?x=1)", "app (chatkit-link://open?x=1)"),
        ("[bad](javascript:alert)", "[bad](javascript:alert)"),
        ("![a chart](https://a.example/c.png)", "[image: a chart] (https://a.example/c.png)"),
        ("![x](data:image/png;base64,AAAA)", "[image: x]"),
    ],
)
def test_links_and_images_name_their_targets(source: str, text: str) -> None:
    assert shown(source, 80) == [text]


def test_only_what_can_be_followed_looks_like_a_link() -> None:
    assert style_of("[docs](https://a.example)", "docs").underline
    assert not style_of("[app](chatkit-link://open)", "app").underline


def test_emphasis_nests() -> None:
    style = style_of("**bold *both ~~all~~***", "all")
    assert style.bold
    assert style.italic
    assert style.strike


def test_headings_and_quotes_have_their_own_look() -> None:
    assert style_of("# Big", "Big").color == Style(color="blue").color
    assert style_of("#### Small", "Small").color == Style(color="cyan").color
    assert style_of("> wise", "wise").color == Style(color="green").color


def test_code_in_a_line_is_not_read_as_markdown() -> None:
    assert shown("a `**x**` b") == ["a **x** b"]
    assert style_of("a `**x**` b", "**x**").color == Style(color="yellow").color


def test_entities_cannot_spell_what_the_gate_takes_out() -> None:
    assert shown("a&#x202e;b&#x200b;c&#27;d&NewLine;e") == ["abc\ufffdd e"]
    assert shown("[x](https://a.example/&#x1b;)") == ["x (https://a.example/&#x1b;)"]


def test_nothing_but_definitions_is_shown_as_written() -> None:
    assert shown("[a]: https://a.example") == ["[a]: https://a.example"]


def test_hanging_indents_keep_text_together() -> None:
    lines = shown("1. a long item that has to be wrapped\n   - and its child, wrapped as well", 20)
    assert lines == [
        "1. a long item that",
        "   has to be wrapped",
        "   ◦ and its child,".replace("◦", "•"),
        "     wrapped as well",
    ]


def test_code_blocks_are_as_wide_as_the_text() -> None:
    lines = render_markdown("```python\nx = 1\n```", 30, PALETTE)
    assert ["".join(segment.text for segment in line) for line in lines] == [
        " python" + " " * 23,
        " x = 1" + " " * 24,
    ]
    for line in lines[1:]:
        assert all(segment.style and segment.style.bgcolor for segment in line)


def test_indented_code_keeps_its_shape() -> None:
    assert shown("    a\n      b\n\n    c") == [" a", "   b", "", " c"]


def test_long_lines_of_code_are_folded_with_a_sign() -> None:
    assert shown("```\n" + "x" * 30 + "\n```", 20) == [" " + "x" * 16, " ↪ " + "x" * 14]
