"""Everything a conversation needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit_tui.options.api import ApiConfig
from chatkit_tui.options.composer import ComposerOption
from chatkit_tui.options.entities import CommandsOption, EntitiesOption
from chatkit_tui.options.screen import (
    DisclaimerOption,
    HeaderOption,
    HistoryOption,
    StartScreenOption,
    ThreadItemActionsOption,
    ThreadOption,
)
from chatkit_tui.options.theme import ThemeOption
from chatkit_tui.options.tools import ClientTool, ClientToolHandler
from chatkit_tui.options.widgets import WidgetsOption


@dataclass(frozen=True, slots=True)
class ChatKitOptions:
    """Everything a conversation needs to know; the counterpart of `ChatKitOptions` in the SDK."""

    api: ApiConfig
    locale: str | None = None
    theme: str | ThemeOption | None = None
    """A ThemeOption, "auto", "light", "dark", "ansi", or the name of a Textual theme."""
    frame_title: str | None = None
    """What names the chat where it is one part of something: the title of the terminal."""
    initial_thread: str | None = None
    header: HeaderOption = HeaderOption()
    history: HistoryOption = HistoryOption()
    start_screen: StartScreenOption = StartScreenOption()
    thread_item_actions: ThreadItemActionsOption = ThreadItemActionsOption()
    composer: ComposerOption = ComposerOption()
    disclaimer: DisclaimerOption | None = None
    entities: EntitiesOption = EntitiesOption()
    commands: CommandsOption = CommandsOption()
    widgets: WidgetsOption = WidgetsOption()
    thread: ThreadOption = ThreadOption()
    client_tools: tuple[ClientTool, ...] = ()
    """Tools with a name and arguments of their own (`client_tool`); they go before the handler."""
    on_client_tool: ClientToolHandler | None = None
