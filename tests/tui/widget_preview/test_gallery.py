"""The gallery has every component there is, and shows what each looks like.

`make test ARGS='tests/tui/widget_preview --snapshot-update'` writes the snapshots anew; read what
changed before it is committed. Each holds the cells of a page at 120 and 40 columns, and below each
line a letter for the styles of its cells on a dark and on a light background.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.widgets.parse import COMPONENTS
from chatkit_tui.protocol.widgets.tree import Node, tree_of
from chatkit_tui.tui.transcript.page import Memory
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.roles import palette_of
from chatkit_tui.tui.widget_preview.app import WidgetPreviewApp
from chatkit_tui.tui.widget_preview.book import gallery, item_of, rows_of
from chatkit_tui.tui.widget_preview.remarks import remarks_on
from chatkit_tui.tui.widgets.property_table import PROPERTIES
from chatkit_tui.tui.widgets.state import WidgetStates
from tests.support.painted_cells import Letters, compared
from tests.support.widget_trees import node, text

BOOK = gallery()
PAGES = [path.stem for path in BOOK.paths]
WIDTHS = (120, 40)
Palettes = dict[str, Palette]


class Cells(SingleFileSnapshotExtension):
    """A text file for each snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def cells(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Cells)


@pytest.fixture(scope="module")
def palettes() -> Palettes:
    """The styles of the program in its two themes, on a terminal with all colours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("COLORTERM", "truecolor")
        return asyncio.run(worn())


async def worn() -> Palettes:
    app = WidgetPreviewApp(BOOK)
    found = {}
    async with app.run_test() as pilot:
        for theme in ("dark", "light"):
            app.wear(theme)
            await pilot.pause()
            found[theme] = palette_of(app.preview.transcript)
    return found


def pictured(rows: list[Row], palettes: Palettes, letters: Letters) -> Iterator[str]:
    """Rows at each width, in the cells they take."""
    for width in WIDTHS:
        yield f"== {width} columns"
        for row in rows:
            painted = {
                theme: paint(row, width, palette, Memory(widgets=WidgetStates())).lines
                for theme, palette in palettes.items()
            }
            yield from compared(painted, letters)  # type: ignore[arg-type]
            yield ""


def whole(rows: list[Row], palettes: Palettes) -> str:
    letters = Letters()
    lines = list(pictured(rows, palettes, letters))
    return "\n".join([*lines, "== styles, dark | light", *letters.legend, ""])


@cache
def nodes() -> list[Node]:
    """All components in the gallery."""
    widgets = [widget for index in range(len(PAGES)) for widget in BOOK.read(index).widgets]
    return [each for widget in widgets for each in tree_of(widget).walk()]


def first_of(kind: str) -> dict[str, Any]:
    raw: dict[str, Any] = next(each.raw for each in nodes() if each.component.type == kind)
    return raw


def test_every_component_and_property_is_in_the_gallery() -> None:
    assert {each.component.type for each in nodes()} >= set(COMPONENTS)
    used = {name for each in nodes() for name in each.raw}
    told = {name: words for texts in PROPERTIES.values() for name, words in texts.items()}
    assert {name for name, words in told.items() if not words.startswith("Nothing")} <= used


def test_the_gallery_is_as_the_protocol_has_it() -> None:
    remarks = [
        remark
        for index in range(len(PAGES))
        for widget in BOOK.read(index).widgets
        for remark in remarks_on(widget)
    ]
    assert remarks == ["Card/Carousel~1: there is no component “Carousel”."]


@pytest.mark.parametrize("page", range(len(PAGES)), ids=PAGES)
def test_every_page_looks_as_it_did(
    page: int, palettes: Palettes, cells: SnapshotAssertion
) -> None:
    assert whole(rows_of(page, BOOK.read(page)), palettes) == cells


@pytest.mark.parametrize("kind", COMPONENTS)
def test_every_component_alone_and_nested_looks_as_it_did(
    kind: str, palettes: Palettes, cells: SnapshotAssertion
) -> None:
    raw = first_of(kind)
    nested = node("Card", node("Row", text("beside"), node("Col", raw, text("below"), flex=1)))
    rows = [Row(key="alone", item=item_of(raw)), Row(key="nested", item=item_of(nested))]
    assert whole(rows, palettes) == cells
