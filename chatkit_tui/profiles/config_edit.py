"""Changes of config.toml that leave comments, order, and whatever this program does not know."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import ConfigurationError, StorageError
from chatkit_tui.private_file import make_private_directory, write_private
from chatkit_tui.profiles.config_file import ConfigFile, config_file, parse, read_text
from chatkit_tui.profiles.profile_reader import profile_in
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Values = Mapping[str, Any]
"""The keys of a profile; a table in it is a mapping."""


def add_profile(name: str, values: Values, *, default: bool) -> bool:
    """Write a new profile; whether it is the default one now, as the first one is. Blocks.

    Raises ConfigurationError where there is one of that name, and where it would not work.
    """

    def add(document: TOMLDocument) -> bool:
        profiles = _table_in(document, "profiles")
        if name in profiles:
            raise ConfigurationError(
                _('There is a profile "{name}" already; remove it first.').format(name=name)
            )
        profiles[name] = _table_of(values)
        becomes_default = default or "default_profile" not in document
        if becomes_default:
            document["default_profile"] = name
        _check(document, name)
        return becomes_default

    return bool(_edit(add))


def remove_profile(name: str) -> None:
    """Take a profile out, and no default one is left if it was that; blocks.

    Raises ConfigurationError where there is none of that name.
    """

    def remove(document: TOMLDocument) -> None:
        profiles = _named(document, name)
        del profiles[name]
        if not profiles:
            del document["profiles"]
        if document.get("default_profile") == name:
            del document["default_profile"]

    _edit(remove)


def set_default_profile(name: str) -> None:
    """Make a profile the one that is meant where none is named; blocks."""

    def set_default(document: TOMLDocument) -> None:
        _named(document, name)
        document["default_profile"] = name

    _edit(set_default)


def set_secret(name: str, keys: tuple[str, ...], reference: Mapping[str, str]) -> None:
    """Name where the secret at `keys` of a profile is kept, as in `token = { keyring = "x" }`."""

    def set_reference(document: TOMLDocument) -> None:
        table = _named(document, name)[name]
        for key in keys[:-1]:
            table = _table_in(table, key)
        table[keys[-1]] = _inline(reference)
        _check(document, name)

    _edit(set_reference)


def remove_secret(name: str, keys: tuple[str, ...]) -> None:
    """Take out what `set_secret` wrote; blocks."""

    def remove(document: TOMLDocument) -> None:
        table = _named(document, name)[name]
        for key in keys[:-1]:
            table = table.get(key, {})
        if keys[-1] in table:
            del table[keys[-1]]

    _edit(remove)


def _edit(change: Callable[[TOMLDocument], Any]) -> Any:
    """Apply `change` to the file, in one step; what it returns.

    Raises ConfigurationError for a file that is no TOML and StorageError for one that cannot be
    written; then it is as it was.
    """
    path = _target(config_file())
    make_private_directory(path.parent)
    with _alone(path.parent):
        text = read_text(path) or ""
        parse(path, text)

        import tomlkit

        document = tomlkit.parse(text)
        result = change(document)
        edited = _tidy(tomlkit.dumps(document), text)
        if parse(path, edited) != document.unwrap():
            raise StorageError(
                _("{path} cannot be changed without damage; please edit it yourself.").format(
                    path=path
                )
            )
        write_private(path, edited, mode=_mode(path))
    return result


def _tidy(edited: str, text: str) -> str:
    """`edited` with the ends of lines, and the end, as `text` had them."""
    if not text.endswith("\n\n"):
        edited = edited.rstrip("\n") + "\n"
    return edited.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else edited


def _target(path: Path) -> Path:
    """The file itself: many keep their configuration elsewhere and have a link to it."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        raise StorageError(_("{path} is a link that leads nowhere.").format(path=path)) from None


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o600
    except OSError as error:
        raise StorageError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)
        ) from error


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Keep other programs of ours from editing in the meantime."""
    try:
        import fcntl
    except ImportError:  # Windows: of two edits at the same moment one may be lost.
        yield
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _named(document: TOMLDocument, name: str) -> Any:
    """The table of profiles, which has one of that name."""
    profiles = document.get("profiles", {})
    if not isinstance(profiles, dict) or name not in profiles:
        known = ", ".join(sorted(profiles)) if isinstance(profiles, dict) else ""
        raise ConfigurationError(
            _('{path}: there is no profile "{name}" (known: {known}).').format(
                path=config_file(), name=name, known=known or _("none")
            )
        )
    return profiles


def _table_in(table: Any, key: str) -> Any:
    """The table at `key`, made where there is none."""
    import tomlkit

    if key not in table:
        table[key] = tomlkit.table(is_super_table=key == "profiles")
    inner = table[key]
    if not isinstance(inner, dict):
        raise ConfigurationError(
            _("{path}: {key} must be a table.").format(path=config_file(), key=key)
        )
    return inner


def _table_of(values: Values) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, value in values.items():
        table[key] = _inline(value) if isinstance(value, Mapping) else value
    table.add(tomlkit.nl())
    return table


def _inline(values: Mapping[str, Any]) -> Any:
    """A table in one line, as a person would write it."""
    import tomlkit

    return tomlkit.value(_in_one_line(values))


def _in_one_line(value: Any) -> str:
    import tomlkit

    if not isinstance(value, Mapping):
        return str(tomlkit.item(value).as_string())
    pairs = (
        f"{tomlkit.key(key).as_string()} = {_in_one_line(each)}" for key, each in value.items()
    )
    return f"{{ {', '.join(pairs)} }}"


def _check(document: TOMLDocument, name: str) -> None:
    """Refuse a profile that would not work, before it is written."""
    text = document.as_string()
    path = config_file()
    profile_in(ConfigFile(path, text, parse(path, text)), name)
