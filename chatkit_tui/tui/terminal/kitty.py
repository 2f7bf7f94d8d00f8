"""Kitty's graphics protocol, with placeholders: pictures that stand in cells like letters.

A picture is handed to the terminal once, under a number. Where it is to be seen, cells hold a
character that stands for a picture, with marks that say which row and column of it belongs there.
So pictures scroll, are covered and vanish as text does. Kitty and Ghostty draw such cells; other
terminals that know the protocol do not know placeholders.

https://sw.kovidgoyal.net/kitty/graphics-protocol/
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.message import Message

from chatkit_tui.tui.terminal.string_answers import StringAnswers
from chatkit_tui.tui.terminal_output import in_multiplexer

PLACEHOLDER = "\U0010eeee"
"""Stands for a cell of a picture."""

MARKS = "".join(
    map(
        chr,
        (
            *(0x305, 0x30D, 0x30E, 0x310, 0x312, 0x33D, 0x33E, 0x33F, 0x346, 0x34A, 0x34B, 0x34C),
            *(0x350, 0x351, 0x352, 0x357, 0x35B, 0x363, 0x364, 0x365, 0x366, 0x367, 0x368, 0x369),
            *(0x36A, 0x36B, 0x36C, 0x36D, 0x36E, 0x36F, 0x483, 0x484, 0x485, 0x486, 0x487, 0x592),
            *(0x593, 0x594, 0x595, 0x597, 0x598, 0x599, 0x59C, 0x59D, 0x59E, 0x59F, 0x5A0, 0x5A1),
            *(0x5A8, 0x5A9, 0x5AB, 0x5AC, 0x5AF, 0x5C4, 0x610, 0x611, 0x612, 0x613, 0x614, 0x615),
            *(0x616, 0x617, 0x657, 0x658, 0x659, 0x65A, 0x65B, 0x65D, 0x65E, 0x6D6, 0x6D7, 0x6D8),
            *(0x6D9, 0x6DA, 0x6DB, 0x6DC, 0x6DF, 0x6E0, 0x6E1, 0x6E2, 0x6E4, 0x6E7, 0x6E8, 0x6EB),
            *(0x6EC, 0x730, 0x732, 0x733, 0x735, 0x736, 0x73A, 0x73D, 0x73F, 0x740, 0x741, 0x743),
        ),
    )
)
"""The first of the marks that mean 0, 1, 2 and so on behind a placeholder."""

PEN = "38;5;117"
"""The colour of placeholders: it is the last byte of the number of a picture."""

PIECE = 4_096
"""Characters of a picture that are handed over at a time; the protocol allows no more."""

QUESTION = "\x1b_Gi=1,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""Asks whether a picture of one pixel would be understood."""

_YES = "i=1;OK"


def may_have_placeholders(environ: Mapping[str, str]) -> bool:
    """Whether the terminal seems to be one that draws placeholders, so that asking is worth it.

    Variables of a terminal are inherited by others that are started in it: the one that came last
    has said what it is in TERM or in TERM_PROGRAM.
    """
    if in_multiplexer(environ):
        return False
    if environ.get("TERM", "") in ("xterm-kitty", "xterm-ghostty"):
        return True
    program = environ.get("TERM_PROGRAM", "")
    if program:
        return program == "ghostty"
    return "KITTY_WINDOW_ID" in environ and "KONSOLE_VERSION" not in environ


@dataclass
class GraphicsTold(Message):
    """The terminal answered whether it takes pictures."""

    understood: bool


class GraphicsAnswers(StringAnswers):
    """Takes the answers of Kitty's protocol out of the terminal's input."""

    def __init__(self) -> None:
        super().__init__("\x1b_G", "[a-z0-9=,;:]", self._hear)
        self._told: list[GraphicsTold] = []

    def told(self) -> list[GraphicsTold]:
        """What was answered since this was called."""
        told, self._told = self._told, []
        return told

    def _hear(self, answer: str) -> bool:
        self._told.append(GraphicsTold(answer == _YES))
        return True


def number(place: int) -> int:
    """The number of the picture at a place, which is smaller than `len(MARKS)`."""
    return (place << 24) | int(PEN.rpartition(";")[2])


def placeholders(place: int, columns: int, rows: int) -> list[str]:
    """The rows of text that stand for a picture; at most `len(MARKS)` columns and rows."""
    return [
        "".join(
            f"{PLACEHOLDER}{MARKS[row]}{MARKS[column]}{MARKS[place]}" for column in range(columns)
        )
        for row in range(rows)
    ]


def handing_over(place: int, png: bytes, columns: int, rows: int) -> Iterator[str]:
    """What to write, in this order, so that the terminal has a picture for so many cells.

    Anything but other pictures may be written in between.
    """
    data = base64.b64encode(png).decode()
    named = f"i={number(place)}"
    head = f"{named},f=100,t=d,q=2,"
    for start in range(0, len(data), PIECE):
        more = int(start + PIECE < len(data))
        yield f"\x1b_G{head}m={more};{data[start : start + PIECE]}\x1b\\"
        head = "q=2,"
    yield f"\x1b_Ga=p,U=1,{named},c={columns},r={rows},q=2\x1b\\"


def removal(place: int) -> str:
    """What to write so that the terminal forgets a picture."""
    return f"\x1b_Ga=d,d=I,i={number(place)},q=2\x1b\\"
