"""The language of the options, on a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.translation import speak

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView


class ViewLanguage:
    """Lets the locale take effect: before anything is drawn, and on what is drawn when it changes.

    Make it before the parts of the view, whose texts are said as they are made.
    """

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._spoken = speak(view.session.backend.locale)

    def configure(self, locale: str | None) -> None:
        """Speak the language for `locale`; None is the environment's."""
        before, self._spoken = self._spoken, speak(locale)
        if self._spoken != before:
            self._say_anew()

    def _say_anew(self) -> None:
        """Draw anew what would go on in the other language; the rest is drawn by who configures."""
        view = self._view
        view.first_thread.show_title()
        view.start_panel.refresh(recompose=True)
        view.transcript.show(view.transcript.rows.rows)
        view.banners.show_keys()
        if view.history.shown:
            view.history.show(False)
            view.history.show(True)
