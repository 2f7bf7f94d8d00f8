"""What is painted as text that can be read and compared: cells, and their styles as letters."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.wrap import Line

_LETTERS = string.ascii_letters + string.digits + "".join(map(chr, range(0xC0, 0x180)))


@dataclass
class Letters:
    """One letter for each style that was met."""

    of: dict[str, str] = field(default_factory=dict)

    def letter(self, style: str) -> str:
        if not style:
            return "."
        return self.of.setdefault(style, _LETTERS[len(self.of)])

    @property
    def legend(self) -> list[str]:
        return [f"{letter}  {style}" for style, letter in self.of.items()]


def cells_of(line: Line) -> list[tuple[str, str]]:
    """Each cell of a line: its character, "" for the second half of a wide one; and its style."""
    cells: list[tuple[str, str]] = []
    for segment in line:
        style = _words(segment.style)
        for character in segment.text:
            width = cell_len(character)
            if width == 0 and cells:
                cells[-1] = (cells[-1][0] + character, cells[-1][1])
            cells += [(character, style), ("", style)][:width]
    return cells


def _words(style: Style | None) -> str:
    return "" if style is None or not style else str(style.without_color + _colours(style))


def _colours(style: Style) -> Style:
    return Style(color=style.color, bgcolor=style.bgcolor)


def compared(paintings: dict[str, Sequence[Line]], letters: Letters) -> list[str]:
    """Paintings of the same thing in several themes: each line once, if it says the same in all.

    Below a line stands a letter for each cell: for the styles it has in the themes.
    """
    lines: list[str] = []
    themes = list(paintings)
    for index, each in enumerate(zip(*paintings.values(), strict=True)):
        rows = [cells_of(line) for line in each]
        texts = ["".join(character for character, _ in row) for row in rows]
        assert len(set(texts)) == 1, f"line {index} says one thing in {themes[0]}, another else"
        styles = [
            " | ".join(cell) for cell in zip(*([s for _, s in row] for row in rows), strict=True)
        ]
        drawn = "".join(letters.letter(style.strip(" |") and style) for style in styles)
        lines += [f"│{texts[0]}│", f" {drawn}"] if drawn.strip(".") else [f"│{texts[0]}│"]
    return lines
