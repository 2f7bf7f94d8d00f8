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
from chatkit_tui.commands.spoken import SpokenCommand
from chatkit_tui.errors import AuthRequired, ChatKitError, ConfigurationError
from chatkit_tui.profiles.keyring_access import KeyringUnusable
from chatkit_tui.profiles.profile import HEADER_NAME
from chatkit_tui.profiles.secrets import PlainSecret
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from chatkit_tui.commands.output import Output
    from chatkit_tui.profiles.kept_secret import Slot
    from chatkit_tui.profiles.profile import Profile

LONGEST_TOKEN = 64 * 1024
"""Bytes; what is longer is some other file."""


@click.command(
    cls=SpokenCommand,
    short_help=N_("Store a token for a profile."),
    help=N_(
        "Ask for a token, try it at the server, and keep it in the keyring.\n\n"
        "NAME is a profile; without it, the default one. The token is read from a pipe, if there"
        " is one."
    ),
)
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--header",
    "header_name",
    metavar="KEY",
    help=N_("Store it for this header, not as a bearer token."),
)
@click.option(
    "--file", "to_file", is_flag=True, help=N_("Keep it in a file that only you can read.")
)
@click.option("--no-test", is_flag=True, help=N_("Store it without asking the server."))
@click.pass_context
def login(
    context: click.Context,
    /,
    name: str | None,
    header_name: str | None,
    to_file: bool,
    no_test: bool,
) -> int:
    """Ask for a token, try it at the server, and keep it in the keyring."""
    if header_name is not None and not HEADER_NAME.fullmatch(header_name):
        raise click.UsageError(_("{option} wants the name of a header.").format(option="--header"))
    slot = _slot(_profile(context, name), header_name)
    token = _asked(slot)
    if not no_test and (status := _try(slot, token)):
        return status
    return _store(slot, token, to_file=to_file)


@click.command(
    cls=SpokenCommand,
    short_help=N_("Remove the token of a profile."),
    help=N_(
        "Remove what `login` stored for a profile, and the server's cookies.\n\n"
        "NAME is a profile; without it, the default one."
    ),
)
@click.argument("name", metavar="[NAME]", required=False)
@click.pass_context
def logout(context: click.Context, /, name: str | None) -> None:
    """Remove what `login` stored for a profile, and the server's cookies."""
    from chatkit_tui.profiles.kept_secret import forget_all, slots_of

    profile = _profile(context, name)
    done = forget_all(profile) + _forget_cookies(profile)
    for words in done or [_("There was nothing to remove.")]:
        tell(words)
    for slot in slots_of(profile):
        if slot.secret is not None and not slot.is_ours:
            tell(
                _("{key} still comes from {source}.").format(
                    key=slot.key, source=slot.secret.source
                )
            )


def _profile(context: click.Context, name: str | None) -> Profile:
    """The profile that is meant, as the file has it."""
    from chatkit_tui.profiles.profile_reader import load_profile

    choice, environment = Choice.of(context), Environment.taken()
    profile = load_profile(name or choice.profile or environment.profile or None)
    if profile is None:
        raise click.UsageError(
            _("There is no default profile; name one, or write one down with {command}.").format(
                command="`chatkit-tui profiles add NAME --url URL`"
            )
        )
    profile = replace(profile, allow_http=profile.allow_http or choice.allow_http)
    require_privacy(profile)
    return profile.out_of_environment()


def _slot(profile: Profile, header: str | None) -> Slot:
    """Where the token is to go; refuses where it would not be sent, or hide what is there."""
    from chatkit_tui.profiles.kept_secret import Slot

    if profile.demo:
        raise ConfigurationError(_("The demo wants no token."))
    if profile.client_secret is not None:
        raise ConfigurationError(
            _(
                "{profile} gets its client secrets from a command; there is no token to store."
            ).format(profile=profile.name)
        )
    if profile.address is None:
        raise ConfigurationError(
            _("{profile} names no server; its app says how to sign in.").format(
                profile=profile.name
            )
        )
    spelled = {each.lower(): each for each in profile.headers}
    slot = Slot(profile, header and spelled.get(header.lower(), header))
    if slot.secret is not None and not slot.is_ours:
        raise ConfigurationError(
            _("{place} comes from {source}; remove that line to store another one here.").format(
                place=slot.secret.origin, source=slot.secret.source
            )
        )
    other = profile.token if (header or "").lower() == "authorization" else None
    if other is not None or (header is None and "authorization" in spelled):
        raise ConfigurationError(
            _(
                "{profile} has a token and a header Authorization then; remove one of them first."
            ).format(profile=profile.name)
        )
    return slot


def _asked(slot: Slot) -> str:
    """What the user types unseen, or pipes in."""
    if sys.stdin is not None and sys.stdin.isatty():
        what = (
            _("Token for {profile} (not shown)")
            if slot.header is None
            else _("{header} for {profile} (not shown)")
        ).format(header=slot.header, profile=slot.profile.name)
        token = str(click.prompt(what, hide_input=True, err=True))
    else:
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(LONGEST_TOKEN + 1)
        if len(data) > LONGEST_TOKEN:
            raise click.UsageError(_("That is far too much text for a token."))
        token = data.decode("utf-8", "replace")
    token = token.strip()
    if not token:
        raise click.UsageError(_("No token was given."))
    if not (token.isascii() and token.isprintable()):
        raise click.UsageError(_("The token has characters that a header cannot hold."))
    return token


def _try(slot: Slot, token: str) -> int:
    """Ask the server with the token, and tell; the exit status."""
    from chatkit_tui.commands.run import run

    secret = PlainSecret(_("The token that you gave"), token)
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
            error.message = _("{problem} Nothing was stored.").format(problem=error.message)
            raise
        except ChatKitError as error:
            error.message = _(
                "{problem} Nothing was stored; {option} stores it all the same."
            ).format(problem=error.message, option="--no-test")
            raise
        tell(_("The server accepts it."))
        return DONE

    return run(ask)


def _store(slot: Slot, token: str, *, to_file: bool) -> int:
    if not to_file:
        try:
            tell(_("Stored in {place}.").format(place=slot.store_in_keyring(token)))
            return DONE
        except KeyringUnusable as error:
            if not _wants_file(slot, error):
                return USAGE
    tell(_("Stored in {place}.").format(place=slot.store_in_file(token)))
    return DONE


def _wants_file(slot: Slot, error: KeyringUnusable) -> bool:
    """Whether the user wants a file where there is no keyring."""
    sentence = error.message[0].upper() + error.message[1:]
    if sys.stdin is not None and sys.stdin.isatty():
        tell(f"{sentence}.")
        question = _("Keep it in {path}, which only you can read?").format(path=slot.file)
        return click.confirm(question, err=True)
    complain(
        _(
            "{problem}; nothing was stored. {command} keeps it in a file that only you can read,"
            " and config.toml can name another place: {places}."
        ).format(problem=sentence, command="`login --file`", places="{ env = … }, { command = … }")
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
    return [_("Removed: the server's cookies.")]
