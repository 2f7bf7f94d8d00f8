"""An app that knows whether its terminal takes pictures, and hands them to it."""

from __future__ import annotations

import os
import struct
import sys

from chatkit_tui.tui.terminal.kitty import QUESTION, GraphicsTold, may_have_placeholders
from chatkit_tui.tui.terminal.output import DiffedOutput
from chatkit_tui.tui.terminal.terminal_images import TerminalImages
from chatkit_tui.tui.terminal_output import write_out

COMMON_CELL = (10, 20)
"""Pixels of a cell of a terminal that does not tell."""


class GraphicsOutput(DiffedOutput):
    """Asks at the start, where an answer is likely.

    Placeholders are written by the output that knows cells; without it there are none.
    """

    _images: TerminalImages | None = None

    @property
    def images(self) -> TerminalImages | None:
        """What takes pictures to the terminal; None where it takes none."""
        return self._images if self._shown is not None else None

    def on_mount(self) -> None:
        wanted = self.settings.images == "auto" and may_have_placeholders(os.environ)
        if wanted and self._shown is not None:
            self.app_resume_signal.subscribe(self, lambda _: self._hand_over_again())
            write_out(self, QUESTION)

    def on_graphics_told(self, message: GraphicsTold) -> None:
        driver = self._metered
        if message.understood and self._images is None and driver is not None:
            self._images = TerminalImages(
                lambda sequence: write_out(self, sequence),
                # What is owed to the reader goes first.
                lambda: driver.line.is_full or self._owed is not None,
                lambda: cell_pixels(driver.fileno),
            )

    def forget_terminal(self) -> None:
        super().forget_terminal()
        self._hand_over_again()

    def on_unmount(self) -> None:
        if self._images is not None:
            self._images.take_back()

    def _hand_over_again(self) -> None:
        if self.images is not None:
            self.run_worker(self.images.hand_over_again(), group="images", exclusive=True)


def cell_pixels(terminal: int) -> tuple[int, int]:
    """How wide and high a cell of the terminal with that file number is."""
    if sys.platform == "win32":
        return COMMON_CELL
    import fcntl
    import termios

    try:
        answer = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return COMMON_CELL
    rows, columns, width, height = struct.unpack("HHHH", answer)
    if not (rows and columns and width >= columns and height >= rows):
        return COMMON_CELL
    return width // columns, height // rows
