"""JSON, one value a line, with no value in it changed."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


def one_line(text: str) -> str:
    """A JSON text without line breaks: in JSON they stand between the values only."""
    return _LINE_BREAK.sub("", text.strip()) if "\n" in text or "\r" in text else text.strip()


def for_terminal(line: str) -> str:
    """The same JSON with what could drive or deceive a terminal written as escapes.

    Such characters stand in strings only, where an escape means the same.
    """
    return _UNSAFE.sub(_escape, line)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
