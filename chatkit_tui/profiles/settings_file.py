"""What config.toml says about the program itself, whatever server it talks to.

    [ui]
    theme = "light"
    mouse = false

    [keys]
    composer.send = "ctrl+s"
    view.threads = "none"

Errors are ConfigurationError: one sentence with the file, the line and the key. Which bindings
there are is known to the screen only; it tells of ids in `[keys]` that mean none.
"""

from __future__ import annotations

import difflib
from typing import Any, get_args

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.bindings_reader import read_bindings
from chatkit_tui.profiles.config_file import ConfigFile
from chatkit_tui.settings import ImagesKind, NotificationKind, Settings
from chatkit_tui.translation import _

UI_KEYS = ("theme", "mouse", "notifications", "terminal_title", "time_stamps", "diff", "images")
"""The keys of `[ui]`. Others are left alone, unless one looks like a slip for one of these."""


def load_settings() -> Settings:
    """The settings of this user, the defaults where there is no file; blocks.

    Raises ConfigurationError for a file that cannot be read and for values that make no sense.
    """
    return _Reader(ConfigFile.read()).settings()


class _Reader:
    """Checks the two tables of the file, key by key."""

    def __init__(self, file: ConfigFile) -> None:
        self._file = file
        self._ui = file.table("ui")
        self._keys = file.table("keys")

    def settings(self) -> Settings:
        for key in self._ui:
            if key not in UI_KEYS and (close := difflib.get_close_matches(key, UI_KEYS, 1, 0.8)):
                sentence = _("{place} is not a setting; perhaps {close} is meant.")
                raise self._wrong(f"ui.{key}", sentence, close=close[0])
        return Settings(
            theme=self._theme(),
            mouse=self._flag("mouse"),
            notifications=self._one_of("notifications", NotificationKind),
            terminal_title=self._flag("terminal_title"),
            time_stamps=self._flag("time_stamps"),
            diff=self._flag("diff"),
            images=self._one_of("images", ImagesKind),
            keys=read_bindings(
                self._keys, lambda id_, sentence: self._wrong(f"keys.{id_}", sentence)
            ),
        )

    def _theme(self) -> str | None:
        value = self._ui.get("theme")
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self._wrong("ui.theme", _("{place} must be a text that is not empty."))
        return value and value.strip()

    def _flag(self, key: str) -> bool:
        value = self._ui.get(key, True)
        if not isinstance(value, bool):
            raise self._wrong(f"ui.{key}", _("{place} must be true or false."))
        return value

    def _one_of(self, key: str, kind: object) -> Any:
        """One of the words of `kind`, a Literal; "auto" where nothing is said."""
        kinds = get_args(kind)
        value = self._ui.get(key, "auto")
        if value in kinds:
            return value
        close = difflib.get_close_matches(value, kinds, 1) if isinstance(value, str) else []
        sentence = (
            _("{place} must be one of {kinds}; perhaps {close} is meant.")
            if close
            else _("{place} must be one of {kinds}.")
        )
        raise self._wrong(f"ui.{key}", sentence, kinds=", ".join(kinds), close="".join(close))

    def _wrong(self, key: str, sentence: str, **words: str) -> ConfigurationError:
        """Of a sentence with a `place` for where the key stands, and other words."""
        place = self._file.place(*key.split("."))
        return ConfigurationError(sentence.format(place=place, **words))
