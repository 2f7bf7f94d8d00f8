"""The pictures of a conversation: fetched when they are first drawn, and kept for a while."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.errors import ChatKitError
from chatkit_tui.protocol.attachments import LazyPreview
from chatkit_tui.translation import _
from chatkit_tui.tui.pictures.decoding import DECODED_WITHIN, too_slow
from chatkit_tui.tui.pictures.half_blocks import Colour, half_blocks
from chatkit_tui.tui.pictures.sharp import lines_of, png_for

if TYPE_CHECKING:
    from chatkit_tui.tui.terminal.terminal_images import TerminalImage, TerminalImages
    from chatkit_tui.tui.transcript.wrap import Line
    from chatkit_tui.tui.view import ChatKitView

BYTES_KEPT = 32 * 2**20
"""Of fetched pictures, the ones drawn lately; others are fetched again when they come back."""

DRAWINGS_KEPT = 50
"""Pictures as lines, unless more than that are looked at."""

LOOKED_AT = 5.0
"""Seconds since a picture was asked for in which it is not forgotten."""

MOST_WAITING = 60
"""Pictures that wait to be fetched; those beyond are asked for again when they come into view."""

MOST_ROWS = 24
"""Rows a picture takes at most, so that it fits a common screen."""

FETCHED_WITHIN = 20.0
"""Seconds that fetching a picture may take."""

ENOUGH_COLOURS = ("256", "truecolor", "windows")
"""Colour systems in which a picture can be recognised."""

AT_ONCE = 2
"""Pictures that are being fetched or drawn; the others wait their turn."""

Address = str | LazyPreview
Fetch = Callable[[Address], Awaitable[bytes]]
Run = Callable[[Coroutine[Any, Any, None]], object]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as far as it is known: `lines` once it is drawn, `problem` if it cannot be."""

    lines: list[Line] | None = None
    problem: str = ""
    image: TerminalImage | None = None
    """What the terminal draws in the place of the lines."""

    @property
    def coming(self) -> bool:
        """Whether it may be there when it is asked for again."""
        return self.lines is None and not self.problem


Key = tuple[Address, int, int, Colour]

COMING = Picture()


def gallery_for(view: ChatKitView, fetch: Fetch) -> Gallery | None:
    """What draws the pictures of a view; None where they are not wanted, or cannot be seen."""
    app = view.app
    few = app.native_ansi_color or app.console.color_system not in ENOUGH_COLOURS
    unwanted = view.images == "never"
    if few or unwanted or os.environ.get("NO_COLOR"):
        return None

    def images() -> TerminalImages | None:
        return getattr(app, "images", None)

    return Gallery(fetch, lambda work: view.run_worker(work, group="pictures"), images)


class Gallery:
    """Draws pictures by their address, in tasks that `run` owns.

    Where `images` says how, the terminal draws them itself.
    """

    def __init__(
        self,
        fetch: Fetch,
        run: Run,
        images: Callable[[], TerminalImages | None] = lambda: None,
    ) -> None:
        self._fetch = fetch
        self._run = run
        self._images = images
        self._drawn: dict[Key, Picture] = {}
        self._asked_at: dict[Key, float] = {}
        self._bytes: dict[Address, bytes] = {}
        self._waiting: list[Key] = []
        self._working = 0

    def picture(
        self, address: Address, columns: int, background: Colour, rows: int | None = None
    ) -> Picture:
        """The picture in at most so many cells; asks for it where it is not there."""
        key = (address, columns, min(rows or MOST_ROWS, MOST_ROWS), background)
        drawn = self._drawn.pop(key, None)
        if drawn is None or (drawn.image is not None and not self.use(drawn.image)):
            drawn = COMING
            self._ask_for(key)
        self._drawn[key] = drawn
        self._asked_at[key] = time.monotonic()
        self._forget_some()
        return drawn

    def use(self, image: TerminalImage) -> bool:
        """A picture is drawn again; False if the terminal has it no more."""
        images = self._images()
        if images is None or image.gone:
            return False
        images.use(image)
        return True

    def _ask_for(self, key: Key) -> None:
        self._waiting.append(key)
        if len(self._waiting) > MOST_WAITING:
            self._forget(self._waiting.pop(0))
        if self._working < AT_ONCE:
            self._working += 1
            self._run(self._work())

    def _forget_some(self) -> None:
        """Keep those that were asked for lately, and a few more."""
        excess = len(self._drawn) - DRAWINGS_KEPT
        if excess <= 0:
            return
        past = time.monotonic() - LOOKED_AT
        done = [
            key
            for key, known in self._drawn.items()
            if not known.coming and self._asked_at[key] < past
        ]
        for key in done[:excess]:
            self._forget(key)

    def _forget(self, key: Key) -> None:
        self._drawn.pop(key, None)
        self._asked_at.pop(key, None)

    async def _work(self) -> None:
        """Draw what waits, the newest first: that is what the reader looks at."""
        try:
            while self._waiting:
                key = self._waiting.pop()
                drawn = await self._draw(key)
                if key in self._drawn:
                    self._drawn[key] = drawn
        finally:
            self._working -= 1

    async def _draw(self, key: Key) -> Picture:
        address, columns, rows, background = key
        try:
            data = await self._data(address)
            images = self._images()
            if images is not None:
                sharp = await self._sharp(images, data, columns, rows)
                if sharp is not None:
                    return sharp
            lines = await _in_time(lambda: half_blocks(data, columns, rows, background))
        except ChatKitError as error:
            return Picture(problem=error.message)
        return Picture(lines=lines)

    async def _sharp(
        self, images: TerminalImages, data: bytes, columns: int, rows: int
    ) -> Picture | None:
        """The picture handed to the terminal; None where that has no room for it."""
        cell = images.cell_size()
        png, across, down = await _in_time(lambda: png_for(data, columns, rows, cell))
        image = await images.show(png, across, down)
        return None if image is None else Picture(lines=lines_of(image), image=image)

    async def _data(self, address: Address) -> bytes:
        data = self._bytes.pop(address, None)
        if data is None:
            try:
                async with asyncio.timeout(FETCHED_WITHIN):
                    data = await self._fetch(address)
            except TimeoutError:
                words = _("it did not come within {seconds} seconds")
                raise ChatKitError(words.format(seconds=f"{FETCHED_WITHIN:g}")) from None
        self._bytes[address] = data
        kept = sum(map(len, self._bytes.values()))
        while kept > BYTES_KEPT and len(self._bytes) > 1:
            kept -= len(self._bytes.pop(next(iter(self._bytes))))
        return data


async def _in_time(work: Callable[[], T]) -> T:
    """What a decoder makes, in a thread; one that hangs is left to itself."""
    try:
        async with asyncio.timeout(2 * DECODED_WITHIN):
            return await in_daemon_thread(work, name="picture")
    except TimeoutError:
        raise too_slow(2 * DECODED_WITHIN) from None
