"""`chatkit-tui login` and `logout`: a token that is asked for, tried, and kept out of sight."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from chatkit_tui.commands.choice import Choice, require_privacy
from chatkit_tui.commands.environment import Environment
from chatkit_tui.commands.exit_status import DONE, USAGE, complain, tell
from chatkit_tui.errors import AuthRequired, ChatKitError, ConfigurationError
from chatkit_tui.profiles.keyring_access import KeyringUnusable
from chatkit_tui.profiles.profile import HEADER_NAME
from chatkit_tui.profiles.secrets import PlainSecret

if TYPE_CHECKING:
    from chatkit_tui.commands.output import Output
    from chatkit_tui.profiles.kept_secret import Slot
    from chatkit_tui.profiles.profile import Profile

LONGEST_TOKEN = 64 * 1024
"""Bytes; what is longer is some other file."""


@click.command(short_help="Store a token for a profile.")
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--header",
    "header_name",
    metavar="KEY",
    help="Store it for this header, not as a bearer token.",
)
@click.option("--file", "to_file", is_flag=True, help="Keep it in a file that only you can read.")
@click.option("--no-test", is_flag=True, help="Store it without asking the server.")
@click.pass_context
def login(
    context: click.Context,
    /,
    name: str | None,
    header_name: str | None,
    to_file: bool,
    no_test: bool,
) -> int:
    """Ask for a token, try it at the server, and keep it in the keyring.

    NAME is a profile; without it, the default one. The token is read from a pipe, if there is one.
    """
    if header_name is not None and not HEADER_NAME.fullmatch(header_name):
        raise click.UsageError("--header wants the name of a header.")
    slot = _slot(_profile(context, name), header_name)
    token = _asked(slot)
    if not no_test and (status := _try(slot, token)):
        return status
    return _store(slot, token, to_file=to_file)


@click.command(short_help="Remove the token of a profile.")
@click.argument("name", metavar="[NAME]", required=False)
@click.pass_context
def logout(context: click.Context, /, name: str | None) -> None:
    """Remove what `login` stored for a profile, and the server's cookies.

    NAME is a profile; without it, the default one.
    """
    from chatkit_tui.profiles.kept_secret import forget_all, slots_of

    profile = _profile(context, name)
    done = forget_all(profile) + _forget_cookies(profile)
    for words in done or ["There was nothing to remove."]:
        tell(words)
    for slot in slots_of(profile):
        if slot.secret is not None and not slot.is_ours:
            tell(f"{slot.key} still comes from {slot.secret.source}.")


def _profile(context: click.Context, name: str | None) -> Profile:
    """The profile that is meant, as the file has it."""
    from chatkit_tui.profiles.profile_reader import load_profile

    choice, environment = Choice.of(context), Environment.taken()
    profile = load_profile(name or choice.profile or environment.profile or None)
    if profile is None:
        raise click.UsageError(
            "There is no default profile; name one, or write one down with `chatkit-tui profiles"
            " add NAME --url URL`."
        )
    profile = replace(profile, allow_http=profile.allow_http or choice.allow_http)
    require_privacy(profile)
    return profile.out_of_environment()


def _slot(profile: Profile, header: str | None) -> Slot:
    """Where the token is to go; refuses where it would not be sent, or hide what is there."""
    from chatkit_tui.profiles.kept_secret import Slot

    if profile.demo:
        raise ConfigurationError("The demo wants no token.")
    if profile.client_secret is not None:
        raise ConfigurationError(
            f"{profile.name} gets its client secrets from a command; there is no token to store."
        )
    if profile.address is None:
        raise ConfigurationError(f"{profile.name} names no server; its app says how to sign in.")
    spelled = {each.lower(): each for each in profile.headers}
    slot = Slot(profile, header and spelled.get(header.lower(), header))
    if slot.secret is not None and not slot.is_ours:
        raise ConfigurationError(
            f"{slot.secret.origin} comes from {slot.secret.source}; remove that line to store"
            " another one here."
        )
    other = profile.token if (header or "").lower() == "authorization" else None
    if other is not None or (header is None and "authorization" in spelled):
        raise ConfigurationError(
            f"{profile.name} has a token and a header Authorization then; remove one of them first."
        )
    return slot


def _asked(slot: Slot) -> str:
    """What the user types unseen, or pipes in."""
    if sys.stdin is not None and sys.stdin.isatty():
        what = f"{slot.header or 'Token'} for {slot.profile.name} (not shown)"
        token = str(click.prompt(what, hide_input=True, err=True))
    else:
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(LONGEST_TOKEN + 1)
        if len(data) > LONGEST_TOKEN:
            raise click.UsageError("That is far too much text for a token.")
        token = data.decode("utf-8", "replace")
    token = token.strip()
    if not token:
        raise click.UsageError("No token was given.")
    if not (token.isascii() and token.isprintable()):
        raise click.UsageError("The token has characters that a header cannot hold.")
    return token


def _try(slot: Slot, token: str) -> int:
    """Ask the server with the token, and tell; the exit status."""
    from chatkit_tui.commands.run import run

    secret = PlainSecret("The token that you gave", token)
    profile = replace(slot.profile, app=None, events={})
    if slot.header is None:
        profile = replace(profile, token=secret)
    else:
        profile = replace(profile, headers={**profile.headers, slot.header: secret})

    async def ask(output: Output) -> int:
        from chatkit_tui.backend import backend_for
        from chatkit_tui.commands.connection import connected

        try:
            async with connected(backend_for(profile), wait=0) as controller:
                await controller.list_threads()
        except AuthRequired as error:
            error.message += " Nothing was stored."
            raise
        except ChatKitError as error:
            error.message += " Nothing was stored; --no-test stores it all the same."
            raise
        tell("The server accepts it.")
        return DONE

    return run(ask)


def _store(slot: Slot, token: str, *, to_file: bool) -> int:
    if not to_file:
        try:
            tell(f"Stored in {slot.store_in_keyring(token)}.")
            return DONE
        except KeyringUnusable as error:
            if not _wants_file(slot, error):
                return USAGE
    tell(f"Stored in {slot.store_in_file(token)}.")
    return DONE


def _wants_file(slot: Slot, error: KeyringUnusable) -> bool:
    """Whether the user wants a file where there is no keyring."""
    sentence = error.message[0].upper() + error.message[1:]
    if sys.stdin is not None and sys.stdin.isatty():
        tell(f"{sentence}.")
        return click.confirm(f"Keep it in {slot.file}, which only you can read?", err=True)
    complain(
        f"{sentence}; nothing was stored. `login --file` keeps it in a file that only you can read,"
        " and config.toml can name another place: { env = … }, { command = … }."
    )
    return False


def _forget_cookies(profile: Profile) -> list[str]:
    """Remove the cookies of the server, by which it may know the user all the same."""
    from chatkit_tui.backend import ServerBackend
    from chatkit_tui.private_file import remove_private

    path = ServerBackend(profile).cookie_path() if profile.address is not None else None
    if path is None or not os.path.lexists(path):
        return []
    remove_private(path)
    return ["Removed: the server's cookies."]
