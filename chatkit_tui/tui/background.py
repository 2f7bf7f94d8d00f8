"""Whether the terminal is dark: as it says itself when asked, or as its environment says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message

from chatkit_tui.tui.terminal.string_answers import StringAnswers

QUESTION = "\x1b]11;?\x1b\\"
"""Asks for the colour of the background (OSC 11); tmux answers for the terminal around it."""

_COLOR = re.compile(r"rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})", re.IGNORECASE)
_DARK_COLORS = frozenset({*range(7), 8})
"""Numbers of the terminal's palette; the others of its first 16 are light."""


@dataclass
class BackgroundTold(Message):
    """The terminal said whether its background is dark."""

    dark: bool


class BackgroundAnswers(StringAnswers):
    """Takes the terminal's answers out of its input."""

    def __init__(self) -> None:
        super().__init__("\x1b]11;", r"[\da-frg:/#]", self._hear)
        self._told: list[BackgroundTold] = []

    def told(self) -> list[BackgroundTold]:
        """What was answered since this was called."""
        told, self._told = self._told, []
        return told

    def _hear(self, color: str) -> bool:
        dark = is_dark(color)
        if dark is not None:
            self._told.append(BackgroundTold(dark))
        return dark is not None


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
