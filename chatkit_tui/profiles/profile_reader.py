"""Profiles as config.toml has them.

    default_profile = "work"

    [profiles.work]
    url = "https://chat.example.com/chatkit"
    headers = { X-Team = "blue", X-Key = { env = "TEAM_KEY" } }
    token = { keyring = "work" }

Errors are ConfigurationError: one sentence with the file, the line and the key.
"""

from __future__ import annotations

import difflib
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import ConfigFile, Place
from chatkit_tui.profiles.profile import (
    EVENTS,
    HEADER_NAME,
    KEYS,
    SERVER_KEYS,
    SHIPPED_TOOLS,
    Profile,
    url_problem,
)
from chatkit_tui.profiles.secret_reader import looks_like_credential, read_command, read_secret
from chatkit_tui.profiles.secrets import PlainSecret, Secret
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_tui.options import ComposerAttachmentOption, DictationOption


def load_profile(name: str | None) -> Profile | None:
    """The profile `name`, or the default one, None where there is no default; blocks.

    Raises ConfigurationError for a file that cannot be read and for a name that is not in it.
    """
    file = ConfigFile.read()
    if name is None:
        name = file.default_profile
        if name is None:
            return None
    return profile_in(file, name)


def profile_in(file: ConfigFile, name: str) -> Profile:
    """The profile `name` of the file; raises ConfigurationError."""
    profiles = file.table("profiles")
    if name not in profiles:
        known = ", ".join(sorted(profiles)) or _("none")
        raise ConfigurationError(
            _('{path}: there is no profile "{name}" (known: {known}).').format(
                path=file.path, name=name, known=known
            )
        )
    return _Reader(file, name, profiles[name]).profile()


