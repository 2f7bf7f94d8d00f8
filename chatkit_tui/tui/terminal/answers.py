"""Answers of terminals that know the question, but not the mode it is about.

Textual understands the others, see `line.QUESTION`, and swallows these.
"""

from __future__ import annotations

from textual.message import Message

UNKNOWN_MODE = "\x1b[?2026;0$y"


class TerminalAnswered(Message):
    """The terminal has got as far as the question."""


class UnknownModeAnswers:
    """Sees such answers in the terminal's input, which it leaves as it is."""

    def __init__(self) -> None:
        self._end = ""
        """Of the last input, what may be the beginning of an answer."""

    def told(self, data: str) -> list[TerminalAnswered]:
        """What is answered in `data`, and with what came before."""
        if not self._end and "\x1b" not in data:
            return []
        *answers, rest = (self._end + data).split(UNKNOWN_MODE)
        rest = rest[-len(UNKNOWN_MODE) + 1 :]
        begun = rest.rfind("\x1b")
        self._end = rest[begun:] if begun >= 0 and UNKNOWN_MODE.startswith(rest[begun:]) else ""
        return [TerminalAnswered() for _ in answers]
