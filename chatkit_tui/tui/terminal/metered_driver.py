"""The Linux driver, with what is under way to the terminal counted, and no writing that waits."""

from __future__ import annotations

import logging
import os
import re
import sys
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from chatkit_tui.tui.terminal.line import Line

log = logging.getLogger(__name__)

SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"

SHOWN_AT_ONCE = 128
"""Characters of a frame that no terminal shows by halves."""

PIECE = 1_024
"""Bytes that are written, and timed, at a time."""

LEAVE_WITHIN = 2.0
"""Seconds that a terminal which takes nothing gets at the end."""

GIVE_UP_WITHIN = 0.5
"""Seconds for LAST_WORDS."""

LAST_WORDS = (
    "\x18\x1b\\\x1b[?2026l\x1b[m\x1b[r\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""For a terminal that never got what the driver wrote in the end."""

_CURSOR = re.compile(r"\x1b\[\d+;\d+H\Z")


class MeteredFile:
    """What the driver's thread writes to: tells the line how much went and how long it took.

    It goes past Python's own buffer of stderr, whose lock would be held while a terminal does not
    take anything, and would hold up the end of the program.
    """

    def __init__(self, file: TextIO, line: Line) -> None:
        self._file = file
        self._line = line
        self._parts: list[str] = []
        self._gone = False

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, text: str) -> None:
        self._parts.append(text)

    def flush(self) -> None:
        text, self._parts = "".join(self._parts), []
        data = memoryview(text.encode(self._file.encoding or "utf-8", "replace"))
        ascii_only = len(data) == len(text)
        counted = 0
        while data and not self._gone:
            began = time.monotonic()
            try:
                written = os.write(self.fileno(), data[:PIECE])
            except OSError as error:
                # The terminal was closed, which SIGHUP tells those whom it matters.
                log.info("The terminal takes nothing any more: %s", error)
                self._gone = True
                break
            if ascii_only:
                self._line.took(written, time.monotonic() - began)
                counted += written
            data = data[written:]
        self._line.took(len(text) - counted, 0.0)

    def give_up(self) -> None:
        """Throw away what was not taken, and leave the terminal as usable as it can be.

        Not every kernel throws it away, and then this waits for ever.
        """
        self._gone = True
        with suppress(OSError, termios.error):
            termios.tcflush(self.fileno(), termios.TCOFLUSH)
            os.write(self.fileno(), LAST_WORDS.encode())


def _done_within(seconds: float, job: Callable[[], None]) -> bool:
    """Whether `job` comes to its end; if it does not, it dies with the program."""
    thread = threading.Thread(target=job, name="last-output", daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


class MeteredDriver(LinuxDriver):
    """Writes a frame at a time, and knows how many are under way."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.line = Line()
        assert sys.__stderr__ is not None
        self._meter = MeteredFile(sys.__stderr__, self.line)
        # The thread that writes is made with it.
        self._file = self._meter  # type: ignore[assignment]
        self.is_stuck = False
        """Whether the terminal takes nothing, and whoever writes to it waits."""
        self._has_terminal = False
        self._frame: list[str] | None = None
        self._cursor = ""

    def start_application_mode(self) -> None:
        self.line.begin()
        self._has_terminal = True
        self._cursor = ""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            # Frames are held back elsewhere. What else there is to say is little, and whoever says
            # it must not wait for the terminal.
            self._writer_thread._queue.maxsize = 0

    def stop_application_mode(self) -> None:
        super().stop_application_mode()
        self._has_terminal = False

    def let_go(self) -> None:
        """Give the terminal back from any thread, though what was written last is not there yet."""
        if not self._has_terminal:
            return
        self._has_terminal = False
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        _done_within(GIVE_UP_WITHIN, self._meter.give_up)

    def begin_frame(self) -> None:
        """What is written from here on belongs together."""
        self._frame = []

    def end_frame(self, *, synchronized: bool) -> None:
        """Write it, if there is anything to it."""
        frame, self._frame = "".join(self._frame or ()), None
        cursor = _CURSOR.search(frame)
        if not frame or frame == self._cursor:
            return
        self._cursor = cursor[0] if cursor else ""
        frame += self.line.question(len(frame))
        if synchronized and len(frame) > SHOWN_AT_ONCE:
            frame = f"{SYNC_BEGIN}{frame}{SYNC_END}"
        self.write(frame)

    def write(self, data: str) -> None:
        if self._frame is not None:
            self._frame.append(data)
        else:
            self.line.hand(len(data))
            super().write(data)

    def close(self) -> None:
        """Let the terminal take the rest; in the end of the program not for ever."""
        writer = self._writer_thread
        if writer is None or self._app.is_running:
            super().close()
            return
        if not _done_within(LEAVE_WITHIN, writer.stop):
            self.is_stuck = not _done_within(GIVE_UP_WITHIN, self._meter.give_up)
            log.warning("The terminal took nothing for %s seconds; it was left.", LEAVE_WITHIN)
