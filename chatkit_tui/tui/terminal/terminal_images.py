"""The pictures that the terminal holds, and those that have to make room."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

from chatkit_tui.tui.terminal.kitty import MARKS, handing_over, placeholders, removal

BYTES_HELD = 24 * 2**20
"""Of pictures as they were handed over; they are handed over again to a terminal that lost them."""

AT_REST = 20.0
"""Seconds after which a picture that nobody drew may make room for another one."""

LOOK_AGAIN = 0.01
"""Seconds between two looks at a terminal that does not keep up."""

UNFINISHED = "\x1b_Gm=0,q=2\x1b\\"
"""Ends a picture of which no more comes."""


class TerminalImage:
    """A picture of so many cells that the terminal was handed; `rows` are the texts of its rows."""

    def __init__(self, place: int, png: bytes, columns: int, rows: int) -> None:
        self.place = place
        self.png = png
        self.columns = columns
        self.rows = placeholders(place, columns, rows)
        self.used_at = 0.0
        self.gone = False
        """Whether the terminal has it no more: whoever shows it has to draw something else."""

    def pieces(self) -> Iterator[str]:
        """What to write so that the terminal has it."""
        return handing_over(self.place, self.png, self.columns, len(self.rows))


class TerminalImages:
    """Hands pictures to the terminal, as fast as that takes them, and keeps them within limits.

    `write` says False while there is no terminal to write to.
    """

    def __init__(
        self,
        write: Callable[[str], bool],
        is_full: Callable[[], bool],
        cell_size: Callable[[], tuple[int, int]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._is_full = is_full
        self.cell_size = cell_size
        """Pixels of a cell: how wide, and how high."""
        self._clock = clock
        self._held: dict[int, TerminalImage] = {}
        self._one_at_a_time = asyncio.Lock()

    async def show(self, png: bytes, columns: int, rows: int) -> TerminalImage | None:
        """Hand a picture over; None where there is no room beside those that are in use."""
        place = self._make_room(len(png))
        if place is None:
            return None
        image = self._held[place] = TerminalImage(place, png, columns, rows)
        self.use(image)
        try:
            await self._hand_over(image)
        except asyncio.CancelledError:
            image.gone = True
            del self._held[place]
            raise
        return image

    def use(self, image: TerminalImage) -> None:
        """The picture is drawn: it is not to make room for another one now."""
        image.used_at = self._clock()

    async def hand_over_again(self) -> None:
        """The terminal was another program's, or is another one: it may have lost them all."""
        for image in list(self._held.values()):
            if not image.gone:
                await self._hand_over(image)

    def take_back(self) -> None:
        """Leave none of them in the terminal."""
        for image in self._held.values():
            self._write(removal(image.place))
        self._held.clear()

    def _make_room(self, size: int) -> int | None:
        """A place for a picture of so many bytes, others being removed for it if need be."""
        resting = sorted(
            (each for each in self._held.values() if self._clock() - each.used_at > AT_REST),
            key=lambda each: each.used_at,
        )
        held = sum(len(each.png) for each in self._held.values())
        while held + size > BYTES_HELD or len(self._held) >= len(MARKS):
            if not resting:
                return None
            oldest = resting.pop(0)
            oldest.gone = True
            held -= len(oldest.png)
            del self._held[oldest.place]
            self._write(removal(oldest.place))
        return next(place for place in range(len(MARKS)) if place not in self._held)

    async def _hand_over(self, image: TerminalImage) -> None:
        async with self._one_at_a_time:
            finished = False
            try:
                for piece in image.pieces():
                    await self._turn()
                    if image.gone or not self._write(piece):
                        return
                finished = True
            finally:
                if not finished:
                    self._write(UNFINISHED)

    async def _turn(self) -> None:
        """Wait until the terminal can take more; keys and frames come in between."""
        wait = 0.0
        while True:
            await asyncio.sleep(wait)
            if not self._is_full():
                return
            wait = LOOK_AGAIN
