"""The theme of the options, on a view and on the app it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.tui.themes import AUTO, ThemedApp, theme_called, wear_option

if TYPE_CHECKING:
    from textual.app import App

    from chatkit_tui.options import ThemeOption
    from chatkit_tui.tui.view import ChatKitView

DENSITIES = ("compact", "spacious")


class ViewTheme:
    """Lets the theme of the options take effect; an app that is not ours keeps its own without."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._worn: str | ThemeOption | None = None
        self._hosts: str | None = None
        """What an app that is not ours wore before."""

    def configure(self, theme: str | ThemeOption | None) -> None:
        """Wear `theme`, unless it is worn already: what the user chose meanwhile stays."""
        wanted = None if theme is None or isinstance(theme, str) else theme.density
        for density in DENSITIES:
            self._view.set_class(wanted == density, f"-{density}")
        if theme == self._worn:
            return
        self._worn = theme
        app = self._view.app
        try:
            if isinstance(app, ThemedApp):
                app.wear(theme)
            else:
                self._dress_host(app, theme)
        except ConfigurationError as error:
            self._view.tell(str(error), severity="warning")

    def _dress_host(self, app: App[Any], theme: str | ThemeOption | None) -> None:
        self._hosts = self._hosts or app.theme
        dark = app.current_theme.dark
        if theme is None or theme == AUTO:
            app.theme = self._hosts
        elif isinstance(theme, str):
            app.theme = theme_called(theme, app, dark=dark)
        else:
            wear_option(app, theme, dark=dark)
