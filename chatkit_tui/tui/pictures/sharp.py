"""A picture as the terminal draws it itself, dot by dot."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.tui.pictures.decoding import decoded
from chatkit_tui.tui.transcript.pieces import Ruled

if TYPE_CHECKING:
    from chatkit_tui.tui.terminal.terminal_images import TerminalImage
    from chatkit_tui.tui.transcript.wrap import Line

QUICKLY = 2
"""How hard a PNG is compressed: it goes no further than to the terminal."""


def png_for(data: bytes, columns: int, rows: int, cell: tuple[int, int]) -> tuple[bytes, int, int]:
    """The picture in `data` as PNG, and the columns and rows of cells that it takes; blocks.

    It is never enlarged. `cell` is the size of a cell in pixels. Raises ChatKitError, a few words
    for "not drawn: …".
    """
    room = (columns * cell[0], rows * cell[1])
    picture = decoded(data, lambda width, height: within(width, height, *room))
    file = BytesIO()
    picture.save(file, "PNG", compress_level=QUICKLY)
    across, down = -(-picture.width // cell[0]), -(-picture.height // cell[1])
    return file.getvalue(), across, down


def within(width: int, height: int, most_wide: int, most_high: int) -> tuple[int, int]:
    """Width and height in pixels of what is drawn in so much room."""
    scale = min(1.0, most_wide / max(1, width), most_high / max(1, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def lines_of(image: TerminalImage) -> list[Line]:
    """The lines that stand for a picture which the terminal has."""
    return [(Ruled(row, Style.null()),) for row in image.rows]
