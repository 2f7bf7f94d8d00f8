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

if TYPE_CHECKING:
    from chatkit_tui.profiles.profile import Profile


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
    missing = []
    if profile.name is not None:
        words += ["--profile", profile.name]
    elif profile.demo:
        words.append("--demo")
    for option, address in (("--url", profile.url), ("--session-url", profile.session_url)):
        if profile.name is None and address is not None:
            parts = urlsplit(address)
            if parts.query or parts.fragment:
                missing.append(f"the same {option}")
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
    if (
        typed_credential
        or choice.header
        or choice.token_command
        or choice.domain_key
        or choice.client_secret_command
    ):
        missing.append("the same credentials")
    rest = f"   (with {' and '.join(missing)})" if missing else ""
    return f"Continue: {shlex.join(words)}{rest}"
