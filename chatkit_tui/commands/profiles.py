"""`chatkit-tui profiles` and `chatkit-tui config`: what config.toml says about servers."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import click

from chatkit_tui.commands.choice import header_of, option, reference_in, require_privacy
from chatkit_tui.commands.exit_status import complain, tell
from chatkit_tui.commands.options import json_option
from chatkit_tui.commands.spoken import SpokenGroup
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import ConfigFile, config_file
from chatkit_tui.profiles.profile import Profile, url_problem
from chatkit_tui.profiles.secret_reader import looks_like_credential
from chatkit_tui.profiles.secrets import PlainSecret
from chatkit_tui.translation import N_, _, speak

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDRESSES = ("url", "session_url", "base_url")
"""Options whose servers are refused over plain http."""

TEXTS = (
    "url",
    "session_url",
    "client_secret_command",
    "app",
    "base_url",
    "token_command",
    "domain_key",
    "upload_url",
    "entities_url",
    "locale",
    "theme",
)
"""Options of `profiles add` that are written as they are."""


@click.group(
    cls=SpokenGroup,
    short_help=N_("List, show, add and remove profiles."),
    help=N_("List, show, add and remove the servers that config.toml describes."),
)
def profiles() -> None:
    """List, show, add and remove the servers that config.toml describes."""


@profiles.command(
    "list",
    help=N_(
        "List the profiles: name, kind, address, and which is the default, with tabs between them."
    ),
)
@json_option
def list_profiles(output_format: str) -> None:
    """List the profiles, one a line."""
    file = ConfigFile.read()
    for name in file.table("profiles"):
        row = _row(file, name)
        if output_format == "json":
            click.echo(json.dumps(row))
        else:
            last = ["default"] if row["default"] else []
            _print("\t".join([name, row["kind"], row["address"], *last]))


@profiles.command("show", help=N_("Show what a profile says, without its secrets."))
@click.argument("name", metavar="NAME")
@json_option
def show_profile(name: str, output_format: str) -> None:
    """Show what a profile says, without its secrets."""
    from chatkit_tui.profiles.described import described

    if output_format == "json":
        speak("en")  # Programs read the same everywhere.
    said = described(_profile(ConfigFile.read(), name))
    if output_format == "json":
        click.echo(json.dumps({"name": name, **said}))
        return
    for key, value in said.items():
        _print(f"{key}\t{value}")


@profiles.command("add", help=N_("Write a new profile. The first one is the default."))
@click.argument("name", metavar="NAME")
@click.option("--url", metavar="URL", help=N_("A ChatKit server of one's own."))
@click.option("--session-url", metavar="URL", help=N_("A backend that hands out client secrets."))
@click.option("--client-secret-command", metavar="CMD", help=N_("It prints a client secret."))
@click.option("--demo", is_flag=True, help=N_("The demo's server."))
@click.option("--app", metavar="FILE[:NAME]", help=N_("A Python file with ChatKitOptions."))
@click.option(
    "--header",
    metavar="'K: V'",
    multiple=True,
    help=N_('A header; for a secret, V is like { env = "NAME" }.'),
)
@click.option(
    "--token",
    metavar="WHERE",
    help=N_("Where a bearer token is kept, such as '{ env = \"NAME\" }'; `login` stores one."),
)
@click.option("--token-command", metavar="CMD", help=N_("It prints a bearer token."))
@click.option("--domain-key", metavar="KEY", help=N_("The domain key of a self-hosted server."))
@click.option("--base-url", metavar="URL", help=N_("Where the API for client secrets lives."))
@click.option("--upload-url", metavar="URL", help=N_("Where files are posted directly."))
@click.option("--entities-url", metavar="URL", help=N_("Where entities for @ are looked up."))
@click.option("--locale", metavar="TAG", help=N_("The language to be answered in."))
@click.option("--theme", metavar="NAME", help=N_("As the program's option."))
@click.option("--allow-http", is_flag=True, help=N_("Allow http:// to another machine."))
@click.option("--default", is_flag=True, help=N_("Make it the profile that is meant by none."))
def add_profile(name: str, **given: Any) -> None:
    """Write a new profile. The first one is the default."""
    from chatkit_tui.profiles import config_edit

    if not name.strip() or not name.isprintable():
        raise click.UsageError(_("NAME must be a text that can be read."))
    values = _values(given)
    addresses: dict[str, Any] = {key: values[key] for key in ADDRESSES if key in values}
    if not any(map(url_problem, addresses.values())):
        require_privacy(Profile(name=name, allow_http=given["allow_http"], **addresses))
    is_default = config_edit.add_profile(name, values, default=given["default"])
    sentence = (
        _("Added to {path}: {profile}, the default.")
        if is_default
        else _("Added to {path}: {profile}.")
    )
    tell(sentence.format(path=config_file(), profile=name))
    if values.keys() & {"url", "session_url"} and not values.keys() & {"token", "token_command"}:
        tell(
            _("{command} stores a token for it, if it wants one.").format(
                command=f"`chatkit-tui login {shlex.quote(name)}`"
            )
        )


@profiles.command("remove", help=N_("Remove a profile, and the token that `login` stored for it."))
@click.argument("name", metavar="NAME")
def remove_profile(name: str) -> None:
    """Remove a profile, and the token that `login` stored for it."""
    from chatkit_tui.profiles import config_edit
    from chatkit_tui.profiles.kept_secret import forget_all

    try:
        profile: Profile | None = _profile(file := ConfigFile.read(), name)
    except ConfigurationError:
        if name not in file.table("profiles"):
            raise
        # What is broken can be removed all the same.
        profile = None
    if profile is not None:
        for words in forget_all(profile):
            tell(words)
    config_edit.remove_profile(name)
    tell(_("Removed from {path}: {profile}.").format(path=config_file(), profile=name))


@profiles.command(
    "default",
    help=N_("Make NAME the profile that is meant where none is named; without NAME, print it."),
)
@click.argument("name", metavar="NAME", required=False)
def default_profile(name: str | None) -> None:
    """Make NAME the profile that is meant where none is named; without NAME, print it."""
    from chatkit_tui.profiles import config_edit

    if name is not None:
        config_edit.set_default_profile(name)
        tell(_("The default is {profile} now.").format(profile=name))
    elif (current := ConfigFile.read().default_profile) is not None:
        _print(current)
    else:
        raise ConfigurationError(
            _("There is no default; {command} sets it.").format(
                command="`chatkit-tui profiles default NAME`"
            )
        )


@click.group(
    cls=SpokenGroup,
    short_help=N_("Where the configuration is."),
    help=N_("Where the configuration is."),
)
def config() -> None:
    """Where the configuration is."""


@config.command("path", help=N_("Print where config.toml is, whether it is there or not."))
def config_path() -> None:
    """Print where config.toml is, whether it is there or not."""
    click.echo(str(config_file()))


def _print(line: str) -> None:
    from chatkit_tui.display import display_line

    click.echo("\t".join(display_line(cell) for cell in line.split("\t")))


def _profile(file: ConfigFile, name: str) -> Profile:
    from chatkit_tui.profiles.profile_reader import profile_in

    return profile_in(file, name)


def _row(file: ConfigFile, name: str) -> dict[str, Any]:
    from chatkit_tui.profiles.described import server_of

    kind, address = "broken", ""
    try:
        kind, address = server_of(_profile(file, name))
    except ConfigurationError as error:
        complain(error.message)
    default = name == file.default_profile
    return {"name": name, "kind": kind, "address": address, "default": default}


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be written; raises UsageError, also for secrets in plain text."""
    values: dict[str, Any] = {key: given[key] for key in TEXTS if given[key]}
    values |= {key: True for key in ("demo", "allow_http") if given[key]}
    headers: dict[str, Any] = {}
    for line in given["header"]:
        name, secret = header_of(line)
        if not isinstance(secret, PlainSecret):
            headers[name] = reference_in(line.partition(":")[2].strip())
        elif looks_like_credential(name):
            raise _in_plain_text(f"--header {name}")
        else:
            headers[name] = secret.value
    if headers:
        values["headers"] = headers
    if given["token"]:
        values["token"] = reference_in(given["token"].strip())
        if values["token"] is None:
            raise _in_plain_text(option("token"))
    return values


def _in_plain_text(what: str) -> click.UsageError:
    return click.UsageError(
        _(
            "{option}: a secret is not written in plain text; leave it out and let {command}"
            " ask for it, or name where it is, as in {example}."
        ).format(option=what, command="`chatkit-tui login`", example='{ env = "NAME" }')
    )
