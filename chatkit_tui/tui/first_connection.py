"""Trying a server that the user has just named, before the chat begins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chatkit_tui.backend import backend_for
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.loopback import is_loopback
from chatkit_tui.profiles.profile import HEADER_NAME, Profile, url_problem
from chatkit_tui.profiles.secrets import PlainSecret
from chatkit_tui.tui.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chatkit_tui.profiles.secrets import Secret

TYPED = "The token you typed"
"""Where a credential of this screen comes from, for errors."""


def profile_at(address: str) -> Profile:
    """The profile of a server at `address`, where https:// may be left out.

    On this machine it is http:// that may. Raises ConfigurationError.
    """
    address = address.strip()
    if not address:
        raise ConfigurationError("Type the address of a ChatKit server, or choose the demo.")
    if "://" not in address:
        try:
            host = urlsplit(f"//{address}").hostname or ""
        except ValueError:
            host = ""
        address = f"{'http' if is_loopback(host) else 'https'}://{address}"
    if problem := url_problem(address):
        raise ConfigurationError(f"The address {problem}.")
    return Profile(url=address)


def with_credential(profile: Profile, line: str) -> Profile:
    """`profile` with a token, or with a header where `line` reads "Name: value"."""
    line = line.strip()
    if not line:
        return profile
    name, colon, value = line.partition(":")
    if colon and HEADER_NAME.fullmatch(name.strip()):
        name = name.strip()
        kept = _without(profile.headers, name)
        token = None if name.lower() == "authorization" else profile.token
        secret = PlainSecret(f"The header {name} you typed", value.strip())
        return replace(profile, headers=kept | {name: secret}, token=token)
    headers = _without(profile.headers, "authorization")
    return replace(profile, headers=headers, token=PlainSecret(TYPED, line))


def _without(headers: Mapping[str, Secret], name: str) -> dict[str, Secret]:
    return {key: each for key, each in headers.items() if key.lower() != name.lower()}


async def try_out(profile: Profile) -> str:
    """Ask the server for its threads and say what it answered; raises ChatKitError."""
    session = Session(backend_for(profile))
    try:
        controller = await session.start()
        if profile.demo:
            # Its first answer takes long, and that it started says enough.
            return "The demo is ready."
        await controller.list_threads()
        directory = controller.directory
        count = len(directory.threads)
        many = f"{count}{'+' if directory.has_more else ''}"
        return f"It answers, with {many} {'thread' if many == '1' else 'threads'}."
    finally:
        await session.close()
