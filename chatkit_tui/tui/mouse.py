"""The mouse: the program's, or left to the terminal for selecting and pasting."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import App

from chatkit_tui.translation import _
from chatkit_tui.tui.terminal_output import write_out

if TYPE_CHECKING:
    from textual.driver import Driver

    from chatkit_tui.settings import Settings

MODES = ("1000", "1003", "1015", "1006")
"""Clicks, movement, and two ways to tell of places beyond column 223."""

IN_PIXELS = "1016"


def bypass_key(environ: Mapping[str, str]) -> str:
    """What to hold so that the terminal selects, though the program has the mouse."""
    program = environ.get("LC_TERMINAL") or environ.get("TERM_PROGRAM")
    match program:
        case "iTerm.app" | "iTerm2":
            return "Option"
        case "Apple_Terminal":
            return "Fn"
        case _:
            return "Shift"


class MouseSwitch(App[None]):
    """An app whose mouse can be off from the start, and at any time."""

    settings: Settings

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        return super()._build_driver(headless, inline, mouse and self.settings.mouse, size)

    def action_toggle_mouse(self) -> None:
        driver = self._driver
        if driver is None:
            return
        on = not driver._mouse
        # The driver leaves the modes alone when it ends or is suspended without a mouse.
        driver._mouse = on
        pixels = (IN_PIXELS,) if getattr(driver, "_mouse_pixels", False) else ()
        write_out(self, "".join(f"\x1b[?{mode}{'h' if on else 'l'}" for mode in (*MODES, *pixels)))
        if on:
            words = _("Mouse on. Hold {key} to select as the terminal does.")
            words = words.format(key=bypass_key(os.environ))
        else:
            words = _("Mouse off: select as the terminal does. The same key puts it on.")
        self.notify(words, markup=False)
