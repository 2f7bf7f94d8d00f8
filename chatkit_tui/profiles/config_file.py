"""config.toml as it is read: what it says, and where in it something stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from chatkit_tui.errors import ConfigurationError, reason_of
from chatkit_tui.profiles.locations import config_dir
from chatkit_tui.translation import _


def config_file() -> Path:
    """Where the configuration is kept."""
    return config_dir() / "config.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """A key of the file; as text it names file, line and key.

    The line is looked for when somebody wants to read it, which is seldom.
    """

    path: Path
    keys: tuple[str, ...]
    text: str = field(default="", repr=False, compare=False)
    """All of the file."""

    @property
    def line(self) -> int | None:
        """Where the key is set or, if it is not, the innermost table that is to hold it."""
        return next(
            (found for end in range(len(self.keys), 0, -1) if (found := self._line_of(end))), None
        )

    @property
    def standing(self) -> str:
        """The file and the line."""
        if not self.line:
            return str(self.path)
        return _("{path}, line {line}").format(path=self.path, line=self.line)

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.standing, ".".join(self.keys)]))

    def _line_of(self, end: int) -> int | None:
        return line_of(self.text, self.keys[:end])


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """What the file says, nothing where there is none."""

    path: Path
    text: str = field(default="", repr=False)
    document: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls) -> ConfigFile:
        """The file as it is now; blocks. Raises ConfigurationError."""
        path = config_file()
        text = read_text(path)
        return cls(path, text or "", parse(path, text or ""))

    def place(self, *keys: str) -> Place:
        """Where something stands in it."""
        return Place(self.path, keys, self.text)

    def table(self, name: str) -> dict[str, Any]:
        """A table at the top; raises ConfigurationError if it is none."""
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            raise ConfigurationError(_("{place} must be a table.").format(place=self.place(name)))
        return table

    @property
    def default_profile(self) -> str | None:
        """The name of the profile that is meant where none is named; may not be in the file."""
        name = self.document.get("default_profile")
        if name is not None and not isinstance(name, str):
            raise ConfigurationError(
                _("{place} must be a text.").format(place=self.place("default_profile"))
            )
        return name


def read_text(path: Path) -> str | None:
    """The text of the file, None where there is none; blocks. Raises ConfigurationError."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise ConfigurationError(_("{path} is not UTF-8 text.").format(path=path)) from None
    except OSError as error:
        reason = reason_of(error)
        raise ConfigurationError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=reason)
        ) from None


def parse(path: Path, text: str) -> dict[str, Any]:
    """What `text`, of the file `path`, says as TOML; raises ConfigurationError with the line."""
    if not text:
        return {}

    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            _("{path} is not TOML: {reason}.").format(path=path, reason=error)
        ) from None


def line_of(text: str, keys: Sequence[str]) -> int | None:
    """The line of `text` at which `keys` are first set, from 1 on; None where they are not.

    The parser tells no lines, but the shortest beginning of the text that holds the keys ends with
    the statement that sets them.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    without, within = 0, len(lines)
    if not _holds(lines, within, keys):
        return None
    while within - without > 1:
        middle = (without + within) // 2
        # A beginning that ends inside of a statement is no TOML: the nearest one that is will do.
        ends = chain(range(middle, without, -1), range(middle + 1, within + 1))
        end, holds = next(
            (end, held) for end in ends if (held := _holds(lines, end, keys)) is not None
        )
        if not holds:
            without = end
        elif end > middle:
            break
        else:
            within = end
    return without + 1


def _holds(lines: Sequence[str], end: int, keys: Sequence[str]) -> bool | None:
    """Whether the first `end` lines set `keys`; None where they are no TOML by themselves."""
    import tomllib

    try:
        value: object = tomllib.loads("\n".join(lines[:end]))
    except tomllib.TOMLDecodeError:
        return None
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True
