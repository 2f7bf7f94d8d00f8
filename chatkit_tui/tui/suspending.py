"""Ctrl+Z, and lending the terminal to another program for a while."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App

from chatkit_tui.translation import _
from chatkit_tui.tui.terminal_output import is_lent


@contextmanager
def lend_terminal(app: App[Any]) -> Iterator[None]:
    """Leave the terminal as it was found; afterwards take it again and draw all anew.

    The app lives on meanwhile and draws nothing. An exception goes through without taking the
    terminal back: it is the end of the program. Raises SuspendNotSupported.
    """
    with app.batch_update(), app.suspend():
        yield


def has_job_control() -> bool:
    """Whether a shell waits that `fg` can be said to.

    A shell with job control gives each job a process group of its own. Without one, as in a
    terminal window of its own, a stopped program would stand there for ever.
    """
    return sys.platform != "win32" and os.getpgrp() != os.getsid(0)


class Suspending(App[None]):
    """An app that stops as shells expect it, and comes back whole."""

    _unwatch: Callable[[], None] | None = None

    def action_suspend_process(self) -> None:
        """Stop the whole job, until its shell lets it go on."""
        driver = self._driver
        if driver is None or not driver.can_suspend or not has_job_control():
            self.notify(
                _("There is no shell behind this program that could bring it back."),
                severity="warning",
                markup=False,
            )
            return
        with self.suspend():
            _stop_job()

    def watch_job_control(self) -> None:
        """Heed the signals of a shell, or of anybody else who stops us and lets us go on.

        Textual does so in signal handlers, which may find the writer's queue locked, and after a
        SIGSTOP it would start to read and to write a second time.
        """
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._asked_to_stop)
        loop.add_signal_handler(signal.SIGCONT, self._went_on)

        def unwatch() -> None:
            loop.remove_signal_handler(signal.SIGTSTP)
            loop.remove_signal_handler(signal.SIGCONT)

        self._unwatch = unwatch

    def unwatch_job_control(self) -> None:
        if self._unwatch is not None:
            self._unwatch()

    def _asked_to_stop(self) -> None:
        if not is_lent(self):
            self.action_suspend_process()
        elif has_job_control():
            # The program that has the terminal stops, and the shell waits for the whole job.
            _stop_job()

    def _went_on(self) -> None:
        """Who stopped us gave no warning: the terminal may be in any state."""
        if not is_lent(self):
            if has_job_control():
                _wait_for_foreground()
            with self.suspend():
                pass


def _stop_job() -> None:
    """Stop this process and what belongs to its job; returns when it goes on in the foreground."""
    if sys.platform == "win32":
        return
    watched = {each: signal.getsignal(each) for each in (signal.SIGTSTP, signal.SIGCONT)}
    for number in watched:
        signal.signal(number, signal.SIG_DFL)
    try:
        os.kill(0, signal.SIGTSTP)
        _wait_for_foreground()
    finally:
        for number, handler in watched.items():
            signal.signal(number, handler)


def _wait_for_foreground() -> None:
    """Stop again while only `bg` was said: there is nothing to do without a terminal."""
    if sys.platform == "win32":
        return
    assert sys.__stdin__ is not None
    while os.tcgetpgrp(sys.__stdin__.fileno()) != os.getpgrp():
        os.kill(os.getpid(), signal.SIGSTOP)
