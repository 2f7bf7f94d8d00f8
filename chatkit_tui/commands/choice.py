"""Which server: what the options, the environment and the profiles say, made one profile."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import click

from chatkit_tui.backend import ProfileBackend, backend_for
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.profile import (
    HEADER_NAME,
    Profile,
    config_file,
    load_profile,
    url_problem,
)
from chatkit_tui.profiles.secrets import CommandSecret, PlainSecret, Secret

URL_VARIABLE = "CHATKIT_TUI_URL"
TOKEN_VARIABLE = "CHATKIT_TUI_TOKEN"  # noqa: S105 - the name of a variable

NOWHERE = """\
No server is configured yet. Try one of these:

  chatkit-tui --demo                     an assistant on this machine, to look around
  chatkit-tui --url https://HOST/PATH    your own ChatKit server
  chatkit-tui --profile NAME             a server described in {config}
  chatkit-tui --app FILE.py              options and callbacks written in Python

`chatkit-tui --help` tells the rest."""

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line says about the server and the thread."""

    profile: str | None = None
    url: str | None = None
    demo: bool = False
    app: str | None = None
    header: tuple[str, ...] = ()
    domain_key: str | None = None
    locale: str | None = None
    token_command: str | None = None
    allow_http: bool = False
    thread: str | None = None
    continue_last: bool = False
    new_thread: bool = False
    theme: str | None = None

    @classmethod
    def of(cls, context: click.Context) -> Choice:
        """The options of a command over those given before its name."""
        levels = [context]
        while levels[0].parent is not None:
            levels.insert(0, levels[0].parent)
        choice = cls()
        for level in levels:
            given = {
                field.name: level.params[field.name]
                for field in fields(cls)
                if level.params.get(field.name)
            }
            if "header" in given:
                given["header"] = choice.header + given["header"]
            choice = replace(choice, **given)
        return choice

    def backend(self, *, continues: bool = False) -> ProfileBackend:
        """The backend chosen; raises UsageError, NoServer and ConfigurationError.

        `continues`: without a word about the thread, it is the last one.
        """
        self._require_one_thread()
        profile = self._described()
        require_privacy(profile)
        return self.backend_of(profile, continues=continues)

    def backend_of(self, profile: Profile, *, continues: bool = False) -> ProfileBackend:
        """The backend of a profile, with the thread chosen."""
        named = self.thread is not None or self.new_thread
        continue_last = self.continue_last or (continues and not named)
        return backend_for(profile, thread_id=self.thread, continue_last=continue_last)

    def _require_one_thread(self) -> None:
        options = (
            ("--thread", self.thread),
            ("--continue", self.continue_last),
            ("--new", self.new_thread),
        )
        given = [option for option, value in options if value]
        if len(given) > 1:
            raise click.UsageError(f"{given[0]} and {given[1]} name two threads; give one of them.")

    def _described(self) -> Profile:
        """The profile chosen, with what the options and the environment change in it."""
        return self.completed(self._base(), taken_token())

    def completed(self, profile: Profile, token: str) -> Profile:
        """`profile` with what the options and the environment's `token` change in it.

        Raises UsageError.
        """
        profile = replace(
            profile,
            locale=self.locale or profile.locale,
            theme=self.theme or profile.theme,
            allow_http=self.allow_http or profile.allow_http,
            app=self.app or profile.app,
        )
        if not profile.demo:
            return self._with_credentials(profile, token)
        for option, value in (
            ("--header", self.header),
            ("--domain-key", self.domain_key),
            ("--token-command", self.token_command),
        ):
            if value:
                raise click.UsageError(f"{option} has no meaning for the demo.")
        return profile

    def _base(self) -> Profile:
        """The profile before the options that change one."""
        named = [
            option
            for option, value in (
                ("--profile", self.profile),
                ("--url", self.url),
                ("--demo", self.demo),
            )
            if value
        ]
        if len(named) > 1:
            raise click.UsageError(f"{named[0]} and {named[1]} name two servers; give one of them.")
        if self.demo:
            return Profile(demo=True)
        if self.profile is None:
            option, url = "--url", self.url
            if url is None:
                option, url = URL_VARIABLE, os.environ.get(URL_VARIABLE)
            if url:
                if problem := url_problem(url):
                    raise click.UsageError(f"{option} {problem}.")
                return Profile(url=url)
        if self.app is not None and self.profile is None:
            return Profile(app=self.app)
        profile = load_profile(self.profile)
        if profile is None:
            raise NoServer(NOWHERE.format(config=config_file()))
        return profile

    def _with_credentials(self, profile: Profile, environment_token: str) -> Profile:
        """Options go before the environment, and that before the profile."""
        given = self._given_headers()
        token = profile.token
        if any(name.lower() == "authorization" for name in given):
            if self.token_command:
                raise click.UsageError(
                    "--token-command and --header Authorization are two credentials; give one."
                )
            token = None
        elif self.token_command:
            token = CommandSecret("--token-command", self.token_command)
        elif environment_token:
            token = PlainSecret(TOKEN_VARIABLE, environment_token)
        replaced = {name.lower() for name in given} | ({"authorization"} if token else set())
        kept = {key: each for key, each in profile.headers.items() if key.lower() not in replaced}
        domain_key = profile.domain_key
        if self.domain_key:
            domain_key = PlainSecret("--domain-key", self.domain_key)
        return replace(profile, headers=kept | given, token=token, domain_key=domain_key)

    def _given_headers(self) -> dict[str, Secret]:
        headers: dict[str, Secret] = {}
        for line in self.header:
            name, colon, value = line.partition(":")
            name = name.strip()
            if not colon or not HEADER_NAME.fullmatch(name):
                # The line may hold a secret, so it is not quoted.
                raise click.UsageError("--header wants 'Name: value'.")
            headers[name] = PlainSecret(f"--header {name}", value.strip())
        return headers


