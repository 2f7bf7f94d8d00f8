"""A terminal emulator that draws characters as wide as Textual says, and knows links.

pyte counts code points; here a character is what a reader takes for one, and who overwrites half of
a wide one has blanked the other half, as terminals do it.
"""

from __future__ import annotations

import re
from typing import Any

import pyte
from pyte.screens import Char
from rich.cells import split_graphemes

_LINK = re.compile("\x1b]8;[^;]*;([^\x1b]*)\x1b\\\\")


class _Screen(pyte.Screen):
    """What pyte shows, with its way of drawing replaced. A link is kept beside the colour."""

    link = ""

    def draw(self, data: str) -> None:
        if data.isascii():
            self._draw_narrow(data)
            return
        for start, end, width in split_graphemes(data)[0]:
            text = data[start:end]
            if width == 0:
                self._join(text)
                continue
            # Without automatic wrapping the last column is written again and again.
            x = min(self.cursor.x, self.columns - width)
            self._put(x, text)
            if width == 2:
                self._put(x + 1, "")
                self._halve(x + 2, lead=False)
            else:
                self._halve(x + 1, lead=False)
            self._halve(x - 1, lead=True)
            self.cursor.x = x + width

    def _draw_narrow(self, data: str) -> None:
        """The same for characters of one cell, quicker."""
        line, attributes, start = self.buffer[self.cursor.y], self.cursor.attrs, self.cursor.x
        cell = attributes._replace(fg=attributes.fg + self.link)
        for x, text in enumerate(data, start):
            line[min(x, self.columns - 1)] = cell._replace(data=text)
        self.cursor.x = min(start + len(data), self.columns)
        self._halve(self.cursor.x, lead=False)
        self._halve(start - 1, lead=True)

    def _put(self, x: int, text: str) -> None:
        line, attributes = self.buffer[self.cursor.y], self.cursor.attrs
        line[x] = attributes._replace(data=text, fg=attributes.fg + self.link)

    def _halve(self, x: int, *, lead: bool) -> None:
        """Blank the half of a wide character that lost the other one."""
        line = self.buffer[self.cursor.y]
        if not 0 <= x < self.columns:
            return
        half = line[x]
        alone = _width(half) == 2 and line[x + 1].data != "" if lead else half.data == ""
        if alone:
            line[x] = half._replace(data=" ")

    def _join(self, marks: str) -> None:
        line = self.buffer[self.cursor.y]
        x = self.cursor.x - 1
        if x > 0 and line[x].data == "":
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + marks)


class Emulator:
    """A screen, fed with what a program writes."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = _Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.feed("\x1b[?7l")

    @property
    def size(self) -> tuple[int, int]:
        return self.screen.columns, self.screen.lines

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)

    def feed(self, text: str) -> None:
        parts = _LINK.split(text)
        self._stream.feed(parts[0])
        for link, rest in zip(parts[1::2], parts[2::2], strict=True):
            self.screen.link = f" {link}" if link else ""
            self._stream.feed(rest)

    @property
    def pen(self) -> tuple[Any, str]:
        """What would be written with next: attributes and link."""
        return self.screen.cursor.attrs, self.screen.link

    def row(self, y: int) -> list[Char]:
        line = self.screen.buffer[y]
        return [line[x] for x in range(self.screen.columns)]

    def copy_row(self, other: Emulator, y: int) -> None:
        """Show in a row what another one shows."""
        for x, cell in enumerate(other.row(y)):
            self.screen.buffer[y][x] = cell

    def text(self, y: int) -> str:
        return "".join(cell.data for cell in self.row(y)).rstrip()


def _width(cell: Char) -> int:
    return split_graphemes(cell.data)[1]
