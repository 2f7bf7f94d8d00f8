"""Commands whose help is said in the language in force when it is asked for.

Their texts are made before the language is known: mark them with `N_`.
"""

from __future__ import annotations

from copy import copy

import click

from chatkit_tui.translation import N_, _

HEADINGS = (N_("Options"), N_("Commands"))
"""Those that click writes."""


class SpokenFormatter(click.HelpFormatter):
    """What click itself writes into a help, said as well."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage:") + " " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_(heading))


class SpokenContext(click.Context):
    """Has help written in the language in force."""

    formatter_class = SpokenFormatter


class SpokenCommand(click.Command):
    """A command that says its help in the language in force."""

    context_class = SpokenContext

    def get_help(self, ctx: click.Context) -> str:
        return super(SpokenCommand, self.said()).get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        return super(SpokenCommand, self.said()).get_short_help_str(limit)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def said(self) -> SpokenCommand:
        """The same command, its texts in the language in force."""
        said = copy(self)
        said.help = self.help and _(self.help)
        said.short_help = self.short_help and _(self.short_help)
        said.params = [_option(each) for each in self.params]
        return said


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands."""

    command_class = SpokenCommand
    group_class = type


def _option(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    said = copy(parameter)
    said.help = parameter.help and _(parameter.help)
    return said
