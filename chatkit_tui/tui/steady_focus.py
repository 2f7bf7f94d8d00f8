"""The widget with the focus keeps it while the terminal's window has none."""

from __future__ import annotations

from textual.app import App


class SteadyFocus(App[None]):
    """An app in which a key counts for the widget that had the focus when it was pressed.

    Textual takes the focus away when the window loses it; keys that are still on their way, as
    over a slow line, would find nobody then, Enter among them.
    """

    def _watch_app_focus(self, focus: bool) -> None:
        if focus and self.screen.focused is None:
            # What was opened meanwhile has given the focus to nobody.
            self.screen._update_auto_focus()
