"""Finding the scene a message asks for, tolerant of phrasing, plurals and slips of the keyboard."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from chatkit_tui.demo.tour.scenes import Scene

SMALL_WORDS = frozenset(
    """
    a all an and any are be can could demo do does for give go have how i in is it like look
    me my now of on one or please say see show some tell that the this to try us want what
    with would you your
    """.split()  # noqa: SIM905  a list of sixty strings is harder to read
)
"""Words that say nothing about what is asked for."""

SLIP_RATIO = 0.8
"""How alike two words must be to count as the same one mistyped."""

MIN_COVERAGE = 0.3
"""The share of a message's words that a phrase must cover: longer texts mean something else."""


def find_scene(text: str, scenes: Iterable[Scene]) -> Scene | None:
    """The scene whose phrase covers most of `text`; the earlier one of equals."""
    phrases = [(_words(phrase), found) for found in scenes for phrase in found.words]
    vocabulary = {word for words, _ in phrases for word in words}
    asked = [_correct(word, vocabulary) for word in _words(text)]
    best: tuple[float, Scene] | None = None
    for words, found in phrases:
        score = _score(words, asked)
        if score is not None and (best is None or score > best[0]):
            best = score, found
    return best[1] if best else None


def _score(phrase: list[str], asked: list[str]) -> float | None:
    """How well the phrase meets what was asked, None when not all of it was said."""
    if not phrase or not set(phrase) <= set(asked):
        return None
    coverage = len(phrase) / len(asked)
    return len(phrase) + coverage if coverage >= MIN_COVERAGE else None


def _words(text: str) -> list[str]:
    """The telling words of `text` without their plural s; all words when none is telling."""
    words = re.findall(r"\w+", text.casefold())
    telling = [word for word in words if word not in SMALL_WORDS] or words
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in telling]


def _correct(word: str, vocabulary: set[str]) -> str:
    """The known word that `word` was meant to be, else `word`."""
    if word in vocabulary or len(word) < 4:
        return word
    close = difflib.get_close_matches(word, vocabulary, n=1, cutoff=SLIP_RATIO)
    return close[0] if close else word
