"""Keys are their user's: he rebinds them in config.toml and finds them on F1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ReturnType
from textual.command import CommandPalette

from chatkit_tui.translation import _

if TYPE_CHECKING:
    from textual.command import Provider

TOLD_FOR = 12.0
"""Seconds for which it is told what is wrong with a keymap; it takes a while to read."""


def _commands() -> type[Provider]:
    from chatkit_tui.tui.key_commands import KeyCommands

    return KeyCommands


class OwnKeys(App[ReturnType]):
    """An app with bindings that have ids, and a list of them."""

    CSS_PATH = Path(__file__).with_name("key_commands.tcss")
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}

    def __init__(self) -> None:
        super().__init__()
        self.keymap: Mapping[str, str] = {}
        """Ids of bindings to keys, as Textual calls them."""

    def rebind(self, wanted: Mapping[str, str]) -> None:
        """Bind keys as `[keys]` wants it; what cannot be had is told, and left as it was."""
        if not wanted:
            return
        from chatkit_tui.tui.keymap import read_keymap

        self.keymap, problems = read_keymap(wanted)
        self.set_keymap(self.keymap)
        if problems:
            self.notify(
                "\n".join(problems),
                title=_("{keys} in config.toml").format(keys="[keys]"),
                severity="warning",
                timeout=TOLD_FOR,
                markup=False,
            )

    def action_command_palette(self) -> None:
        from chatkit_tui.tui.screens.palette import Palette

        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(placeholder=_("Search for commands…")))

    def action_keys(self) -> None:
        """Show every key; take the list away when it is shown."""
        show_keys(self, self.keymap)


def show_keys(app: App[Any], keymap: Mapping[str, str]) -> None:
    """Show every key of the parts of a program; take the list away when it is shown."""
    from chatkit_tui.tui.key_sections import key_lines, sections_of
    from chatkit_tui.tui.screens.keys import KeysScreen

    if isinstance(app.screen, KeysScreen):
        app.screen.dismiss(None)
        return
    parts = sections_of(type(app))
    app.push_screen(KeysScreen([(_(part.title), key_lines(part.node, keymap)) for part in parts]))
