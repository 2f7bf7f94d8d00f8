"""A paste stays one paste, whatever is in it, and an answer of the terminal is no key.

Textual's parser takes an escape sequence inside a bracketed paste for keys, and so a paste of
coloured output types, and may send, by itself. Escapes are taken out before it sees them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

from chatkit_tui.tui.background import BackgroundAnswers
from chatkit_tui.tui.enter_keys import in_kittys_words
from chatkit_tui.tui.terminal.answers import UnknownModeAnswers
from chatkit_tui.tui.terminal.kitty import GraphicsAnswers

BEGIN = "\x1b[200~"
END = "\x1b[201~"
ESCAPE = "\x1b"

END_WITHIN = 2.0
"""Seconds of silence after which a paste is over, though its end never came."""


class PasteGuard(XTermParser):
    """The parser of terminal input, with the escapes inside a paste removed."""

    _pasting = False
    _passed = ""
    """The last characters outside a paste, for a beginning that comes in two reads."""
    _held = ""
    """What may be the beginning of the paste's end."""
    _fed_at = 0.0
    """`time.monotonic()` of the last input."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._answers = BackgroundAnswers()
        self._graphics_answers = GraphicsAnswers()
        self._mode_answers = UnknownModeAnswers()

    def feed(self, data: str) -> Iterable[Message]:
        """Events of `data`; "" is the end of all input."""
        self._fed_at = time.monotonic()
        if not data:
            yield from super().feed(data)
        elif clean := self._clean(data):
            yield from super().feed(clean)
        yield from self._answers.told()
        yield from self._graphics_answers.told()
        yield from self._mode_answers.told(data)

    def tick(self) -> Iterable[Message]:
        """Events that time alone brings: the end of a paste whose end marker was lost."""
        if self._pasting and time.monotonic() - self._fed_at > END_WITHIN:
            self._pasting, self._held = False, ""
            yield from super().feed(END)
        if keys := self._answers.overdue() + self._graphics_answers.overdue():
            yield from super().feed(keys)
        yield from super().tick()

    def _clean(self, data: str) -> str:
        clean: list[str] = []
        data, self._held = self._held + data, ""
        while data:
            if self._pasting:
                pasted, end, rest = data.partition(END)
                if not end:
                    pasted, self._held = _before_partial_end(pasted)
                clean.append(pasted.replace(ESCAPE, "") + end)
                self._pasting = not end
                data = rest
            else:
                place = (self._passed + data).find(BEGIN)
                cut = len(data) if place < 0 else place + len(BEGIN) - len(self._passed)
                clean.append(in_kittys_words(self._without_answers(data[:cut])))
                self._passed = (self._passed + data[:cut])[-(len(BEGIN) - 1) :]
                self._pasting = place >= 0
                if self._pasting:
                    self._passed = ""
                data = data[cut:]
        return "".join(clean)

    def _without_answers(self, data: str) -> str:
        return self._graphics_answers.without_answers(self._answers.without_answers(data))


def _before_partial_end(text: str) -> tuple[str, str]:
    """`text`, split before what could go on to be the end of the paste."""
    for length in range(min(len(END) - 1, len(text)), 0, -1):
        if END.startswith(text[-length:]):
            return text[:-length], text[-length:]
    return text, ""


def guard_pastes() -> None:
    """Let Textual's Linux driver read terminal input through the guard."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        # The driver offers no way to choose its parser.
        linux_driver.XTermParser = PasteGuard  # type: ignore[attr-defined]
