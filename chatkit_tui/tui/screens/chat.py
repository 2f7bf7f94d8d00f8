"""The screen that the program opens on: one conversation, full size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from chatkit_tui.tui.terminal.prompt_screen import PromptScreen

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView


class ChatScreen(PromptScreen[None]):
    """Holds the view of the program's one conversation."""

    def __init__(self, view: ChatKitView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        yield self._view
