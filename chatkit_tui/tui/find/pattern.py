"""What is looked for, and how texts are compared with it.

Pure. Texts are folded before they are compared: white space to single spaces, letters to one case
unless the pattern has an upper-case letter, accents away unless the pattern has one. Folding
changes lengths (ß is ss, İ may be i and a dot), so a folded text knows which character of the text
each of its own came from, and a match never begins or ends inside of one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import normalize

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a"
    "\ufe20-\ufe2f"
)
"""Characters that are one with the letter before them; vowels and finals of Hangul among them."""

_ACCENTS = re.compile(
    "(?<=[\x00-\u03ff])[\u0300-\u036f]+"
    "|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]+"
)
"""Marks that many leave out in writing. Those of Cyrillic and kana make other letters."""

_MARK = re.compile(f"[{_MARKS}]")
_ODD_SPACE = re.compile(r"\s\s|[^\S ]")
_CLUSTER = re.compile(rf"\s\s+|[^\S ]|(?:[^\x00-\x7f]|[\x00-\x7f](?=[{_MARKS}]))[{_MARKS}]*")
"""What is folded otherwise than letter by letter of ASCII."""

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared.

    `starts` says at which character of the text each character of `text` began, and has the length
    of the text at its end; None where the two go together one by one.
    """

    text: str
    starts: array[int] | None = None

    def span(self, begin: int, end: int) -> tuple[int, int] | None:
        """The part of the text that was folded to this; None if it is not made of whole letters."""
        starts = self.starts
        if starts is None:
            return begin, end
        if (begin and starts[begin] == starts[begin - 1]) or starts[end] == starts[end - 1]:
            return None
        return starts[begin], starts[end]


@dataclass(frozen=True)
class Folding:
    """A way to fold: whether upper and lower case differ, and letters with and without accents."""

    exact_case: bool
    exact_accents: bool

    def fold(self, text: str) -> Folded:
        """The text as it is compared under this folding."""
        if _ODD_SPACE.search(text) is None:
            if text.isascii():
                return Folded(text if self.exact_case else text.lower())
            if _MARK.search(text) is None:
                folded = "".join(map(_letters(self).__getitem__, text))
                if len(folded) == len(text):
                    return Folded(folded)
        return self._fold_clusters(text)

    def _fold_clusters(self, text: str) -> Folded:
        letters = _letters(self)
        parts: list[str] = []
        starts = array("I")
        position = 0
        for match in _CLUSTER.finditer(text):
            begin = match.start()
            if begin > position:
                between = text[position:begin]
                parts.append(between if self.exact_case else between.lower())
                starts.extend(range(position, begin))
            cluster = match[0]
            folded = " " if cluster.isspace() else letters[cluster]
            parts.append(folded)
            starts.extend([begin] * len(folded))
            position = match.end()
        rest = text[position:]
        parts.append(rest if self.exact_case else rest.lower())
        starts.extend(range(position, len(text) + 1))
        return Folded("".join(parts), starts)

    def fold_letter(self, cluster: str) -> str:
        """One letter with its marks."""
        if not self.exact_case:
            cluster = cluster.casefold()
        if not self.exact_accents:
            cluster = _ACCENTS.sub("", normalize("NFD", cluster))
        return normalize("NFC", cluster)


MOST_LETTERS = 20_000
"""Letters whose folding is remembered: hostile texts have letters with any number of marks."""


class _Letters(dict[str, str]):
    """Letters and what they are folded to."""

    def __init__(self, folding: Folding) -> None:
        super().__init__()
        self._folding = folding

    def __missing__(self, letter: str) -> str:
        folded = self._folding.fold_letter(letter)
        if len(self) < MOST_LETTERS:
            self[letter] = folded
        return folded


@lru_cache(maxsize=4)
def _letters(folding: Folding) -> _Letters:
    return _Letters(folding)


@dataclass(frozen=True)
class Pattern:
    """A text to look for, as the user typed it."""

    text: str

    @cached_property
    def folding(self) -> Folding:
        """Smart case, and the same for accents."""
        decomposed = normalize("NFD", self.text)
        return Folding(
            exact_case=any(letter.isupper() or letter.istitle() for letter in self.text),
            exact_accents=_ACCENTS.search(decomposed) is not None,
        )

    @cached_property
    def needle(self) -> str:
        """The pattern, folded."""
        return self.folding.fold(_SPACES.sub(" ", self.text)).text

    def __bool__(self) -> bool:
        return bool(self.needle.strip())

    def find(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Beginning and end of each match in the text, the next one behind the one before."""
        needle, text = self.needle, folded.text
        begin = text.find(needle)
        while begin >= 0:
            end = begin + len(needle)
            span = folded.span(begin, end)
            if span is not None:
                yield span
            begin = text.find(needle, end if span is not None else begin + 1)

    def count(self, folded: Folded) -> int:
        """How many matches `find` has."""
        if folded.starts is None:
            return folded.text.count(self.needle)
        return sum(1 for _ in self.find(folded))
