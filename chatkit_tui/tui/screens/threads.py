"""The list of threads on a screen of its own, where there is no room beside the conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from chatkit_tui.tui.threads.thread_list import ThreadList

if TYPE_CHECKING:
    from chatkit_tui.tui.threads.history import ThreadHistory


class ThreadsScreen(ModalScreen[None]):
    """Passes on what the user does in the list."""

    CSS_PATH = Path(__file__).with_name("threads.tcss")

    def __init__(self, history: ThreadHistory, threads: ThreadList) -> None:
        super().__init__()
        self._history = history
        self.threads = threads

    def compose(self) -> ComposeResult:
        yield self.threads

    def on_unmount(self) -> None:
        self._history.gone(self)

    def on_resize(self) -> None:
        self.call_after_refresh(self._history.resized)

    @on(ThreadList.Chosen)
    def _chosen(self, event: ThreadList.Chosen) -> None:
        event.stop()
        self._history.choose(event.thread_id)

    @on(ThreadList.Deleted)
    def _deleted(self, event: ThreadList.Deleted) -> None:
        event.stop()
        self._history.forget(event.thread_id)

    @on(ThreadList.CloseWanted)
    def _close_wanted(self, event: ThreadList.CloseWanted) -> None:
        event.stop()
        self._history.close()
