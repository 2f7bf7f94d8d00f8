"""A picture as lines of half blocks: two pixels a cell, one above the other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style

from chatkit_tui.tui.pictures.decoding import decoded
from chatkit_tui.tui.transcript.pieces import Ruled

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.wrap import Line

UPPER_HALF = "▀"

Colour = tuple[int, int, int]


def half_blocks(data: bytes, columns: int, rows: int, background: Colour) -> list[Line]:
    """The picture in `data`, never enlarged, in at most `columns` by `rows` cells; blocks.

    What is transparent shows `background`. Raises ChatKitError, a few words for "not drawn: …".
    """
    small = decoded(data, lambda width, height: fitting(width, height, columns, rows))
    from PIL import Image  # it is there, or there would be no picture

    flat = Image.new("RGBA", small.size, (*background, 255))
    flat.alpha_composite(small)
    return _lines(flat.convert("RGB").tobytes(), small.width)


def fitting(width: int, height: int, columns: int, rows: int) -> tuple[int, int]:
    """Width and height in pixels of what is drawn: two pixel rows a cell, so height is even."""
    scale = min(1.0, columns / max(1, width), 2 * rows / max(1, height))
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    return across, down + down % 2


def _lines(pixels: bytes, width: int) -> list[Line]:
    stride = 3 * width
    lines: list[Line] = []
    for top in range(0, len(pixels), 2 * stride):
        upper, lower = pixels[top : top + stride], pixels[top + stride : top + 2 * stride]
        line: list[Segment] = []
        for at in range(0, stride, 3):
            style = _style(upper[at : at + 3], lower[at : at + 3])
            if line and line[-1].style == style:
                line[-1] = Ruled(line[-1].text + UPPER_HALF, style)
            else:
                line.append(Ruled(UPPER_HALF, style))
        lines.append(tuple(line))
    return lines


@lru_cache(8_192)
def _style(upper: bytes, lower: bytes) -> Style:
    above, below = (Color.from_triplet(ColorTriplet(*each)) for each in (upper, lower))
    return Style(color=above, bgcolor=below)
