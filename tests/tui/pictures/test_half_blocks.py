"""Pictures drawn in cells, and what is refused to be drawn."""

from __future__ import annotations

import contextlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.pictures.decoding import MOST_PIXELS
from chatkit_tui.tui.pictures.half_blocks import fitting, half_blocks
from chatkit_tui.tui.transcript.wrap import line_width

BLACK = (0, 0, 0)


def picture(mode: str = "RGB", size: tuple[int, int] = (4, 4), **options: Any) -> bytes:
    image = Image.new(mode, size, options.pop("colour", 0))
    file = BytesIO()
    image.save(file, options.pop("format", "PNG"), **options)
    return file.getvalue()


@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    columns=st.integers(1, 80),
    rows=st.integers(1, 30),
)
def test_a_picture_keeps_to_its_room_and_is_never_enlarged(
    width: int, height: int, columns: int, rows: int
) -> None:
    across, down = fitting(width, height, columns, rows)
    assert 1 <= across <= min(columns, width)
    assert down % 2 == 0
    assert down <= min(2 * rows, height + 1)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_mode_is_drawn(mode: str) -> None:
    lines = half_blocks(picture(mode, (30, 20)), 10, 10, BLACK)
    assert {line_width(line) for line in lines} == {10}
    assert len(lines) == 4


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF"])
def test_every_format_is_drawn(kind: str) -> None:
    assert half_blocks(picture(format=kind), 10, 10, BLACK)


def test_upper_and_lower_pixel_share_a_cell() -> None:
    image = Image.new("RGB", (1, 2))
    image.putpixel((0, 0), (255, 0, 0))
    image.putpixel((0, 1), (0, 0, 255))
    file = BytesIO()
    image.save(file, "PNG")
    ((segment,),) = half_blocks(file.getvalue(), 5, 5, BLACK)
    assert segment.text == "▀"
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.bgcolor is not None
    assert segment.style.color.get_truecolor() == (255, 0, 0)
    assert segment.style.bgcolor.get_truecolor() == (0, 0, 255)


def test_the_background_shows_through() -> None:
    ((segment,),) = half_blocks(picture("RGBA", (1, 2)), 5, 5, (9, 8, 7))
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.color.get_truecolor() == (9, 8, 7)


def test_a_small_file_with_a_very_large_picture_is_not_decoded() -> None:
    bomb = picture("1", (5000, MOST_PIXELS // 5000 + 1))
    assert len(bomb) < 20_000
    with pytest.raises(ChatKitError, match="pixels"):
        half_blocks(bomb, 10, 10, BLACK)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", picture(format="BMP")],
)
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ChatKitError, match="none of PNG"):
        half_blocks(data, 10, 10, BLACK)


@given(st.integers(8, 90), st.binary(min_size=1, max_size=8))
def test_damage_raises_nothing_but_our_own(at: int, noise: bytes) -> None:
    data = picture("P", (8, 8))
    damaged = data[:at] + noise + data[at + len(noise) :]
    with contextlib.suppress(ChatKitError):
        half_blocks(damaged, 10, 10, BLACK)
