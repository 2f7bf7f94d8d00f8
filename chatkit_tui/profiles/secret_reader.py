"""Secrets as a configuration or an option names them: `{ env = "NAME" }` and its like."""

from __future__ import annotations

import re
from pathlib import Path

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import Place
from chatkit_tui.profiles.secrets import (
    CommandSecret,
    EnvSecret,
    FileSecret,
    KeyringSecret,
    PlainSecret,
    Secret,
)
from chatkit_tui.translation import _

KINDS = ("keyring", "env", "command", "file")

_CREDENTIAL = re.compile(
    r"(?i)(proxy-)?authorization|cookie|(.*[-_])?((api|access|auth)?key|auth|token|secret|password)"
)


def looks_like_credential(header: str) -> bool:
    """Whether a header of that name holds what others must not see."""
    return _CREDENTIAL.fullmatch(header) is not None


def read_secret(origin: str | Place, value: object, directory: Path) -> Secret:
    """The secret that `value` names, files beginning at `directory`; raises ConfigurationError."""
    if isinstance(value, str):
        return PlainSecret(origin, value)
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in KINDS:
        raise ConfigurationError(
            _("{place} must be a text or a table with one of {kinds}.").format(
                place=origin, kinds=", ".join(KINDS)
            )
        )
    kind, reference = next(iter(value.items()))
    if kind == "command":
        return read_command(origin, reference)
    if not isinstance(reference, str) or not reference:
        raise ConfigurationError(
            _("{place} must be a text that is not empty.").format(place=f"{origin}.{kind}")
        )
    match kind:
        case "env":
            return EnvSecret(origin, reference)
        case "keyring":
            return KeyringSecret(origin, reference)
        case _:
            return FileSecret(origin, directory / Path(reference).expanduser())


def read_command(origin: str | Place, value: object) -> CommandSecret:
    """What a command line, or a list of a program and its arguments, prints."""
    if isinstance(value, str) and value.strip():
        return CommandSecret(origin, value)
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        return CommandSecret(origin, tuple(value))
    raise ConfigurationError(
        _("{place} must be a command line, or a list of a program and its arguments.").format(
            place=origin
        )
    )
