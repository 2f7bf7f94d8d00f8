"""A file as lines to be looked at: a text, a picture, or what there is to know of anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.controller.attachments.kinds import HEAD, kind_of
from chatkit_tui.controller.attachments.rules import readable_size
from chatkit_tui.display import display
from chatkit_tui.errors import ChatKitError, reason_of
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.wrap import Line, fold

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.palette import Palette

MOST_TEXT = 256 * 1024
"""Bytes of a text that are shown."""

MOST_PICTURE = 16 * 2**20
"""Bytes of a picture that is shown."""

ROWS = 30
"""Rows that a picture takes at most."""

TEXTUAL = ("application/json", "application/xml", "application/javascript", "application/x-sh")


def path_painter(path: Path) -> Callable[[int, Palette], Sequence[Line]]:
    """Draws a file of this machine; it blocks."""

    def paint(width: int, palette: Palette) -> Sequence[Line]:
        try:
            with path.open("rb") as file:
                data = file.read(MOST_TEXT)
                if kind_of(path.name, data[:HEAD]).mime_type.startswith("image/"):
                    data += file.read(MOST_PICTURE - len(data))
                size = path.stat().st_size
        except OSError as error:
            reason = reason_of(error)
            words = _("It cannot be read: {reason}.").format(reason=reason)
            return fold([(words, palette.warning)], width)
        return file_lines(path.name, data, size, width, palette)

    return paint


def file_lines(name: str, data: bytes, size: int, width: int, palette: Palette) -> Sequence[Line]:
    """A file of `size` bytes, of which `data` is what was read; blocks."""
    mime_type = kind_of(name, data[:HEAD]).mime_type
    facts = fold([(f"{mime_type} · {readable_size(size)}", palette.muted)], width)
    if mime_type == "image/svg+xml" or not mime_type.startswith("image/"):
        shown = _text(mime_type, data, size, width, palette)
    else:
        shown = _picture(data, width, palette)
    return [*facts, (), *shown]


def _text(mime_type: str, data: bytes, size: int, width: int, palette: Palette) -> Sequence[Line]:
    if b"\x00" in data or not (mime_type.startswith(("text/", "image/")) or mime_type in TEXTUAL):
        return fold([(_("This is no text that could be shown."), palette.muted)], width)
    text = display(data[:MOST_TEXT].decode("utf-8", "replace"))
    lines = [row for line in text.split("\n") for row in fold([(line, palette.text)], width)]
    if size > MOST_TEXT:
        lines += fold([(_("… and so on."), palette.muted)], width)
    return lines


def _picture(data: bytes, width: int, palette: Palette) -> Sequence[Line]:
    from chatkit_tui.tui.pictures.half_blocks import half_blocks

    background = palette.base.bgcolor
    colour = background.get_truecolor() if background is not None else (0, 0, 0)
    try:
        return half_blocks(data, width, ROWS, (colour[0], colour[1], colour[2]))
    except ChatKitError as error:
        words = _("Not drawn: {reason}.").format(reason=error.message)
        return fold([(words, palette.muted)], width)
