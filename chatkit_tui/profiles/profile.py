"""Profiles: what config.toml says about the servers a user talks to.

    default_profile = "work"

    [profiles.work]
    url = "https://chat.example.com/chatkit"
    headers = { X-Team = "blue", X-Key = { env = "TEAM_KEY" } }
    token_command = "pass show chat"

A profile has one of `url` (a server of one's own), `session_url` (a backend that hands out client
secrets) and `demo = true`, or an `app` (a Python file that gives the options), or both. Errors are
ConfigurationError: one sentence with the file and the key.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.locations import config_dir
from chatkit_tui.profiles.secrets import (
    CommandSecret,
    EnvSecret,
    FileSecret,
    KeyringSecret,
    PlainSecret,
    Secret,
)

HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What HTTP allows as the name of a header."""

SHIPPED_TOOLS = ("open_url", "copy_to_clipboard", "read_file")
"""Client tools that come with this program."""

SECRET_KINDS = ("env", "command", "keyring", "file")


@dataclass(frozen=True, slots=True)
class Profile:
    """One backend and how to reach it; `name` is None when the command line describes it."""

    name: str | None = None
    url: str | None = None
    session_url: str | None = None
    base_url: str | None = None
    demo: bool = False
    app: str | None = None
    """A Python file that gives the options, and the name in it: `path.py[:name]`."""
    headers: Mapping[str, Secret] = field(default_factory=dict)
    token: Secret | None = None
    domain_key: Secret | None = None
    upload_url: str | None = None
    entities_url: str | None = None
    """Where entities for `@` are looked up: `GET entities_url?q=…`."""
    locale: str | None = None
    theme: str | None = None
    allow_http: bool = False
    tools: tuple[str, ...] = ()
    """Client tools of this program that the server may ask for; the user is asked each time."""
    events: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Command lines by the events of the web component at which they are run."""

    @property
    def names_server(self) -> bool:
        """Whether it says where the server is, or leaves that to its integration file."""
        return self.demo or self.url is not None or self.session_url is not None


KEYS = (
    "url",
    "session_url",
    "base_url",
    "demo",
    "app",
    "headers",
    "token_command",
    "domain_key",
    "upload_url",
    "entities_url",
    "locale",
    "theme",
    "allow_http",
    "tools",
    "events",
)
"""The keys of a profile. Others are left alone, unless one looks like a slip for one of these."""


def config_file() -> Path:
    """Where profiles are kept."""
    return config_dir() / "config.toml"


def load_profile(name: str | None) -> Profile | None:
    """The profile `name`, or the default one, None where there is no default; blocks.

    Raises ConfigurationError for a file that cannot be read and for a name that is not in it.
    """
    path = config_file()
    document = read_config(path)
    if name is None:
        name = document.get("default_profile")
        if name is None:
            return None
        if not isinstance(name, str):
            raise ConfigurationError(f"{path}: default_profile must be a text.")
    profiles = document.get("profiles", {})
    if not isinstance(profiles, dict):
        raise ConfigurationError(f"{path}: profiles must be a table.")
    if name not in profiles:
        known = ", ".join(sorted(profiles)) or "none"
        raise ConfigurationError(f'{path}: there is no profile "{name}" (known: {known}).')
    return _Reader(path, name, profiles[name]).profile()


def read_config(path: Path) -> dict[str, Any]:
    """All that the file says, nothing where there is none; blocks. Raises ConfigurationError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ConfigurationError(f"{path} cannot be read: {reason}.") from None

    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not TOML: {error}.") from None


