"""The one gate between strings from outside and anything that is laid out or printed.

What it does to a character, and why:

- C0, DEL and C1 become visible symbols (␛, ␡, ‹9B›), so that no escape sequence survives and the
  reader sees that something was there. Line ends of every kind become `\\n`; tabs become spaces.
- Lone surrogates become U+FFFD: they cannot be encoded for the terminal. So does the character that
  some terminals draw a part of a picture for: a text does not choose among the pictures.
- Bidi marks, embeddings, overrides and isolates are dropped. They are common in honest Arabic and
  Hebrew text, where a symbol for each would be noise, and without them a text stands in its logical
  order, which is the very thing an override is used to hide.
- Tag characters, fillers, zero-width spaces and the other characters that occupy no cell and draw
  nothing are dropped: they can only hide text or break the alignment of columns.
- Joiners (ZWJ, ZWNJ) and variation selectors stay behind something they can act on, one at a time:
  emoji, Persian and Indic scripts need them; a run of them is a hiding place.
"""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

TAB_STOP = 4
"""Columns between tab stops, as Markdown counts them."""

_PLACEHOLDER = "\U0010eeee"
_JOINERS = "\u200c\u200d"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_DROPPED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)

_UNCLEAN = re.compile(
    f"[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\ud800-\udfff{_PLACEHOLDER}{_DROPPED}{_JOINERS}{_SELECTORS}]"
)
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_INVISIBLE = re.compile(f"[{_DROPPED}]+")
_SPECIAL = re.compile(
    f"(?P<modifiers>[{_JOINERS}{_SELECTORS}]+)|[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\ud800-\udfff{_PLACEHOLDER}]"
)
_SPACING = re.compile("[\n\t ]*[\n\t]+[\n\t ]*")


def display(text: str) -> str:
    """Make one line or more of foreign text safe to show: nothing in it can drive a terminal.

    The result holds no control character but `\\n`. Applying it twice changes nothing more.
    """
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text
    if _UNCLEAN.search(text) is None:
        return text
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _SPECIAL.sub(_replacement, text)
    if "\t" in text:
        text = "\n".join(_expand_tabs(line) if "\t" in line else line for line in text.split("\n"))
    return text


def display_line(text: str) -> str:
    """`display` for a place that has one line: line ends and tabs become one space."""
    text = display(text)
    if "\n" in text:
        text = _SPACING.sub(" ", text)
    return text.strip()


def _replacement(match: re.Match[str]) -> str:
    if match["modifiers"]:
        return _kept_modifiers(match)
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0:
        return f"\u2039{code:02X}\u203a"
    return "\ufffd"


def _kept_modifiers(match: re.Match[str]) -> str:
    """Of a run of joiners and selectors: at most a selector, then a joiner, behind something."""
    start = match.start()
    if start == 0 or match.string[start - 1].isspace():
        return ""
    run = match[0]
    selector = "" if run[0] in _JOINERS else run[0]
    joiner = next((character for character in run if character in _JOINERS), "")
    return selector + joiner


def _expand_tabs(line: str) -> str:
    if line.isascii():
        return line.expandtabs(TAB_STOP)
    column = 0
    parts: list[str] = []
    for character in line:
        if character == "\t":
            step = TAB_STOP - column % TAB_STOP
            parts.append(" " * step)
            column += step
        else:
            parts.append(character)
            if not combining(character):
                column += 2 if east_asian_width(character) in "WF" else 1
    return "".join(parts)
