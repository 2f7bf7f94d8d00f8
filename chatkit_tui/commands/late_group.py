"""A group of commands of which only the one that is run is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from chatkit_tui.commands.spoken import SpokenCommand, SpokenGroup


class LateGroup(SpokenGroup):
    """Commands by name; those in `late` by the module that has one of the same name.

    `closing` is what the help ends with, in the language in force.
    """

    def __init__(
        self,
        *arguments: Any,
        late: Mapping[str, str],
        closing: Callable[[], str],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._late = late
        self._closing = closing

    def said(self) -> SpokenCommand:
        said = super().said()
        said.epilog = self._closing()
        return said

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), *self._late])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self._late:
            return super().get_command(context, name)
        command = getattr(import_module(self._late[name]), name)
        assert isinstance(command, click.Command)
        return command
