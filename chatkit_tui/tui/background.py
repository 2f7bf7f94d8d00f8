"""Whether the terminal is dark: as it says itself when asked, or as its environment says."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message

QUESTION = "\x1b]11;?\x1b\\"
"""Asks for the colour of the background (OSC 11); tmux answers for the terminal around it."""

YOUNG_FOR = 3.0
"""Seconds in which the answer to a question asked at the start is awaited."""

KEY_WITHIN = 0.1
"""Seconds of silence after which a beginning that may be a key is one."""

LOST_WITHIN = 3.0
"""Seconds of silence after which the rest of an answer comes no more."""

_ANSWER = re.compile(r"\x1b\]11;([^\x07\x1b]{0,64})(?:\x07|\x1b\\)")
_PREFIX = "\x1b]11;"
_BEGUN = re.compile(r"\x1b(?:\](?:1(?:1(?:;[\da-frg:/#]{0,64}\x1b?)?)?)?)?\Z", re.IGNORECASE)
_BROKEN_OFF = re.compile(r"\x1b\]11;[\da-frg:/#]{0,64}", re.IGNORECASE)
_COLOR = re.compile(r"rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})", re.IGNORECASE)
_DARK_COLORS = frozenset({*range(7), 8})
"""Numbers of the terminal's palette; the others of its first 16 are light."""


@dataclass
class BackgroundTold(Message):
    """The terminal said whether its background is dark."""

    dark: bool


class BackgroundAnswers:
    """Takes the terminal's answers out of its input, however it is cut into reads."""

    def __init__(self) -> None:
        self._held = ""
        """What may be the beginning of an answer."""
        self._until = time.monotonic() + YOUNG_FOR
        self._fed_at = 0.0
        self._told: list[BackgroundTold] = []

    def without_answers(self, data: str) -> str:
        """Input without answers; what may begin one is held back."""
        if not self._held and "\x1b" not in data:
            return data
        self._fed_at = time.monotonic()
        data, self._held = self._held + data, ""
        data = _ANSWER.sub(self._take, data)
        begun = _BEGUN.search(data)
        # Esc alone is a key, and waits only while an answer is due.
        if begun is not None and (begun[0] != "\x1b" or self._fed_at < self._until):
            data, self._held = data[: begun.start()], begun[0]
        return _BROKEN_OFF.sub("", data)

    def overdue(self) -> str:
        """What was held back and turned out to be keys; the beginning of an answer never is."""
        silence = time.monotonic() - self._fed_at
        cut_off = self._held.startswith(_PREFIX)
        if not self._held or silence < (LOST_WITHIN if cut_off else KEY_WITHIN):
            return ""
        keys, self._held = "" if cut_off else self._held, ""
        return keys

    def told(self) -> list[BackgroundTold]:
        """What was answered since this was called."""
        told, self._told = self._told, []
        return told

    def _take(self, answer: re.Match[str]) -> str:
        if (dark := is_dark(answer[1])) is not None:
            self._until = 0.0
            self._told.append(BackgroundTold(dark))
        return ""


def is_dark(color: str) -> bool | None:
    """Whether a colour as terminals write it ("rgb:1e1e/1e1e/1e1e") is dark; None: not one."""
    match = _COLOR.match(color)
    if match is None:
        return None
    red, green, blue = (int(digits, 16) / (16 ** len(digits) - 1) for digits in match.groups())
    brightness: float = 0.299 * red + 0.587 * green + 0.114 * blue
    return brightness < 0.5


def dark_by_environment(environ: Mapping[str, str]) -> bool:
    """What rxvt, konsole and others put into COLORFGBG; where it says nothing, dark."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return not background.isdecimal() or int(background) in _DARK_COLORS
