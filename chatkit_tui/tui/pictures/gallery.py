"""The pictures of a conversation: fetched when they are first drawn, and kept for a while."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.pictures.half_blocks import Colour, half_blocks

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.wrap import Line
    from chatkit_tui.tui.view import ChatKitView

BYTES_KEPT = 64 * 2**20
"""Of fetched pictures, the ones drawn lately; others are fetched again when they come back."""

DRAWINGS_KEPT = 50

MOST_ROWS = 24
"""Rows a picture takes at most, so that it fits a common screen."""

ENOUGH_COLOURS = ("256", "truecolor", "windows")
"""Colour systems in which a picture can be recognised."""

AT_ONCE = 2
"""Pictures that are being fetched or drawn; the others wait their turn."""

Fetch = Callable[[str], Awaitable[bytes]]
Run = Callable[[Coroutine[Any, Any, None]], object]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as far as it is known: `lines` once it is drawn, `problem` if it cannot be."""

    lines: list[Line] | None = None
    problem: str = ""

    @property
    def coming(self) -> bool:
        """Whether it may be there when it is asked for again."""
        return self.lines is None and not self.problem


Key = tuple[str, int, Colour]

COMING = Picture()


def gallery_for(view: ChatKitView, fetch: Fetch) -> Gallery | None:
    """What draws the pictures of a view; None where the terminal has too few colours for that."""
    app = view.app
    few = app.native_ansi_color or app.console.color_system not in ENOUGH_COLOURS
    if few or os.environ.get("NO_COLOR"):
        return None
    return Gallery(fetch, lambda work: view.run_worker(work, group="pictures"))


class Gallery:
    """Draws pictures by their address, in tasks that `run` owns."""

    def __init__(self, fetch: Fetch, run: Run) -> None:
        self._fetch = fetch
        self._run = run
        self._drawn: dict[Key, Picture] = {}
        self._bytes: dict[str, bytes] = {}
        self._waiting: list[Key] = []
        self._working = 0

    def picture(self, address: str, columns: int, background: Colour) -> Picture:
        """The picture for `columns` cells; asks for it where it is not there."""
        key = (address, columns, background)
        drawn = self._drawn.pop(key, None)
        if drawn is None:
            drawn = COMING
            self._waiting.append(key)
            if self._working < AT_ONCE:
                self._working += 1
                self._run(self._work())
        self._drawn[key] = drawn
        done = [each for each, known in self._drawn.items() if not known.coming]
        for each in done[: max(0, len(done) - DRAWINGS_KEPT)]:
            del self._drawn[each]
        return drawn

    async def _work(self) -> None:
        """Draw what waits, the newest first: that is what the reader looks at."""
        try:
            while self._waiting:
                key = self._waiting.pop()
                self._drawn[key] = await self._draw(key)
        finally:
            self._working -= 1

    async def _draw(self, key: Key) -> Picture:
        address, columns, background = key
        try:
            data = self._bytes.pop(address, None)
            if data is None:
                data = await self._fetch(address)
            self._keep(address, data)
            lines = await in_daemon_thread(
                lambda: half_blocks(data, columns, MOST_ROWS, background), name="picture"
            )
        except ChatKitError as error:
            return Picture(problem=error.message)
        return Picture(lines=lines)

    def _keep(self, address: str, data: bytes) -> None:
        self._bytes[address] = data
        kept = sum(map(len, self._bytes.values()))
        while kept > BYTES_KEPT and len(self._bytes) > 1:
            kept -= len(self._bytes.pop(next(iter(self._bytes))))
