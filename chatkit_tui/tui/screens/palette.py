"""The command palette, for people who type faster than it searches."""

from __future__ import annotations

import contextlib

from textual import on
from textual.command import CommandPalette
from textual.widgets import Input
from textual.worker import WorkerCancelled


class Palette(CommandPalette):
    """Textual's, in which Enter takes what is found for what is written by then.

    In Textual's own, Enter takes the first line of what was found before, which may be to quit.
    """

    @on(Input.Submitted)
    async def _find_first(self) -> None:
        """Runs before the palette's own handler of that key."""
        for search in [each for each in self.app.workers if each.node is self]:
            # One that is cancelled was for words that are written no more.
            with contextlib.suppress(WorkerCancelled):
                await search.wait()
