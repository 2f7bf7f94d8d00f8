"""The list of threads beside the conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from chatkit_tui.tui.own_boxes import ChatBox
from chatkit_tui.tui.threads.thread_list import ThreadList

if TYPE_CHECKING:
    from chatkit_tui.tui.threads.history import ThreadHistory


class ThreadPanel(ChatBox):
    """Stands at the left of a view and passes on what the user does in the list."""

    DEFAULT_CSS = Path(__file__).with_name("panel.tcss").read_text(encoding="utf-8")

    def __init__(self, history: ThreadHistory, threads: ThreadList) -> None:
        super().__init__()
        self._history = history
        self.threads = threads

    def compose(self) -> ComposeResult:
        yield self.threads

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
