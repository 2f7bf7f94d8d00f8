"""Text that is too long to be laid out at once: counted in pieces, drawn where it is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from time import monotonic
from typing import overload
from unicodedata import combining

from rich.style import Style

from chatkit_tui.display import display
from chatkit_tui.tui.transcript.pieces import Indent, soft
from chatkit_tui.tui.transcript.wrap import (
    LEAST_WIDTH,
    Line,
    is_narrow,
    narrow_breaks,
    rows_of,
    unsure,
)

LONG = 64_000
"""Characters; a longer text is shown plain. Markdown costs about 4 µs a character."""

LONG_LINES = 3_000
"""Lines, likewise: short lines of tables and lists cost most."""

PIECE = 8_192
"""Characters that are counted and wrapped together."""

PIECES_KEPT = 8
"""Pieces whose lines are kept, so that scrolling by rows wraps nothing again."""

MOST_MARKS = 16
"""Marks of no width that a row may take beyond its end to stay with their character."""


def is_long(text: str) -> bool:
    """Whether a text is too long to be laid out as a whole."""
    return len(text) > LONG or text.count("\n") > LONG_LINES


class LongText(Sequence[Line]):
    """The rows of one plain text, which may grow. Only those near the last one asked for exist.

    The text is cut into pieces at line ends, or anywhere in a line that is longer than a piece,
    from its beginning: so what is counted stays counted as it grows.
    """

    def __init__(self) -> None:
        self._source = ""
        self._width = LEAST_WIDTH
        self._style = Style.null()
        self._begins: list[int] = []
        """Where each piece begins in the source; the last one may still grow."""
        self._rows: list[int] = [0]
        """Rows before each piece, and all of them."""
        self._end = 0
        self._kept: dict[int, list[Line]] = {}

    def lay_out(self, source: str, width: int, style: Style, *, deadline: float = inf) -> None:
        """Show `source` from now on; costs little where it only grew.

        What is not counted by the deadline (of `monotonic`) is `left`; laying it out again goes on.
        """
        width = max(width, LEAST_WIDTH)
        begin = self._end
        if self._begins and not self.left:
            # The last piece ends where the text did, not where a piece would.
            begin = self._begins.pop()
            self._rows.pop()
        grew = source[:begin] == self._source[:begin]
        if (width, style) != (self._width, self._style) or not grew:
            self._begins, self._rows, begin = [], [0], 0
        self._kept.clear()
        self._width, self._style = width, style
        self._source = source
        while begin < len(source):
            end = _piece_end(source, begin)
            self._begins.append(begin)
            text = _shown(source[begin:end])
            self._rows.append(self._rows[-1] + _count(text, width))
            begin = end
            if monotonic() > deadline:
                break
        self._end = begin

    @property
    def left(self) -> int:
        """Characters at the end that are not laid out yet."""
        return len(self._source) - self._end

    def __len__(self) -> int:
        return self._rows[-1]

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        piece = bisect_right(self._rows, index) - 1
        return self._lines(piece)[index - self._rows[piece]]

    def _lines(self, piece: int) -> list[Line]:
        lines = self._kept.pop(piece, None)
        if lines is None:
            following = self._begins[piece + 1 : piece + 2] or [self._end]
            text = _shown(self._source[self._begins[piece] : following[0]])
            breaks = list(_breaks(text, self._width))
            lines = rows_of(text, self._style, breaks)
            if following[0] < len(self._source) and self._source[following[0] - 1] not in "\r\n":
                # The next piece goes on with the line.
                lines[-1] = (soft(text[slice(*breaks[-1])], self._style, text[breaks[-1][1] :]),)
        self._kept[piece] = lines
        while len(self._kept) > PIECES_KEPT:
            del self._kept[next(iter(self._kept))]
        return lines


class Joined(Sequence[Line]):
    """Lines of which some are those of long texts, one after the other."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._parts: list[tuple[Sequence[Line], int]] = []
        self._begins: list[int] = []
        self._length = 0
        self._tail: list[Line] | None = None
        self.extend(list(lines))

    def append(self, line: Line) -> None:
        """Add one line."""
        self.extend([line])

    def extend(self, lines: Sequence[Line], indent: int = 0) -> None:
        """Add lines; those of a long text, moved to the right by `indent`, are not copied."""
        if isinstance(lines, LongText):
            self._begins.append(self._length)
            self._parts.append((lines, indent))
            self._tail = None
        elif self._tail is None:
            self._begins.append(self._length)
            self._tail = list(lines)
            self._parts.append((self._tail, 0))
        else:
            self._tail.extend(lines)
        self._length += len(lines)

    def behind(self, lines: Iterable[Line]) -> Joined:
        """The same lines after others; those of long texts are not copied."""
        joined = Joined(lines)
        for part, indent in self._parts:
            joined.extend(part, indent)
        return joined

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(self._length))]
        if not 0 <= index < self._length:
            raise IndexError(index)
        part = bisect_right(self._begins, index) - 1
        lines, indent = self._parts[part]
        line = lines[index - self._begins[part]]
        return (Indent(" " * indent), *line) if indent and line else line


def _piece_end(source: str, begin: int) -> int:
    """Where the piece from `begin` on ends: behind a line end if there is one."""
    end = begin + PIECE
    if end >= len(source):
        return len(source)
    line_end = source.rfind("\n", begin, end) + 1
    if line_end > begin:
        return line_end
    space = source.rfind(" ", begin + PIECE // 2, end) + 1
    if space > begin:
        return space
    return end - 1 if source[end - 1] == "\r" else end


def _shown(piece: str) -> str:
    # Expanding tabs by columns takes long where characters are wide.
    return display(piece.replace("\t", "    ")).removesuffix("\n")


def _count(text: str, width: int) -> int:
    """Rows that the text takes."""
    lines = text.split("\n")
    if max(map(len, lines)) <= width and is_narrow(text):
        return len(lines)
    return sum(1 for _ in _breaks(text, width))


def _breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Start and end of each row. Words stay whole where every character takes one cell."""
    begin = 0
    for line in text.split("\n"):
        if len(line) <= width // 2 or (len(line) <= width and is_narrow(line)):
            yield begin, begin + len(line)
        elif is_narrow(line):
            yield from narrow_breaks(line, begin, width)
        else:
            yield from _sure_breaks(line, begin, width)
        begin += len(line) + 1


def _sure_breaks(line: str, begin: int, width: int) -> Iterator[tuple[int, int]]:
    """Rows that are surely not too wide: what might take two cells is taken to do so."""
    start = 0
    while start < len(line):
        end = start + max(width // 2, width - unsure(line[start : start + width]))
        limit = end + MOST_MARKS
        while end < min(len(line), limit) and combining(line[end]):
            end += 1
        space = line.rfind(" ", start + 1, end + 1) if end < len(line) else -1
        if space > start + width // 4:
            yield begin + start, begin + space
            start = space + 1
        else:
            yield begin + start, begin + min(end, len(line))
            start = end
