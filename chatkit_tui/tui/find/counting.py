"""How often a pattern stands in each row of a thread, counted in the source of its item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatkit_tui.display import display
from chatkit_tui.tui.find.item_text import item_texts
from chatkit_tui.tui.find.pattern import Folded, Folding, Pattern

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

PORTION = 16_384
"""Characters that are folded together, at least where there are as many."""


@dataclass(slots=True)
class _Text:
    """The text of an item, folded: whole, or in pieces where it is long."""

    item: object
    pieces: list[Folded]


class HitCounts:
    """Counts the matches of one pattern at a time, and keeps the texts for the next pattern.

    `counts` has the rows with matches, by their keys. What somebody saw of an item goes before
    what its source lets expect: see `correct`.
    """

    def __init__(self, *, hyperlinks: bool) -> None:
        self.pattern = Pattern("")
        self.counts: dict[str, int] = {}
        self._hyperlinks = hyperlinks
        self._raw = False
        self._folding: Folding | None = None
        self._texts: dict[str, _Text] = {}
        self._counted: dict[str, object] = {}
        """Rows that were counted, and the items they had then."""

    def look_for(self, pattern: Pattern, *, raw: bool = False) -> None:
        """Count another pattern from now on; with `raw`, in items as the server wrote them."""
        self.pattern = pattern
        self.counts, self._counted = {}, {}
        if (pattern.folding, raw) != (self._folding, self._raw):
            self._folding, self._raw = pattern.folding, raw
            self._texts = {}

    def count(self, row: Row) -> Iterator[None]:
        """Count in one row, if its item is another one; hands back control after each portion."""
        if self._counted.get(row.key) is row.item or not self.pattern:
            return
        pattern, item = self.pattern, row.item
        text = self._texts.get(row.key)
        if text is None or text.item is not item:
            pieces: list[Folded] = []
            texts = item_texts(item, hyperlinks=self._hyperlinks, raw=self._raw)
            for piece in _pieces(texts):
                pieces.append(pattern.folding.fold(piece))
                yield
            if self.pattern is not pattern:
                return
            text = self._texts[row.key] = _Text(item, pieces)
        count = 0
        for index, folded in enumerate(text.pieces):
            count += pattern.count(folded)
            if index:
                count += _at_seam(pattern, text.pieces[index - 1], folded)
                yield
        if self.pattern is pattern:
            self._counted[row.key] = item
            self._set(row.key, count)

    def correct(self, row: Row, count: int) -> None:
        """So many matches are seen in the row as it is drawn."""
        self._counted[row.key] = row.item
        self._set(row.key, count)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget the rows that are gone."""
        kept = set(keys)
        for known in (self.counts, self._texts, self._counted):
            for key in known.keys() - kept:
                del known[key]

    def _set(self, key: str, count: int) -> None:
        if count:
            self.counts[key] = count
        else:
            self.counts.pop(key, None)


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    """The texts as they are shown, white space as single spaces, in pieces of some length."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= PORTION:
            yield _single_spaced(display("".join(waiting)))
            waiting, length = [], 0
    if waiting:
        yield _single_spaced(display("".join(waiting)))


def _single_spaced(text: str) -> str:
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if text[-1:].isspace() else ''}"


def _at_seam(pattern: Pattern, before: Folded, after: Folded) -> int:
    """Matches that begin in one piece and end in the next: one at most."""
    reach = len(pattern.needle) - 1
    seam = before.text[len(before.text) - reach :] + after.text[:reach] if reach else ""
    return min(1, seam.count(pattern.needle))
