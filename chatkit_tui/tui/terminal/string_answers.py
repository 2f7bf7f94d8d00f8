"""Answers of the terminal that no key could be: taken out of its input, however it is cut."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

YOUNG_FOR = 3.0
"""Seconds in which the answer to a question asked at the start is awaited."""

KEY_WITHIN = 0.1
"""Seconds of silence after which a beginning that may be a key is one."""

LOST_WITHIN = 3.0
"""Seconds of silence after which the rest of an answer comes no more."""


class StringAnswers:
    """Finds answers that begin with `opening` and end with a string terminator, or with BEL.

    `inside` is the class of characters that such an answer is known to have, as in a regular
    expression: what stands between its beginning and something else is a part of it that was lost.
    """

    def __init__(self, opening: str, inside: str, heard: Callable[[str], bool]) -> None:
        """`heard` gets what stands in an answer; True if it is the one that was awaited."""
        self._opening = opening
        self._heard = heard
        begun = re.escape(opening)
        beginnings = [re.escape(opening[:length]) for length in range(len(opening) - 1, 0, -1)]
        self._answer = re.compile(rf"{begun}([^\x07\x1b]{{0,64}})(?:\x07|\x1b\\)")
        self._begun = re.compile(
            rf"(?:{begun}{inside}{{0,64}}\x1b?|{'|'.join(beginnings)})\Z", re.IGNORECASE
        )
        self._broken_off = re.compile(rf"{begun}{inside}{{0,64}}", re.IGNORECASE)
        self._held = ""
        """What may be the beginning of an answer."""
        self._until = time.monotonic() + YOUNG_FOR
        self._fed_at = 0.0

    def without_answers(self, data: str) -> str:
        """Input without answers; what may begin one is held back."""
        if not self._held and "\x1b" not in data:
            return data
        self._fed_at = time.monotonic()
        data, self._held = self._held + data, ""
        data = self._answer.sub(self._take, data)
        begun = self._begun.search(data)
        # Esc alone is a key, and waits only while an answer is due.
        if begun is not None and (begun[0] != "\x1b" or self._fed_at < self._until):
            data, self._held = data[: begun.start()], begun[0]
        return self._broken_off.sub("", data)

    def overdue(self) -> str:
        """What was held back and turned out to be keys; the beginning of an answer never is."""
        silence = time.monotonic() - self._fed_at
        cut_off = self._held.startswith(self._opening)
        if not self._held or silence < (LOST_WITHIN if cut_off else KEY_WITHIN):
            return ""
        keys, self._held = "" if cut_off else self._held, ""
        return keys

    def _take(self, answer: re.Match[str]) -> str:
        if self._heard(answer[1]):
            self._until = 0.0
        return ""
