"""Which server: what the options, the environment and the profiles say, made one profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import click

from chatkit_tui.backend import ProfileBackend, backend_for
from chatkit_tui.commands.environment import Environment, variable
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.profile import HEADER_NAME, Profile, url_problem
from chatkit_tui.profiles.profile_reader import load_profile
from chatkit_tui.profiles.secret_reader import KINDS, read_secret
from chatkit_tui.profiles.secrets import CommandSecret, PlainSecret, Secret
from chatkit_tui.translation import N_, _, speak

NOWHERE = N_("""\
No server is configured yet. Try one of these:

  chatkit-tui --demo                     an assistant on this machine, to look around
  chatkit-tui --url https://HOST/PATH    your own ChatKit server
  chatkit-tui --profile NAME             a server described in {config}
  chatkit-tui --app FILE.py              options and callbacks written in Python

`chatkit-tui --help` tells the rest.""")

SERVERS = ("profile", "url", "session_url", "client_secret_command", "demo")
"""What names a server: at most one option does and, where none does, at most one variable."""

OVERRIDES = ("app", "base_url", "upload_url", "entities_url", "locale", "theme", "allow_http")
"""Keys of a profile that options and variables change one by one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line says about the server and the thread."""

    profile: str | None = None
    url: str | None = None
    session_url: str | None = None
    client_secret_command: str | None = None
    demo: bool = False
    base_url: str | None = None
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
    attach: tuple[Path, ...] = ()

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
            for several in ("header", "attach"):
                if several in given:
                    given[several] = getattr(choice, several) + given[several]
            choice = replace(choice, **given)
        return choice

    def backend(self, *, continues: bool = False) -> ProfileBackend:
        """The backend chosen; raises UsageError, NoServer and ConfigurationError.

        `continues`: without a word about the thread, it is the last one.
        """
        self._require_one_thread()
        profile = self.described(Environment.taken())
        require_privacy(profile)
        return self.backend_of(profile, continues=continues)

    def backend_of(self, profile: Profile, *, continues: bool = False) -> ProfileBackend:
        """The backend of a profile, with the thread chosen; from here on its language is spoken."""
        speak(profile.locale)
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
            raise click.UsageError(
                _("{one} and {other} name two threads; give one of them.").format(
                    one=given[0], other=given[1]
                )
            )

    def described(self, environment: Environment) -> Profile:
        """The profile chosen, with what the options and the environment change in it."""
        return self.completed(self._base(environment), environment)

    def completed(self, profile: Profile, environment: Environment) -> Profile:
        """`profile` with what the options and the environment change in it.

        Raises UsageError.
        """
        changes = {key: self._override(profile, environment, key) for key in OVERRIDES}
        profile = replace(profile, **changes)
        if self.base_url and not profile.hosted:
            raise click.UsageError(
                _("{option} goes with --session-url or --client-secret-command.").format(
                    option="--base-url"
                )
            )
        if profile.demo:
            self._refuse_credentials(N_("{option} has no meaning for the demo."))
        elif profile.client_secret is not None:
            self._refuse_credentials(
                N_("{option} has no meaning for a server whose client secrets a command prints.")
            )
        else:
            profile = self._with_credentials(profile, environment)
        return profile.out_of_environment()

    def _override(self, profile: Profile, environment: Environment, key: str) -> Any:
        kept = getattr(profile, key)
        sources = (
            (option(key), getattr(self, key, None)),
            (variable(key), getattr(environment, key)),
        )
        if (key == "base_url" and not profile.hosted) or (
            key in ("upload_url", "entities_url") and profile.url is None
        ):
            return kept
        for source, value in sources:
            if value or (value is False and source == variable(key)):
                return _address(source, str(value)) if key.endswith("_url") else value
        return kept

    def _refuse_credentials(self, sentence: str) -> None:
        for key in ("header", "domain_key", "token_command"):
            if getattr(self, key):
                raise click.UsageError(_(sentence).format(option=option(key)))

    def _base(self, environment: Environment) -> Profile:
        """The profile before the options and variables that change one."""
        asked = _only_one((option(key), key, getattr(self, key)) for key in SERVERS)
        if asked is None:
            named = (key for key in SERVERS if key != "demo")
            asked = _only_one((variable(key), key, getattr(environment, key)) for key in named)
        if asked is not None:
            return _profile_of(*asked)
        if self.app or environment.app:
            return Profile()
        profile = load_profile(None)
        if profile is None:
            raise NoServer(_(NOWHERE).format(config=config_file()))
        return profile

    def _with_credentials(self, profile: Profile, environment: Environment) -> Profile:
        """Options go before the environment, and that before the profile."""
        given = self._given_headers()
        token = profile.token
        if any(name.lower() == "authorization" for name in given):
            if self.token_command:
                raise click.UsageError(
                    _("{one} and {other} are two credentials; give one.").format(
                        one="--token-command", other="--header Authorization"
                    )
                )
            token = None
        elif self.token_command:
            token = CommandSecret("--token-command", self.token_command)
        elif environment.token:
            token = PlainSecret(variable("token"), environment.token)
        elif environment.token_command:
            token = CommandSecret(variable("token_command"), environment.token_command)
        replaced = {name.lower() for name in given} | ({"authorization"} if token else set())
        kept = {key: each for key, each in profile.headers.items() if key.lower() not in replaced}
        domain_key = profile.domain_key
        if self.domain_key:
            domain_key = PlainSecret("--domain-key", self.domain_key)
        elif environment.domain_key:
            domain_key = PlainSecret(variable("domain_key"), environment.domain_key)
        return replace(profile, headers=kept | given, token=token, domain_key=domain_key)

    def _given_headers(self) -> dict[str, Secret]:
        return dict(header_of(line) for line in self.header)


def header_of(line: str) -> tuple[str, Secret]:
    """A header as `--header` has it; the value may name a secret. Raises UsageError."""
    name, colon, value = (part.strip() for part in line.partition(":"))
    if not colon or not HEADER_NAME.fullmatch(name):
        # The line may hold a secret, so it is not quoted.
        raise click.UsageError(_("{option} wants 'Name: value'.").format(option="--header"))
    origin = f"--header {name}"
    reference = reference_in(value)
    if reference is None:
        return name, PlainSecret(origin, value)
    return name, read_secret(origin, reference, Path.cwd())


def reference_in(value: str) -> dict[str, Any] | None:
    """What `value` names, if it is a table such as `{ env = "NAME" }`."""
    if not value.startswith("{"):
        return None
    import tomllib

    try:
        table = tomllib.loads(f"it = {value}")["it"]
    except tomllib.TOMLDecodeError:
        return None
    return table if isinstance(table, dict) and set(table) <= set(KINDS) else None


def option(key: str) -> str:
    """The name of the option for a key of a profile."""
    return f"--{key.replace('_', '-')}"


def _only_one(named: Iterable[tuple[str, str, Any]]) -> tuple[str, str, Any] | None:
    """The one that has a value; raises UsageError where two have."""
    given = [each for each in named if each[2]]
    if len(given) > 1:
        raise click.UsageError(
            _("{one} and {other} name two servers; give one of them.").format(
                one=given[0][0], other=given[1][0]
            )
        )
    return given[0] if given else None


def _profile_of(source: str, key: str, value: Any) -> Profile:
    """The profile that an option or a variable names or describes."""
    match key:
        case "profile":
            profile = load_profile(value)
            assert profile is not None
            return profile
        case "demo":
            return Profile(demo=True)
        case "client_secret_command":
            return Profile(client_secret=CommandSecret(source, value))
        case "url":
            return Profile(url=_address(source, value))
        case _:
            return Profile(session_url=_address(source, value))


def _address(source: str, value: str) -> str:
    if problem := url_problem(value):
        raise click.UsageError(problem.format(place=source))
    return value


class NoServer(click.UsageError):
    """Nothing says which server to talk to."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


def require_privacy(profile: Profile) -> None:
    """Refuse plain http to another machine before anything is opened."""
    from urllib.parse import urlsplit

    from chatkit_tui.loopback import is_loopback

    for address in (profile.url, profile.session_url, profile.base_url):
        host = urlsplit(address or "").hostname or ""
        plain = (address or "").lower().startswith("http:")
        if plain and not profile.allow_http and not is_loopback(host):
            sentence = (
                _(
                    "{host} is named with plain http, which anyone on the way could read; use"
                    " https, or permit it with --allow-http or allow_http = true in the profile."
                )
                if profile.name
                else _(
                    "{host} is named with plain http, which anyone on the way could read; use"
                    " https, or permit it with --allow-http."
                )
            )
            raise ConfigurationError(sentence.format(host=host))