class _Reader:
    """Checks one table of the file, key by key."""

    def __init__(self, path: Path, name: str, table: object) -> None:
        self._path = path
        self._name = name
        if not isinstance(table, dict):
            raise self._wrong(None, "must be a table")
        self._table: dict[str, Any] = table

    def profile(self) -> Profile:
        self._check_keys()
        profile = Profile(
            name=self._name,
            url=self._url("url"),
            session_url=self._url("session_url"),
            base_url=self._url("base_url"),
            demo=self._flag("demo"),
            app=self._app(),
            headers=self._headers(),
            token=self._token(),
            domain_key=self._secret("domain_key", self._table.get("domain_key")),
            upload_url=self._url("upload_url"),
            entities_url=self._url("entities_url"),
            locale=self._text("locale"),
            theme=self._text("theme"),
            allow_http=self._flag("allow_http"),
            tools=self._tools(),
            events=self._events(),
        )
        self._check_whole(profile)
        return profile

    def _check_keys(self) -> None:
        for key in self._table:
            if key not in KEYS and (close := difflib.get_close_matches(key, KEYS, 1, 0.8)):
                raise self._wrong(key, f"is not a setting; perhaps {close[0]} is meant")

    def _check_whole(self, profile: Profile) -> None:
        chosen = [key for key in ("url", "session_url", "demo") if self._table.get(key)]
        if len(chosen) != 1 and not (profile.app and not chosen):
            found = " and ".join(chosen) or "none of them"
            raise self._wrong(
                None, f"needs one of url, session_url, demo = true and app, and has {found}"
            )
        if profile.url is None and profile.upload_url is not None:
            raise self._wrong("upload_url", "goes with url only")
        if profile.session_url is None and profile.base_url is not None:
            raise self._wrong("base_url", "goes with session_url only")
        if profile.token and any(name.lower() == "authorization" for name in profile.headers):
            raise self._wrong("headers.Authorization", "cannot stand beside token_command")
        if profile.demo and (profile.headers or profile.token or profile.domain_key):
            raise self._wrong("demo", "takes no headers, token_command or domain_key")

    def _text(self, key: str) -> str | None:
        value = self._table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "must be a text that is not empty")
        return value.strip()

    def _tools(self) -> tuple[str, ...]:
        names = self._table.get("tools", [])
        if not isinstance(names, list) or not set(map(str, names)) <= set(SHIPPED_TOOLS):
            raise self._wrong("tools", f"must be a list of {', '.join(SHIPPED_TOOLS)}")
        return tuple(names)

    def _events(self) -> dict[str, str | tuple[str, ...]]:
        table = self._table.get("events", {})
        if not isinstance(table, dict):
            raise self._wrong("events", "must be a table of events and commands")
        return {name: self._words(f"events.{name}", value) for name, value in table.items()}

    def _app(self) -> str | None:
        """The integration file; one without a directory is beside the configuration."""
        app = self._text("app")
        return None if app is None else str(self._path.parent / Path(app).expanduser())

    def _url(self, key: str) -> str | None:
        value = self._text(key)
        if value is not None and (problem := url_problem(value)):
            raise self._wrong(key, problem)
        return value

    def _flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, "must be true or false")
        return value

    def _headers(self) -> dict[str, Secret]:
        table = self._table.get("headers", {})
        if not isinstance(table, dict):
            raise self._wrong("headers", "must be a table of names and values")
        headers = {}
        for name, value in table.items():
            key = f"headers.{name}"
            if not HEADER_NAME.fullmatch(name):
                raise self._wrong(key, "is not a name that a header can have")
            secret = self._secret(key, value)
            assert secret is not None
            headers[name] = secret
        return headers

    def _token(self) -> Secret | None:
        value = self._table.get("token_command")
        return None if value is None else self._command("token_command", value)

    def _secret(self, key: str, value: object) -> Secret | None:
        if value is None:
            return None
        origin = self._where(key)
        if isinstance(value, str):
            return PlainSecret(origin, value)
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in SECRET_KINDS:
            raise self._wrong(
                key, f"must be a text or a table with one of {', '.join(SECRET_KINDS)}"
            )
        kind, reference = next(iter(value.items()))
        if kind == "command":
            return self._command(key, reference)
        if not isinstance(reference, str) or not reference:
            raise self._wrong(f"{key}.{kind}", "must be a text that is not empty")
        match kind:
            case "env":
                return EnvSecret(origin, reference)
            case "keyring":
                return KeyringSecret(origin, reference)
            case _:
                return FileSecret(origin, self._path.parent / Path(reference).expanduser())

    def _command(self, key: str, value: object) -> CommandSecret:
        return CommandSecret(self._where(key), self._words(key, value))

    def _words(self, key: str, value: object) -> str | tuple[str, ...]:
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
            return tuple(value)
        raise self._wrong(key, "must be a command line, or a list of a program and its arguments")

    def _where(self, key: str | None) -> str:
        return f"{self._path}: profiles.{self._name}" + (f".{key}" if key else "")

    def _wrong(self, key: str | None, what: str) -> ConfigurationError:
        return ConfigurationError(f"{self._where(key)} {what}.")


def url_problem(url: str) -> str | None:
    """What is wrong with the address of a server, None where nothing is seen to be."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "must be an address that begins with https:// or http://"
    if parts.username is not None or parts.password is not None:
        return "must not hold a user name or password; a header can carry them"
    return None
