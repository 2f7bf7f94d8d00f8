"""The hook between Textual and the terminal."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen

from chatkit_tui.tui.terminal.diff_update import DiffUpdate, TerminalScreen

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.message import Message
    from textual.messages import TerminalSupportsSynchronizedOutput

    from chatkit_tui.settings import Settings
    from chatkit_tui.tui.terminal.answers import TerminalAnswered
    from chatkit_tui.tui.terminal.metered_driver import MeteredDriver

log = logging.getLogger(__name__)

LOOK_AGAIN = 0.02
"""Seconds between two looks at a terminal that does not keep up."""


class DiffedOutput(App[None]):
    """An app that writes what changed, and skips frames that the terminal has no time for.

    Without a terminal of the kind it knows, it is the app that Textual makes it.
    """

    settings: Settings

    _metered: MeteredDriver | None = None
    _shown: TerminalScreen | None = None
    """None where Textual writes by itself."""
    _session = 0
    _owed: asyncio.TimerHandle | None = None
    """The next look at the terminal, when it has not been shown all there is to show."""

    drawing_can_wait = False
    """Whether what is drawn now comes by itself: it must not hold up what a key does."""
    _in_parts = False
    """Whether something is owed that can wait; what cannot goes before it."""

    @property
    def terminal_is_stuck(self) -> bool:
        """Whether the program has ended without its terminal, and has nobody to tell anything."""
        return self._metered is not None and self._metered.is_stuck

    @property
    def output_rest(self) -> float:
        """Seconds for which what can wait is better not drawn."""
        return 0.0 if self._metered is None else self._metered.line.rest

    def action_redraw(self) -> None:
        """Write the whole screen again, whatever somebody else wrote there."""
        self.forget_terminal()

    def forget_terminal(self) -> None:
        """Somebody has written to the terminal: draw all anew."""
        if self._shown is not None:
            self._shown.forget()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Terminals cut off what gets too wide, also if it fits again before we are told."""
        if self._shown is not None and self._shown.is_known:
            self._shown.forget()
            if event.size == self.size:
                self.refresh()

    def on_terminal_supports_synchronized_output(
        self, message: TerminalSupportsSynchronizedOutput
    ) -> None:
        """The terminal has drawn what was written before it was asked."""
        self._answered(message)

    def on_terminal_answered(self, message: TerminalAnswered) -> None:
        self._answered(message)

    def _answered(self, message: Message) -> None:
        if self._metered is not None:
            self._metered.line.answered(message.time)

    def on_unmount(self) -> None:
        if self._owed is not None:
            self._owed.cancel()

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        if not headless and not inline:
            self._choose_driver()
        driver = super()._build_driver(headless, inline, mouse, size)
        if not headless and not inline and sys.platform != "win32":
            from chatkit_tui.tui.terminal.metered_driver import MeteredDriver

            if isinstance(driver, MeteredDriver):
                self._metered, self._shown = driver, TerminalScreen()
        return driver

    def _choose_driver(self) -> None:
        """Take the driver that counts, in the place of the one it is made of."""
        if not self.settings.diff:
            log.info("The whole output is written, as the settings want it.")
            return
        if sys.platform == "win32":
            log.info("The whole output is written, as on Windows always.")
            return
        from textual.drivers.linux_driver import LinuxDriver

        from chatkit_tui.tui.terminal.metered_driver import MeteredDriver
        from chatkit_tui.tui.terminal.self_check import surprises

        if self.driver_class is not LinuxDriver:
            log.info("The whole output is written, as %s is not known.", self.driver_class)
        elif found := surprises():
            log.warning("The whole output is written: this Textual differs. %s.", "; ".join(found))
        else:
            self.driver_class = MeteredDriver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver, shown = self._metered, self._shown
        if (
            driver is None
            or shown is None
            or not isinstance(renderable, LayoutUpdate | ChopsUpdate)
        ):
            super()._display(screen, renderable)
            return
        if self._session != driver.line.sessions:
            self._session = driver.line.sessions
            shown.forget()
        line = driver.line
        patient = self.drawing_can_wait or (self._in_parts and isinstance(renderable, LayoutUpdate))
        if line.is_full or (self._owed is not None and (patient or not self._in_parts)):
            self._owe()
            super()._display(screen, None)
        else:
            room = line.room_for_what_can_wait if patient else line.room
            update: Any = DiffUpdate(
                renderable,
                shown,
                self.size,
                room=room,
                row=self.cursor_position.y,
                failed=self._step_aside,
            )
            super()._display(screen, update)
            if not shown.is_complete:
                self._in_parts = patient
                self._owe()
            elif isinstance(renderable, LayoutUpdate):
                self._in_parts = False

    def _begin_update(self) -> None:
        if self._metered is None:
            super()._begin_update()
        else:
            self._metered.begin_frame()

    def _end_update(self) -> None:
        if self._metered is None:
            super()._end_update()
        else:
            self._metered.end_frame(synchronized=self._sync_available)

    def _owe(self) -> None:
        """Show what there is then, as soon as the terminal can take it."""
        if self._owed is None:
            self._owed = asyncio.get_running_loop().call_later(LOOK_AGAIN, self._look_again)

    def _look_again(self) -> None:
        self._owed = None
        if self._metered is None or not self.is_running:
            return
        line = self._metered.line
        if line.is_full or (self._in_parts and line.rest):
            self._owe()
        else:
            self.refresh()

    def _step_aside(self) -> None:
        """An error of ours: let Textual write, from the next frame on."""
        log.exception("The whole output is written from here on")
        self._shown = None
        self.refresh()
