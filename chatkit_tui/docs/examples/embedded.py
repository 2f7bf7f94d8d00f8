"""A Textual app with two chats side by side, and a key of its own.

python chatkit_tui/docs/examples/embedded.py [URL [URL]]      without one: the demo, twice
"""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Header

from chatkit_tui import ChatKitOptions, ChatKitView, CustomApiConfig
from chatkit_tui.backend import Backend, backend_for
from chatkit_tui.profiles.profile import Profile


def source(url: str | None) -> ChatKitOptions | Backend:
    """Where a chat talks to."""
    if url is None:
        return backend_for(Profile(demo=True))
    return ChatKitOptions(api=CustomApiConfig(url))


class TwoChats(App[None]):
    """Each chat has its own server, thread and draft; the theme is the app's."""

    TITLE = "Two chats"
    CSS = "ChatKitView { width: 1fr; height: 1fr; border-right: solid $panel; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "other", "The other chat", priority=True),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def compose(self) -> ComposeResult:
        urls = [*sys.argv[1:3], None, None][:2]
        yield Header()
        yield Horizontal(*(ChatKitView(source(url)) for url in urls))
        yield Footer()

    def action_other(self) -> None:
        """Give the other chat the keys."""
        chats = list(self.query(ChatKitView))
        inside = next((chat for chat in chats if chat.has_focus_within), chats[0])
        next(chat for chat in chats if chat is not inside).composer.focus()


if __name__ == "__main__":
    TwoChats().run()
