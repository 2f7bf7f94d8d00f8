"""Being at a match: the item that has it is drawn, unfolded if need be, and brought into view."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatkit_tui.tui.find.counting import HitCounts
from chatkit_tui.tui.find.highlights import Highlights
from chatkit_tui.tui.find.pattern import Pattern
from chatkit_tui.tui.transcript.long_text import Joined

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.find.highlights import Highlighted
    from chatkit_tui.tui.find.painted_text import Part
    from chatkit_tui.tui.transcript.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Current:
    """The match that is stood on: the row's key, and which of its matches."""

    key: str
    ordinal: int


Choose = Callable[[int, Sequence["Part"]], int | None]
"""Picks one of the matches of the row at an index."""


class Visits:
    """Goes to the matches of one pattern at a time in the rows of a transcript.

    `breathe` is awaited wherever others may have their turn; what it raises ends what goes on.
    """

    def __init__(self, transcript: Transcript, breathe: Callable[[], Awaitable[None]]) -> None:
        self._transcript = transcript
        self._breathe = breathe
        self.counts = HitCounts(hyperlinks=transcript.drawings.palette.hyperlinks)
        self.highlights = Highlights(Pattern(""))
        self.current: Current | None = None
        self._unfolded: str | None = None
        """A row that was unfolded for a match in it, and is folded again when it is left."""

    def look_for(self, pattern: Pattern) -> None:
        """Count and mark another pattern from now on; nothing for an empty one."""
        self.counts.look_for(pattern, raw=self._transcript.drawings.raw)
        self.highlights = Highlights(pattern)
        self.current = None
        self._transcript.drawings.highlight = self.highlights if pattern else None
        self._transcript.rearrange()

    async def count(self, row: Row) -> int:
        """How many matches a row has."""
        for _ in self.counts.count(row):
            await self._breathe()
        await self._breathe()
        return self.counts.counts.get(row.key, 0)

    def row_keys(self) -> list[str]:
        """The rows there are, from the oldest one on."""
        return [row.key for row in self._transcript.rows.rows]

    def row(self, key: str) -> Row | None:
        """The row of that key, if it is still there."""
        rows = self._transcript.rows
        index = rows.index(key)
        return None if index is None else rows.rows[index]

    def forget_others(self, keys: Sequence[str]) -> None:
        """Forget the rows that are gone."""
        self.counts.keep_only(keys)
        if self.current is not None and self.row(self.current.key) is None:
            self.current = None

    def number(self) -> int:
        """Of the current match, from the oldest one shown; 0 for none."""
        rows, current = self._transcript.rows, self.current
        here = None if current is None else rows.index(current.key)
        if current is None or here is None:
            return 0
        number = current.ordinal + 1
        for key, count in self.counts.counts.items():
            index = rows.index(key)
            if index is not None and index < here:
                number += count
        return number

    async def visit(self, key: str, choose: Choose, *, unfold: bool = True) -> bool:
        """Go to one of the matches in a row, if it has the one that is chosen."""
        row = self.row(key)
        if row is None:
            return False
        counted = await self.count(row)
        if not counted:
            return False
        places = await self._places(row)
        unfolded = unfold and len(places) < counted and self._unfold(row)
        if unfolded:
            places = await self._places(row)
        index = self._transcript.rows.index(key)
        if index is None:
            return False
        if unfold:
            self.counts.correct(row, len(places))
        ordinal = choose(index, places)
        if ordinal is None:
            if unfolded:
                self._transcript.toggle(key)
            return False
        self._fold_again(key)
        if unfolded:
            self._unfolded = key
        self.current = Current(key, ordinal)
        self.highlights.current = (key, places[ordinal])
        self._transcript.cursor = key
        self._transcript.reveal_line(index, places[ordinal].row)
        self._transcript.rearrange()
        return True

    async def _places(self, row: Row) -> list[Part]:
        """Where the matches in a row begin, as it is drawn now."""
        known = self._drawn(row)
        if known is None or not isinstance(known.painted.lines, Joined):
            return [match[0] for match in known.matches] if known is not None else []
        while known.painted.unfinished:
            self._draw_on()
            await self._breathe()
            again = self._drawn(row)
            if again is None:
                break
            # What is still to come may be a picture, which is not waited for.
            grew = len(again.painted.lines) > len(known.painted.lines)
            known = again
            if not grew:
                break
        places: list[Part] = []
        for match in self.highlights.find(known.painted, known.palette):
            places.append(match[0])
            await self._breathe()
        return places

    def _drawn(self, row: Row) -> Highlighted | None:
        self._transcript.drawings[row]
        return self.highlights.of(row.key)

    def _draw_on(self) -> None:
        """Lay out more of the long texts that are not laid out to their end."""
        rows = self._transcript.rows
        for key in self._transcript.drawings.go_on():
            if (index := rows.index(key)) is not None:
                rows.changed(index, rows.rows[index])

    def _unfold(self, row: Row) -> bool:
        painted = self._transcript.drawings[row]
        return painted.foldable and not painted.unfolded and self._transcript.toggle(row.key)

    def _fold_again(self, left_for: str) -> None:
        """Fold what was unfolded for a match that is left."""
        key = self._unfolded
        if key is None or key == left_for:
            return
        self._unfolded = None
        row = self.row(key)
        if row is not None and self._transcript.drawings[row].unfolded:
            self._transcript.toggle(key)


def first(_index: int, places: Sequence[Part]) -> int | None:
    """The first match of a row."""
    return 0 if places else None


def last(_index: int, places: Sequence[Part]) -> int | None:
    """The last match of a row."""
    return len(places) - 1 if places else None