class _Reader:
    """Checks one table of the file, key by key."""

    def __init__(self, file: ConfigFile, name: str, table: object) -> None:
        self._file = file
        self._name = name
        if not isinstance(table, dict):
            raise self._wrong(None, _("{place} must be a table."))
        self._table: dict[str, Any] = table

    def profile(self) -> Profile:
        self._check_keys()
        profile = Profile(
            name=self._name,
            url=self._url("url"),
            session_url=self._url("session_url"),
            client_secret=self._client_secret(),
            base_url=self._url("base_url"),
            demo=self._flag("demo"),
            app=self._app(),
            headers=self._headers(),
            token=self._token(),
            domain_key=self._secret("domain_key"),
            upload_url=self._url("upload_url"),
            entities_url=self._url("entities_url"),
            locale=self._text("locale"),
            theme=self._text("theme"),
            keys=self._keys(),
            allow_http=self._flag("allow_http"),
            tools=self._tools(),
            events=self._events(),
            attachments=self._attachments(),
            dictation=self._dictation(),
        )
        self._check_whole(profile)
        return profile

    def _check_keys(self) -> None:
        for key in self._table:
            if key not in KEYS and (close := difflib.get_close_matches(key, KEYS, 1, 0.8)):
                raise self._wrong(
                    key, _("{place} is not a setting; perhaps {close} is meant."), close=close[0]
                )

    def _check_whole(self, profile: Profile) -> None:
        chosen = [key for key in SERVER_KEYS if self._table.get(key)]
        if len(chosen) != 1 and not (profile.app and not chosen):
            raise self._not_one_of_the_servers(chosen)
        if profile.url is None and profile.upload_url is not None:
            raise self._wrong("upload_url", _("{place} goes with url only."))
        if not profile.hosted and profile.base_url is not None:
            raise self._wrong(
                "base_url", _("{place} goes with session_url or client_secret_command only.")
            )
        if profile.token and any(name.lower() == "authorization" for name in profile.headers):
            raise self._wrong("headers.Authorization", _("{place} cannot stand beside a token."))
        sent_nowhere = "demo" if profile.demo else "client_secret_command"
        if self._table.get(sent_nowhere) and (profile.headers or profile.token):
            raise self._wrong(sent_nowhere, _("{place} takes no headers and no token."))
        if profile.demo and profile.domain_key:
            raise self._wrong("demo", _("{place} takes no domain_key."))

    def _not_one_of_the_servers(self, chosen: list[str]) -> ConfigurationError:
        keys = ", ".join(SERVER_KEYS[:-1])
        if not chosen:
            sentence = _("{place} needs one of {keys}, demo = true and app, and has none of them.")
            return self._wrong(None, sentence, keys=keys)
        both = _("{one} and {other}")
        found = reduce(lambda one, other: both.format(one=one, other=other), chosen)
        sentence = _("{place} needs one of {keys}, demo = true and app, and has {found}.")
        return self._wrong(None, sentence, keys=keys, found=found)

    def _text(self, key: str) -> str | None:
        value = self._table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, _("{place} must be a text that is not empty."))
        return value.strip()

    def _keys(self) -> dict[str, str]:
        from chatkit_tui.profiles.bindings_reader import read_bindings

        table = self._table.get("keys", {})
        if not isinstance(table, dict):
            raise self._wrong("keys", _("{place} must be a table."))
        return read_bindings(table, self._wrong_below("keys"))

    def _tools(self) -> tuple[str, ...]:
        names = self._table.get("tools", [])
        if not isinstance(names, list) or not set(map(str, names)) <= set(SHIPPED_TOOLS):
            raise self._wrong(
                "tools", _("{place} must be a list of {names}."), names=", ".join(SHIPPED_TOOLS)
            )
        return tuple(names)

    def _events(self) -> dict[str, str | tuple[str, ...]]:
        table = self._table.get("events", {})
        if not isinstance(table, dict):
            raise self._wrong("events", _("{place} must be a table of events and commands."))
        for name in table:
            if name not in EVENTS and (close := difflib.get_close_matches(name, EVENTS, 1, 0.8)):
                sentence = _("{place} is not a setting; perhaps {close} is meant.")
                place = self._where("events", name)
                raise ConfigurationError(sentence.format(place=place, close=close[0]))
        return {
            name: read_command(self._where("events", name), value).command
            for name, value in table.items()
        }

    def _attachments(self) -> ComposerAttachmentOption | None:
        if "attachments" not in self._table:
            return None
        from chatkit_tui.profiles.attachment_reader import read_attachments

        return read_attachments(self._table["attachments"], self._wrong_below("attachments"))

    def _dictation(self) -> DictationOption | None:
        if "dictation" not in self._table:
            return None
        from chatkit_tui.profiles.dictation_reader import read_dictation

        return read_dictation(self._table["dictation"], self._wrong_below("dictation"))

    def _app(self) -> str | None:
        """The integration file; one without a directory is beside the configuration."""
        app = self._text("app")
        return None if app is None else str(self._file.path.parent / Path(app).expanduser())

    def _url(self, key: str) -> str | None:
        value = self._text(key)
        if value is not None and (problem := url_problem(value)):
            raise self._wrong(key, problem)
        return value

    def _flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, _("{place} must be true or false."))
        return value

    def _headers(self) -> dict[str, Secret]:
        table = self._table.get("headers", {})
        if not isinstance(table, dict):
            raise self._wrong("headers", _("{place} must be a table of names and values."))
        return {name: self._header(name, value) for name, value in table.items()}

    def _header(self, name: str, value: object) -> Secret:
        where = self._where("headers", name)
        if not HEADER_NAME.fullmatch(name):
            raise ConfigurationError(
                _("{place} is not a name that a header can have.").format(place=where)
            )
        secret = read_secret(where, value, self._file.path.parent)
        if isinstance(secret, PlainSecret) and looks_like_credential(name):
            raise self._in_plain_text(where, f" --header {name}")
        return secret

    def _token(self) -> Secret | None:
        command, token = self._table.get("token_command"), self._secret("token")
        if isinstance(token, PlainSecret):
            raise self._in_plain_text(self._where("token"), "")
        if command is None:
            return token
        if token is not None:
            raise self._wrong("token_command", _("{place} cannot stand beside token."))
        return read_command(self._where("token_command"), command)

    def _client_secret(self) -> Secret | None:
        key = "client_secret_command"
        command = self._table.get(key)
        return None if command is None else read_command(self._where(key), command)

    def _secret(self, key: str) -> Secret | None:
        value = self._table.get(key)
        if value is None:
            return None
        return read_secret(self._where(key), value, self._file.path.parent)

    def _where(self, *keys: str) -> Place:
        return self._file.place("profiles", self._name, *keys)

    def _wrong_below(self, table: str) -> Callable[..., ConfigurationError]:
        return lambda key, sentence, **words: self._wrong(
            f"{table}.{key}" if key else table, sentence, **words
        )

    def _wrong(self, key: str | None, sentence: str, **words: str) -> ConfigurationError:
        """Of a sentence with a `place` for where the key stands, and other words."""
        keys = key.split(".") if key else ()
        return ConfigurationError(sentence.format(place=self._where(*keys), **words))

    def _in_plain_text(self, where: Place, option: str) -> ConfigurationError:
        return ConfigurationError(
            _(
                "{place} must not stand in the file as plain text; {login} keeps it in the keyring,"
                " or name where it is: {env}, {command} or {file}."
            ).format(
                place=where,
                login=f"`chatkit-tui login {self._name}{option}`",
                env="{ env = … }",
                command="{ command = … }",
                file="{ file = … }",
            )
        )
