"""Marks the matches in what is drawn, the current one most of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from chatkit_tui.tui.find.painted_text import PaintedText, restyled
from chatkit_tui.tui.transcript.long_text import Joined

if TYPE_CHECKING:
    from rich.style import Style

    from chatkit_tui.tui.find.painted_text import Match, Part
    from chatkit_tui.tui.find.pattern import Pattern
    from chatkit_tui.tui.transcript.page import Painted
    from chatkit_tui.tui.transcript.palette import Palette
    from chatkit_tui.tui.transcript.wrap import Line

KEPT = 150
"""Items whose matches are kept, as many as drawings are."""

CHUNK = 128
"""Rows of a long text that are looked through at once."""

CHUNKS_KEPT = 4

MOST_ROWS = 64
"""Rows that a match may go through."""


@dataclass(slots=True)
class Highlighted:
    """What an item was drawn like, the matches in it, and what it looks like with them."""

    painted: Painted
    palette: Palette
    matches: list[Match]
    current: Part | None
    marked: Painted


class Highlights:
    """The matches of one pattern in the items that are drawn."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.current: tuple[str, Part] | None = None
        """The row of the current match, and where the match begins in it."""
        self._known: dict[str, Highlighted] = {}

    def __call__(self, key: str, painted: Painted, palette: Palette) -> Painted:
        """The item with its matches marked."""
        current = self.current[1] if self.current is not None and self.current[0] == key else None
        known = self._known.pop(key, None)
        if known is None or known.painted is not painted or known.palette != palette:
            matches = list(self.find(painted, palette)) if isinstance(painted.lines, list) else []
            known = Highlighted(painted, palette, matches, current, painted)
            known.marked = self._mark(known)
        elif known.current != current:
            known.current = current
            known.marked = self._mark(known)
        self._known[key] = known
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return known.marked

    def of(self, key: str) -> Highlighted | None:
        """What is known of an item that was drawn lately."""
        return self._known.get(key)

    def find(self, painted: Painted, palette: Palette) -> Iterator[Match]:
        """The matches in an item from its beginning; of a long one, they take their time."""
        lines, unread = painted.lines, _unread(palette)
        if isinstance(lines, list):
            rows = list(enumerate(lines))[painted.lead :]
            yield from PaintedText(rows, unread).find(self.pattern)
            return
        for begin in range(painted.lead, len(lines), CHUNK):
            for match in self._in_chunk(painted, palette, begin, begin + CHUNK):
                if begin <= match[0].row < begin + CHUNK:
                    yield match

    def _in_chunk(self, painted: Painted, palette: Palette, begin: int, end: int) -> list[Match]:
        """Matches of which a part may stand in these rows."""
        reach = min(MOST_ROWS, len(self.pattern.needle) // 8 + 1)
        first, last = max(painted.lead, begin - reach), min(len(painted.lines), end + reach)
        rows = [(row, painted.lines[row]) for row in range(first, last)]
        return list(PaintedText(rows, _unread(palette)).find(self.pattern))

    def _mark(self, known: Highlighted) -> Painted:
        painted = known.painted
        if isinstance(painted.lines, Joined):
            return replace(painted, lines=_MarkedRows(self, known))
        spans = self.spans(known.matches, known)
        if not spans:
            return painted
        lines = list(painted.lines)
        for row, ranges in spans.items():
            lines[row] = restyled(lines[row], ranges)
        return replace(painted, lines=lines)

    def spans(
        self, matches: list[Match], known: Highlighted
    ) -> dict[int, list[tuple[int, int, Style]]]:
        """What to restyle in each row."""
        palette = known.palette
        spans: dict[int, list[tuple[int, int, Style]]] = {}
        for match in matches:
            style = palette.match_current if match[0] == known.current else palette.match
            for part in match:
                spans.setdefault(part.row, []).append((part.begin, part.end, style))
        for ranges in spans.values():
            ranges.sort(key=lambda span: span[0])
        return spans

    def spans_of_chunk(
        self, known: Highlighted, begin: int
    ) -> dict[int, list[tuple[int, int, Style]]]:
        """As `spans`, for the rows of a long text from `begin` on."""
        matches = self._in_chunk(known.painted, known.palette, begin, begin + CHUNK)
        return self.spans(matches, known)


class _MarkedRows(Joined):
    """The rows of a long text, marked where they are looked at."""

    def __init__(self, highlights: Highlights, known: Highlighted) -> None:
        super().__init__([])
        self._highlights = highlights
        self._known = known
        self._rows = known.painted.lines
        self._chunks: dict[int, dict[int, list[tuple[int, int, Style]]]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        line = self._rows[index]
        begin = index - index % CHUNK
        spans = self._chunks.get(begin)
        if spans is None:
            spans = self._highlights.spans_of_chunk(self._known, begin)
            while len(self._chunks) >= CHUNKS_KEPT:
                del self._chunks[next(iter(self._chunks))]
            self._chunks[begin] = spans
        return restyled(line, spans[index]) if index in spans else line


def _unread(palette: Palette) -> frozenset[Style]:
    """Styles of marks that stand in a text and are no part of it, where they can be told."""
    styles = {palette.citation, palette.bullet}
    return frozenset() if palette.text in styles else frozenset(styles)
