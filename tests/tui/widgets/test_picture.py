"""Icons and images of widgets: drawn where they can be, else told of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from chatkit.icons import IconName
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as ScreenColor

from chatkit_tui.errors import ChatKitError
from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.pictures.gallery import COMING, MOST_ROWS, Picture
from chatkit_tui.tui.pictures.half_blocks import half_blocks
from chatkit_tui.tui.transcript.copying import Extent, copied
from chatkit_tui.tui.transcript.icons import glyph_of
from chatkit_tui.tui.transcript.wrap import width_of
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.colors import Colors
from chatkit_tui.tui.widgets.draw import draw, measure
from chatkit_tui.tui.widgets.sheet import Sheet
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import PALETTE, drawn, texts
from tests.support.widget_trees import misfits
from tests.tui.pictures.test_half_blocks import picture

CAT = {"type": "Image", "src": "https://pets.example/cat.png", "alt": "A cat"}
WIDE, TALL = "wide", "tall"
DATA = {WIDE: picture(size=(80, 40)), TALL: picture(size=(40, 80)), "none": b"no picture"}


def hung(raw: dict[str, Any], width: int, name: str) -> Block:
    """An Image where pictures are drawn; one without a name is still being fetched."""

    def gallery(address: str, columns: int, beneath: ScreenColor | None = None) -> Picture:
        if not name:
            return COMING
        try:
            return Picture(half_blocks(DATA[name], columns, MOST_ROWS, (0, 0, 0)))
        except ChatKitError as error:
            return Picture(problem=error.message)

    sheet = Sheet(PALETTE, Colors(PALETTE), WidgetState(), draw, measure, picture=gallery)
    return draw(tree_of(raw), width, sheet)


def size(block: Block) -> tuple[int, int]:
    """Columns and rows that are drawn on."""
    return max(len(line.strip()) for line in texts(block)), block.height


def test_every_icon_of_the_protocol_is_one_cell() -> None:
    names = get_args(get_args(IconName)[0])
    glyphs = [glyph_of(name) for name in names]
    assert [name for name, glyph in zip(names, glyphs, strict=True) if not glyph] == []
    assert {width_of(glyph) for glyph in glyphs if glyph} == {1}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bolt", "↯"),
        ("lucide:cloud-rain", "☁"),
        ("lucide:arrow-left", "←"),
        ("vendor:acme", "acme"),
        ("lucide:hippopotamus-\x1b[2J", "hippopotamu…"),
        ("", ""),
    ],
)
def test_icons_are_glyphs_or_names(name: str, shown: str) -> None:
    assert texts(drawn({"type": "Icon", "name": name, "color": "danger"}, 12)) == [shown]


def test_glyphs_are_not_copied() -> None:
    row = {
        "type": "Row",
        "children": [{"type": "Icon", "name": "bolt"}, {"type": "Caption", "value": "Fast"}],
    }
    assert copied(drawn(row, 20).lines, Extent()).strip() == "Fast"


@pytest.mark.parametrize(
    ("properties", "shown", "expected"),
    [
        ({}, WIDE, (60, 15)),
        ({}, TALL, (24, 24)),
        ({"height": 160}, TALL, (10, 10)),
        ({"maxHeight": "5rem"}, TALL, (5, 5)),
        ({"height": 160, "fit": "cover"}, WIDE, (60, 10)),
        ({"aspectRatio": "3/1"}, WIDE, (40, 10)),
        ({"height": 9999}, TALL, (24, 24)),
        ({"frame": True}, WIDE, (60, 17)),
        ({"size": "nonsense", "aspectRatio": -1, "fit": 5, "radius": []}, WIDE, (60, 15)),
    ],
)
def test_pictures_keep_to_their_room(
    properties: dict[str, Any], shown: str, expected: tuple[int, int]
) -> None:
    block = hung({**CAT, **properties}, 60, shown)
    assert size(block) == expected
    assert misfits(block) == []


def test_what_cannot_be_drawn_is_told_of() -> None:
    assert texts(drawn(CAT, 40)) == [
        "╭──────────────────╮",
        "│ ▣ A cat          │",
        "│ pets.example     │",
        "╰──────────────────╯",
    ]
    assert texts(hung(CAT, 40, "")) == texts(drawn(CAT, 40))
    assert texts(drawn(CAT, 12)) == ["▣ A cat"]
    assert texts(drawn(CAT, 6)) == ["▣ A c…"]
    assert texts(drawn({"type": "Image"}, 2)) == ["▣"]
    assert "Not drawn: it is none of PNG, JPEG," in "\n".join(texts(hung(CAT, 44, "none")))
    assert "Not drawn: it has no address." in "\n".join(texts(drawn({"type": "Image"}, 40)))


def test_a_link_is_one_that_may_be_opened() -> None:
    palette = replace(PALETTE, hyperlinks=True)

    def links(src: str) -> set[str | None]:
        sheet = Sheet(palette, Colors(palette), WidgetState(), draw, measure)
        lines = draw(tree_of({**CAT, "src": src}), 40, sheet).lines
        return {each.style.link for line in lines for each in line if each.style} - {None}

    assert links(CAT["src"]) == {CAT["src"]}
    assert links("javascript:alert(1)") == set()


@given(
    st.fixed_dictionaries(
        {"type": st.just("Image")},
        optional={
            name: st.none() | st.text(max_size=8) | st.floats() | st.booleans() | st.just(40)
            for name in (
                *("src", "alt", "fit", "position", "radius", "frame", "flush", "background"),
                *("width", "height", "size", "maxWidth", "maxHeight", "aspectRatio"),
            )
        },
    ),
    st.integers(1, 90),
    st.sampled_from(sorted(DATA)),
)
def test_whatever_an_image_is_every_line_fits(raw: dict[str, Any], width: int, shown: str) -> None:
    for block in (drawn(raw, width), hung(raw, width, shown)):
        assert misfits(block) == []
