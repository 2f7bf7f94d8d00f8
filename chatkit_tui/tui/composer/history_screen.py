"""Ctrl+R: search in what was written before."""

from __future__ import annotations

from chatkit_tui.translation import _
from chatkit_tui.tui.composer.mentions import readable
from chatkit_tui.tui.composer.pick_screen import Pick, PickScreen
from chatkit_tui.tui.composer.prompt_memory import PromptMemory
from chatkit_tui.tui.status import SEPARATOR


class HistoryScreen(PickScreen):
    """Search in what was written before; the newest stands at the bottom."""

    def __init__(self, memory: PromptMemory) -> None:
        super().__init__(_heading(), [])
        self._memory = memory
        self._take_over_texts()

    def on_mount(self) -> None:
        self.run_worker(self._read_again())

    async def _read_again(self) -> None:
        """Show what other programs wrote meanwhile too."""
        await self._memory.load()
        self._take_over_texts()
        self.show_picks()

    def _take_over_texts(self) -> None:
        self.picks = [Pick(text, readable(text)) for text in self._memory.recall.texts]

    def first_marked(self) -> int | None:
        return len(self.shown) - 1 if self.shown else None


def _heading() -> str:
    takes, leaves = _("{key} takes it"), _("{key} leaves")
    words = [_("Search in what you wrote"), takes.format(key="Enter"), leaves.format(key="Esc")]
    return SEPARATOR.join(words)
