"""What config.toml says about the program itself, whatever server it talks to.

    [ui]
    theme = "light"
    mouse = false

    [keys]
    composer.send = "ctrl+s"
    view.threads = "none"

Errors are ConfigurationError: one sentence with the file and the key. Which bindings there are is
known to the screen only; it tells of ids in `[keys]` that mean none.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.profile import config_file, read_config
from chatkit_tui.settings import NotificationKind, Settings

UI_KEYS = ("theme", "mouse", "notifications", "terminal_title", "time_stamps", "diff")
"""The keys of `[ui]`. Others are left alone, unless one looks like a slip for one of these."""


def load_settings() -> Settings:
    """The settings of this user, the defaults where there is no file; blocks.

    Raises ConfigurationError for a file that cannot be read and for values that make no sense.
    """
    path = config_file()
    document = read_config(path)
    return _Reader(path, _table(path, document, "ui"), _table(path, document, "keys")).settings()


def _table(path: Path, document: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: {name} must be a table.")
    return table


class _Reader:
    """Checks the two tables of the file, key by key."""

    def __init__(self, path: Path, ui: dict[str, Any], keys: dict[str, Any]) -> None:
        self._path = path
        self._ui = ui
        self._keys = keys

    def settings(self) -> Settings:
        for key in self._ui:
            if key not in UI_KEYS and (close := difflib.get_close_matches(key, UI_KEYS, 1, 0.8)):
                raise self._wrong(f"ui.{key}", f"is not a setting; perhaps {close[0]} is meant")
        return Settings(
            theme=self._theme(),
            mouse=self._flag("mouse"),
            notifications=self._notifications(),
            terminal_title=self._flag("terminal_title"),
            time_stamps=self._flag("time_stamps"),
            diff=self._flag("diff"),
            keys=dict(self._bindings("", self._keys)),
        )

    def _theme(self) -> str | None:
        value = self._ui.get("theme")
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self._wrong("ui.theme", "must be a text that is not empty")
        return value and value.strip()

    def _flag(self, key: str) -> bool:
        value = self._ui.get(key, True)
        if not isinstance(value, bool):
            raise self._wrong(f"ui.{key}", "must be true or false")
        return value

    def _notifications(self) -> NotificationKind:
        kinds = get_args(NotificationKind)
        value = self._ui.get("notifications", "auto")
        if value in kinds:
            return cast(NotificationKind, value)
        close = difflib.get_close_matches(value, kinds, 1) if isinstance(value, str) else []
        hint = f"; perhaps {close[0]} is meant" if close else ""
        raise self._wrong("ui.notifications", f"must be one of {', '.join(kinds)}{hint}")

    def _bindings(self, inside: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Ids and keys. TOML reads an id that is not quoted, such as view.threads, as tables."""
        for name, value in table.items():
            if isinstance(value, dict):
                yield from self._bindings(f"{inside}{name}.", value)
            elif isinstance(value, str) and value.strip():
                yield f"{inside}{name}", value.strip()
            else:
                raise self._wrong(
                    f"keys.{inside}{name}",
                    'must be a text with keys, such as "ctrl+y,f7", or "none" for no key',
                )

    def _wrong(self, key: str, what: str) -> ConfigurationError:
        return ConfigurationError(f"{self._path}: {key} {what}.")
