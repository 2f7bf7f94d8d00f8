"""Texts, titles, captions, labels, Markdown and badges of widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from chatkit_tui.controller.forms.values import name_of
from chatkit_tui.display import display
from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.transcript.copying import Extent, copied
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.colors import Colors
from chatkit_tui.tui.widgets.draw import draw, measure
from chatkit_tui.tui.widgets.sheet import Sheet
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import PALETTE, drawn, texts
from tests.support.widget_trees import misfits

LOREM = "The quick brown fox jumps over the lazy dog"
RICH = replace(
    PALETTE,
    heading_1=Style.parse("bold underline #77aaff"),
    heading_2=Style.parse("bold #77aaff"),
    success=Style.parse("#88dd88"),
    error=Style.parse("#dd8888"),
)


def text(value: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Text", "value": value, **properties}


def style_of(raw: dict[str, Any], state: WidgetState | None = None) -> Style:
    """The style of the first text of a component."""
    sheet = Sheet(RICH, Colors(RICH), state or WidgetState(), draw, measure)
    [first, *_] = [
        piece
        for line in draw(tree_of(raw), 40, sheet).lines
        for piece in line
        if not isinstance(piece, Drawn)
    ]
    assert first.style is not None
    return first.style


def looks(style: Style) -> str:
    names = ("bold", "italic", "underline", "strike", "reverse")
    return " ".join(name for name in names if getattr(style, name))


@pytest.mark.parametrize(
    ("raw", "width", "lines"),
    [
        (text(LOREM), 20, ["The quick brown fox", "jumps over the lazy", "dog"]),
        (text(LOREM, truncate=True), 20, ["The quick brown fox…"]),
        (text("one\ntwo", truncate=True), 20, ["one two"]),
        (text(LOREM, maxLines=2), 20, ["The quick brown fox", "jumps over the lazy…"]),
        (text(LOREM, maxLines=9), 44, [LOREM]),
        (
            text(LOREM, truncate=True, maxLines=2),
            20,
            ["The quick brown fox", "jumps over the lazy…"],
        ),
        (text("one", minLines=3), 20, ["one", "", ""]),
        (text("one", minLines=10**9), 20, ["one", *[""] * 39]),
        (text("one", maxLines=-1, minLines=-1), 20, ["one"]),
        (text("one two", width=32), 20, ["one", "two"]),
        (text("one", width=80, textAlign="end"), 20, ["       one"]),
        (text("one", textAlign="center"), 9, ["   one"]),
        (text("日本語", truncate=True), 5, ["日本…"]),
        (text("日本語", truncate=True), 4, ["日…"]),
        (text("日本"), 1, ["", ""]),
        (text(""), 5, [""]),
        (text("a\x1b[2Jb\u202e"), 20, ["a␛[2Jb"]),
        ({"type": "Caption", "value": 5}, 5, ["5"]),
        ({"type": "Badge", "label": "new"}, 9, [" new"]),
        ({"type": "Badge", "label": "brand new"}, 7, [" bran…"]),
        ({"type": "Badge", "label": "new", "pill": True}, 9, ["▐new▌"]),
        ({"type": "Badge", "label": "new", "variant": "outline"}, 9, ["[new]"]),
        ({"type": "Badge", "label": "new", "variant": "outline", "pill": True}, 9, ["(new)"]),
        ({"type": "Badge", "label": ""}, 9, []),
        ({"type": "Markdown", "value": "# A\n- *b*"}, 9, ["A", "", "• b"]),
    ],
)
def test_texts_in_so_many_cells(raw: dict[str, Any], width: int, lines: list[str]) -> None:
    block = drawn(raw, width)
    assert texts(block) == lines
    assert misfits(block) == []


@pytest.mark.parametrize(
    ("raw", "attributes", "color"),
    [
        (text("a"), "", "#e0e0e0"),
        (text("a", weight="semibold"), "bold", "#e0e0e0"),
        (text("a", weight="medium", italic=True, lineThrough=True), "italic strike", "#e0e0e0"),
        (text("a", size="xl"), "bold", "#e0e0e0"),
        (text("a", size="xl", weight="normal"), "", "#e0e0e0"),
        (text("a", size="xs"), "", "#909090"),
        (text("a", color="danger"), "", "#dd8888"),
        (text("a", color={"dark": "#ffffff", "light": "#000000"}), "", "#ffffff"),
        ({"type": "Caption", "value": "a"}, "", "#909090"),
        ({"type": "Caption", "value": "a", "color": "success"}, "", "#88dd88"),
        ({"type": "Title", "value": "a"}, "bold", "#e0e0e0"),
        ({"type": "Title", "value": "a", "size": "lg"}, "bold", "#77aaff"),
        ({"type": "Title", "value": "a", "size": "4xl"}, "bold underline", "#77aaff"),
        (
            {"type": "Title", "value": "a", "size": "4xl", "color": "prose"},
            "bold underline",
            "#e0e0e0",
        ),
        ({"type": "Title", "value": "a", "size": "lg", "weight": "normal"}, "", "#77aaff"),
        ({"type": "Badge", "label": "a", "variant": "outline", "color": "danger"}, "", "#dd8888"),
        ({"type": "Badge", "label": "a", "variant": "solid"}, "bold", "#000000"),
    ],
)
def test_how_texts_look(raw: dict[str, Any], attributes: str, color: str) -> None:
    style = style_of(raw)
    assert looks(style) == attributes
    assert style.color is not None
    assert style.color.name == color


def test_what_is_being_written_has_a_mark_behind_it() -> None:
    source = text("wri tten", streaming=True)
    assert texts(drawn(source, 9, growing=True)) == ["wri tten▍"]
    assert texts(drawn(source, 8, growing=True)) == ["wri tten", "▍"]
    assert texts(drawn({**source, "truncate": True}, 8, growing=True)) == ["wri tt…▍"]
    assert texts(drawn(source, 9)) == ["wri tten"]
    assert texts(drawn(text("done"), 9, growing=True)) == ["done"]
    markdown = {"type": "Markdown", "value": "a *b", "streaming": True}
    assert texts(drawn(markdown, 9, growing=True)) == ["a *b▍"]
    assert copied(drawn(source, 9, growing=True).lines, Extent()) == "wri tten"


def test_a_label_shows_how_its_field_is() -> None:
    label = {"type": "Label", "value": "Name", "fieldName": "person.name"}
    field = {"type": "Input", "name": "person.name", "required": True}
    [label_node, field_node] = tree_of({"type": "Col", "children": [label, field]}).children

    def shown(**state: Any) -> tuple[str, Style]:
        fields = {name_of(field_node.component): field_node}
        sheet = Sheet(RICH, Colors(RICH), WidgetState(**state), draw, measure, fields=fields)
        [(first, *rest)] = draw(label_node, 10, sheet).lines
        assert first.style is not None
        return "".join(piece.text for piece in (first, *rest)).rstrip(), first.style

    assert shown() == ("Name *", RICH.text)
    assert shown(focus=field_node.ref)[1].bold
    assert shown(problems={field_node.ref: "Missing"})[1].color == RICH.error.color
    assert texts(drawn(label, 10)) == ["Name"]


def test_texts_are_as_wide_as_they_need() -> None:
    def widths(raw: dict[str, Any]) -> tuple[int, int]:
        sheet = Sheet(PALETTE, Colors(PALETTE), WidgetState(), draw, measure)
        found = sheet.widths(tree_of(raw))
        return found.least, found.wanted

    assert widths(text("one three\nfive")) == (5, 9)
    assert widths(text("x" * 50)) == (16, 50)
    assert widths(text(LOREM, truncate=True)) == (4, len(LOREM))
    assert widths(text("")) == (1, 1)
    assert widths(text("one", width=160)) == (3, 20)
    assert widths({"type": "Badge", "label": "new"}) == (5, 5)
    assert widths({"type": "Markdown", "value": "a\nb **c**\n\n- d"}) == (5, 5)


WILD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just({}),
    st.just([]),
)
WORDS = st.text(st.sampled_from("ab 日本\n\t\x1b\u202e\u200d👩e\u0301…*_`#[]()|-"), max_size=60)
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        name: WILD | st.sampled_from(["sm", "xl", "bold", "end", "danger", "soft", "outline", 1, 2])
        for name in (
            *("color", "weight", "size", "textAlign", "truncate", "maxLines", "minLines", "width"),
            *("italic", "lineThrough", "streaming", "variant", "pill", "fieldName", "editable"),
        )
    },
)
KINDS = st.sampled_from(["Text", "Title", "Caption", "Label", "Markdown", "Badge"])


@given(KINDS, WORDS | WILD, PROPERTIES, st.integers(1, 40), st.booleans())
def test_whatever_a_text_is_every_line_fits(
    kind: str, value: Any, properties: dict[str, Any], width: int, growing: bool
) -> None:
    block = drawn(
        {"type": kind, "value": value, "label": value, **properties}, width, growing=growing
    )
    assert misfits(block) == []
    assert all(said == display(said) and "\n" not in said for said in _said(block))


def _said(block: Block) -> list[str]:
    return [piece.text for line in block.lines for piece in line]
