"""How a command ends: an exit status for scripts, a sentence for people.

    0    done                          4    the server was not reached: nothing was sent
    1    the server reported an error  5    the connection ended before the answer did
    2    usage or configuration        70   an error of this program's own
    3    authentication                128+n  ended by signal n: 130 Ctrl+C, 143 SIGTERM

4 can be tried again as it is; after 5 the server may have the message.
"""

from __future__ import annotations

import os
import signal

import click

from chatkit_tui.display import display_line
from chatkit_tui.errors import (
    AuthRequired,
    ChatKitError,
    ConfigurationError,
    ConnectError,
    ConnectionLost,
    StorageError,
    StreamInterrupted,
)
from chatkit_tui.known_secrets import hide
from chatkit_tui.translation import _

DONE = 0
SERVER_ERROR = 1
USAGE = 2
AUTHENTICATION = 3
NETWORK = 4
ENDED_EARLY = 5
CRASHED = 70
LONGEST_LINE = 4_000
"""Characters of what a server has to say beside the answer."""

BROKEN_PIPE = 128 + getattr(signal, "SIGPIPE", 13)


def status_of(error: ChatKitError) -> int:
    """The exit status that `error` stands for."""
    match error:
        case ConfigurationError() | StorageError():
            return USAGE
        case AuthRequired():
            return AUTHENTICATION
        case ConnectError():
            return NETWORK
        case ConnectionLost() | StreamInterrupted():
            return ENDED_EARLY
        case _:
            return SERVER_ERROR


def complain(message: str, request_id: str | None = None) -> None:
    """Say on stderr what went wrong; `message` may quote a server."""
    if request_id:
        message = _("{sentence} (request id {id})").format(sentence=message, id=request_id)
    tell(f"chatkit-tui: {message}")


def tell(line: str) -> None:
    """One line on stderr, harmless to a terminal; a stderr that is gone is no reason to stop."""
    if len(line) > LONGEST_LINE:
        line = f"{line[:LONGEST_LINE]}…"
    try:
        click.echo(display_line(hide(line)), err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
