"""What goes before and after the screen: a server where none is named, the way back at the end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from chatkit_tui.commands.choice import Choice, require_privacy
from chatkit_tui.commands.environment import Environment
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from chatkit_tui.profiles.profile import Profile


_LINES = {
    (False, False): N_("Continue: {command}"),
    (True, False): N_("Continue: {command}   (with the same {option})"),
    (False, True): N_("Continue: {command}   (with the same credentials)"),
    (True, True): N_("Continue: {command}   (with the same {option} and the same credentials)"),
}
"""Whether an address is left out of the command, and whether credentials are."""


def completion(choice: Choice) -> Callable[[Profile], Profile]:
    """What adds the command line's words to a profile; it raises ConfigurationError."""
    environment = Environment.taken()

    def complete(profile: Profile) -> Profile:
        try:
            profile = choice.completed(profile, environment)
        except click.UsageError as error:
            raise ConfigurationError(error.message) from None
        require_privacy(profile)
        return profile

    return complete


def way_back(choice: Choice, profile: Profile, thread_id: str, *, typed_credential: bool) -> str:
    """The line that tells how to come back to a thread; it repeats no credential.

    What an address says after its "?" is left out as well: it may be a key.
    """
    words = ["chatkit-tui"]
    hidden = None
    if profile.name is not None:
        words += ["--profile", profile.name]
    elif profile.demo:
        words.append("--demo")
    for option, address in (("--url", profile.url), ("--session-url", profile.session_url)):
        if profile.name is None and address is not None:
            parts = urlsplit(address)
            if parts.query or parts.fragment:
                hidden = option
            else:
                words += [option, address]
    if choice.app is not None:
        words += ["--app", choice.app]
    if choice.allow_http:
        words.append("--allow-http")
    for option, value in (("--locale", choice.locale), ("--theme", choice.theme)):
        if value:
            words += [option, value]
    words += ["--thread", thread_id]
    credentials = (
        typed_credential
        or choice.header
        or choice.token_command
        or choice.domain_key
        or choice.client_secret_command
    )
    line = _(_LINES[hidden is not None, bool(credentials)])
    return line.format(command=shlex.join(words), option=hidden)