class NoServer(click.UsageError):
    """Nothing says which server to talk to."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


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
    click.option("--profile", metavar="NAME", help="A server described in config.toml."),
    click.option("--url", metavar="URL", help="The address of a ChatKit server."),
    click.option("--demo", is_flag=True, help="The demo's server, started on this machine."),
    click.option(
        "--app",
        metavar="FILE[:NAME]",
        help="A Python file with ChatKitOptions, or a function that makes them.",
    ),
    click.option(
        "--header",
        metavar="'K: V'",
        multiple=True,
        help="Send this header too; others on this machine can see it in the list of processes.",
    ),
    click.option(
        "--token-command",
        metavar="CMD",
        help="Send what CMD prints as a bearer token; it is run for each request.",
    ),
    click.option("--domain-key", metavar="KEY", help="The domain key of a self-hosted server."),
    click.option("--locale", metavar="TAG", help="The language to be answered in, such as de-DE."),
    click.option(
        "--allow-http", is_flag=True, help="Allow http:// to a server that is not this machine."
    ),
)

_THREAD_OPTIONS = (
    click.option("--thread", metavar="ID", help="Go on with this thread."),
    click.option(
        "-c",
        "-C",
        "--continue",
        "continue_last",
        is_flag=True,
        help="Go on with the last thread; the screen does so by itself.",
    ),
)


def taken_token() -> str:
    """The environment's token, "" where there is none; what is started later cannot read it."""
    return os.environ.pop(TOKEN_VARIABLE, "").strip()


def require_privacy(profile: Profile) -> None:
    """Refuse plain http to another machine before anything is opened."""
    from urllib.parse import urlsplit

    from chatkit_tui.loopback import is_loopback

    parts = urlsplit(profile.url or profile.session_url or "")
    if parts.scheme == "http" and not profile.allow_http and not is_loopback(parts.hostname or ""):
        where = " or allow_http = true in the profile" if profile.name else ""
        raise ConfigurationError(
            f"{parts.hostname} is named with plain http, which anyone on the way could read; use "
            f"https, or permit it with --allow-http{where}."
        )
