"""A picture as lines of half blocks: two pixels a cell, one above the other."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style

from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.transcript.pieces import Ruled

if TYPE_CHECKING:
    from PIL import Image

    from chatkit_tui.tui.transcript.wrap import Line

log = logging.getLogger(__name__)

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""What is drawn, told by the bytes; anything else is no picture here, whatever it is called."""

MOST_PIXELS = 16_000_000
"""A picture with more is not decoded: a small file can hold a very large one."""

UPPER_HALF = "▀"

Colour = tuple[int, int, int]


def half_blocks(data: bytes, columns: int, rows: int, background: Colour) -> list[Line]:
    """The picture in `data`, never enlarged, in at most `columns` by `rows` cells; blocks.

    What is transparent shows `background`. Raises ChatKitError, a few words for "not drawn: …".
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise ChatKitError("pip install 'chatkit-tui[images]' draws pictures") from None
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ChatKitError(f"it has {picture.width} × {picture.height} pixels")
            size = fitting(picture.width, picture.height, columns, rows)
            picture.draft("RGB", size)
            pixels = _flat(picture, size, background)
    except ChatKitError:
        raise
    except UnidentifiedImageError:
        raise ChatKitError(f"it is none of {', '.join(FORMATS)}") from None
    except Exception as error:  # what a decoder makes of bytes that are meant to break it
        log.info("A picture could not be decoded: %r", error)
        raise ChatKitError("it is damaged") from None
    return _lines(pixels, size[0])


def fitting(width: int, height: int, columns: int, rows: int) -> tuple[int, int]:
    """Width and height in pixels of what is drawn: two pixel rows a cell, so height is even."""
    scale = min(1.0, columns / max(1, width), 2 * rows / max(1, height))
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    return across, down + down % 2


def _flat(picture: Image.Image, size: tuple[int, int], background: Colour) -> bytes:
    from PIL import Image

    coloured = picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGBA")
    small = coloured.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    flat = Image.new("RGBA", size, (*background, 255))
    flat.alpha_composite(small.convert("RGBA"))
    return flat.convert("RGB").tobytes()


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


def _style(upper: bytes, lower: bytes) -> Style:
    above, below = (Color.from_triplet(ColorTriplet(*each)) for each in (upper, lower))
    return Style(color=above, bgcolor=below)
