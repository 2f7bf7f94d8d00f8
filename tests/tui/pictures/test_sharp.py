"""Pictures that the terminal draws itself: their size, and what becomes of those it had to drop."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from rich.style import Style

from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.items import GeneratedImage, GeneratedImageItem
from chatkit_tui.tui.pictures.gallery import Address, Gallery
from chatkit_tui.tui.pictures.sharp import png_for
from chatkit_tui.tui.terminal.kitty import PLACEHOLDER
from chatkit_tui.tui.terminal.terminal_images import TerminalImages
from chatkit_tui.tui.transcript.drawings import Drawings
from chatkit_tui.tui.transcript.palette import Palette
from tests.tui.pictures.test_half_blocks import picture


@pytest.mark.parametrize(
    ("size", "room", "dots", "cells"),
    [
        ((48, 48), (72, 24), (48, 48), (5, 3)),
        ((1_440, 480), (72, 24), (720, 240), (72, 12)),
        ((200, 4_000), (72, 24), (24, 480), (3, 24)),
        ((1, 1), (1, 1), (1, 1), (1, 1)),
    ],
)
def test_a_picture_is_as_large_as_it_is_unless_there_is_no_room(
    size: tuple[int, int],
    room: tuple[int, int],
    dots: tuple[int, int],
    cells: tuple[int, int],
) -> None:
    png, columns, rows = png_for(picture(size=size), *room, (10, 20))
    with Image.open(BytesIO(png)) as made:
        assert made.size == dots
    assert (columns, rows) == cells


async def test_what_the_terminal_dropped_is_drawn_anew_where_it_is_seen_again() -> None:
    images = TerminalImages(lambda sequence: True, lambda: False, lambda: (10, 20))
    tasks: list[asyncio.Task[None]] = []

    async def fetch(address: Address) -> bytes:
        return picture(size=(40, 40))

    def run(work: Any) -> None:
        tasks.append(asyncio.create_task(work))

    drawings = Drawings()
    drawings.palette = Palette(base=Style(color="#ffffff", bgcolor="#000000"))
    drawings.gallery = Gallery(fetch, run, lambda: images)
    item = GeneratedImageItem(id="a", image=GeneratedImage(id="i", url="https://a.example/a.png"))
    row = Row(key="a", item=item)

    async def drawn(row: Row) -> list[str]:
        drawings.plain(row)
        await asyncio.gather(*tasks)
        drawings.go_on()
        return [segment.text for line in drawings.plain(row).lines for segment in line]

    assert (await drawn(row))[0].count(PLACEHOLDER) == 4
    assert drawings.plain(row) is drawings.plain(row)
    [image] = drawings.plain(row).images
    image.gone = True
    assert PLACEHOLDER not in drawings.plain(row).lines[0][0].text
    assert (await drawn(row))[0].count(PLACEHOLDER) == 4
    assert drawings.plain(row).images != [image]
    # Where it has no room for more, they are drawn in half blocks.
    while await images.show(b"another one", 1, 1):
        pass
    other = GeneratedImageItem(id="b", image=GeneratedImage(id="j", url="https://a.example/b.png"))
    assert (await drawn(Row(key="b", item=other)))[0] == "▀" * 40
