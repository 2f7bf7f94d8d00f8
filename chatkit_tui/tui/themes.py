"""Which theme an app wears: the one that was asked for, in what suits the terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App, ReturnType
from textual.theme import BUILTIN_THEMES

from chatkit_tui.display import display_line
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import _
from chatkit_tui.tui.background import QUESTION, BackgroundTold, dark_by_environment
from chatkit_tui.tui.readable import readable

if TYPE_CHECKING:
    from textual.theme import Theme

    from chatkit_tui.options import ThemeOption
    from chatkit_tui.profiles.config_file import Place

AUTO = "auto"
"""Light or dark, as the terminal's background is."""

_SHORT = {
    AUTO: ("textual-light", "textual-dark"),
    "light": ("textual-light", "textual-light"),
    "dark": ("textual-dark", "textual-dark"),
    "ansi": ("ansi-light", "ansi-dark"),
}
"""Names of our own: the theme on a light background, and that on a dark one."""

SHARP = "-chatkit-sharp"
"""Class of the app: borders have corners."""

_OPTION_NAMES = ("chatkit", "chatkit-2")
"""Of the theme a ThemeOption describes: another one than is worn, or nothing is drawn anew."""


def theme_names() -> list[str]:
    """What can be asked for, our own names first."""
    return [*_SHORT, *sorted(BUILTIN_THEMES)]


def require_theme(name: str | None, where: str | Place) -> None:
    """Refuse a name that no theme has; raises ConfigurationError."""
    if name is not None and name not in theme_names():
        raise _unknown(name, where)


def theme_called(name: str, app: App[Any], *, dark: bool) -> str:
    """Textual's name of a theme, on a dark background or a light one.

    Raises ConfigurationError.
    """
    called = _SHORT[name][dark] if name in _SHORT else name
    if called not in app.available_themes:
        raise _unknown(name, "theme")
    return called


def _unknown(name: str, where: str | Place) -> ConfigurationError:
    words = _("{place}: there is no theme {name}; there are {names}.")
    return ConfigurationError(
        words.format(place=where, name=display_line(name), names=", ".join(theme_names()))
    )


def depends_on_background(theme: str | ThemeOption) -> bool:
    """Whether `theme` is one thing on a light terminal and another on a dark one."""
    if not isinstance(theme, str):
        return theme.color_scheme is None
    light, dark = _SHORT.get(theme, (theme, theme))
    return light != dark


class ThemedApp(App[ReturnType]):
    """An app whose themes are readable, and which asks the terminal what suits it.

    The first paint goes by the environment; the answer, if one comes, may change the theme then.
    """

    def __init__(self) -> None:
        self._readable: dict[str, tuple[Theme, Theme]] = {}
        self.fallback_theme = AUTO
        """Worn where nothing is asked for."""
        self._asked_for: str | ThemeOption = ""
        self._worn = ""
        """The theme that was put on here; if another one is worn, the user chose it."""
        self._dark = dark_by_environment(os.environ)
        self._asked = False
        # As if colours were the terminal's own: then Textual's NO_COLOR leaves none, not greys.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)

    def get_theme(self, theme_name: str) -> Theme | None:
        """As in Textual, with texts that can be read."""
        theme = super().get_theme(theme_name)
        if theme is None:
            return None
        known, better = self._readable.get(theme.name, (None, theme))
        if known is not theme:
            better = readable(theme)
            self._readable[theme.name] = theme, better
        return better

    def wear(self, theme: str | ThemeOption | None) -> None:
        """Put on what is asked for; None leaves it to the user's settings.

        Raises ConfigurationError.
        """
        wanted = theme or self.fallback_theme
        if wanted != self._asked_for:
            self._put_on(wanted)
            self._asked_for = wanted
            self._ask()

    def _put_on(self, wanted: str | ThemeOption) -> None:
        if isinstance(wanted, str):
            self.theme = theme_called(wanted, self, dark=self._dark)
            self.remove_class(SHARP)
        else:
            wear_option(self, wanted, dark=self._dark)
        self._worn = self.theme

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """Ask the terminal for its background, once, if the answer matters."""
        # Only the parser of our own, see `paste_guard`, tells the answer from keys.
        can_hear = not self.is_headless and sys.platform != "win32"
        if self._asked or not can_hear or self._driver is None:
            return
        if depends_on_background(self._asked_for):
            self._asked = True
            self._driver.write(QUESTION)

    @on(BackgroundTold)
    def _background_told(self, event: BackgroundTold) -> None:
        changed, self._dark = event.dark != self._dark, event.dark
        if changed and self.theme == self._worn:
            self._put_on(self._asked_for)


def wear_option(app: App[Any], option: ThemeOption, *, dark: bool) -> None:
    """Let an app, be it ours or not, wear what `option` describes; raises ConfigurationError."""
    from chatkit_tui.tui.theme_option import theme_of

    first, second = _OPTION_NAMES
    name, former = (second, first) if app.theme == first else (first, second)
    app.register_theme(readable(theme_of(option, name, dark=dark)))
    app.theme = name
    app.unregister_theme(former)
    app.set_class(option.radius == "sharp", SHARP)
