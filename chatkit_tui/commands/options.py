"""The options that choose a server and a thread; they work before and after a command's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from chatkit_tui.translation import N_, speak

Command = TypeVar("Command", bound=Callable[..., Any])


def _spoken(context: click.Context, parameter: click.Parameter, tag: str | None) -> str | None:
    """What comes after it on the command line, such as --help, is said in its language."""
    if tag:
        speak(tag)
    return tag


json_option = click.option(
    "--output",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("json: one JSON object a line."),
)
"""For commands that print a list."""


attach_option = click.option(
    "-a",
    "--attach",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help=N_("Attach this file; may be given several times."),
)


def server_options(command: Command) -> Command:
    """Add the options that choose a server; they work before and after a command's name."""
    for option in reversed(_SERVER_OPTIONS):
        command = option(command)
    return command


def thread_options(command: Command) -> Command:
    """Add the options that choose a thread."""
    for option in reversed(_THREAD_OPTIONS):
        command = option(command)
    return command


_SERVER_OPTIONS = (
    click.option("--profile", metavar="NAME", help=N_("A server described in config.toml.")),
    click.option("--url", metavar="URL", help=N_("The address of a ChatKit server.")),
    click.option(
        "--session-url",
        metavar="URL",
        help=N_("The address of a backend that hands out client secrets (experimental)."),
    ),
    click.option(
        "--client-secret-command",
        metavar="CMD",
        help=N_("A command that prints a client secret (experimental)."),
    ),
    click.option("--base-url", metavar="URL", help=N_("Where the API for client secrets lives.")),
    click.option("--demo", is_flag=True, help=N_("The demo's server, started on this machine.")),
    click.option(
        "--app",
        metavar="FILE[:NAME]",
        help=N_("A Python file with ChatKitOptions, or a function that makes them."),
    ),
    click.option(
        "--header",
        metavar="'K: V'",
        multiple=True,
        help=N_(
            "Send this header too; others on this machine can see it in the list of processes, "
            'unless V is like { env = "NAME" }, as in config.toml.'
        ),
    ),
    click.option(
        "--token-command",
        metavar="CMD",
        help=N_("Send what CMD prints as a bearer token; it is run for each request."),
    ),
    click.option("--domain-key", metavar="KEY", help=N_("The domain key of a self-hosted server.")),
    click.option(
        "--locale",
        metavar="TAG",
        is_eager=True,
        callback=_spoken,
        help=N_("The language to speak, here and at the server, such as de-DE."),
    ),
    click.option(
        "--allow-http", is_flag=True, help=N_("Allow http:// to a server that is not this machine.")
    ),
)

_THREAD_OPTIONS = (
    click.option("--thread", metavar="ID", help=N_("Go on with this thread.")),
    click.option(
        "-c",
        "-C",
        "--continue",
        "continue_last",
        is_flag=True,
        help=N_("Go on with the last thread; the screen does so by itself."),
    ),
)
