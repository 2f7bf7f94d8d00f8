"""What goes to the terminal besides what is drawn, by way of the multiplexer it may run in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App

SCREEN_LIMIT = 512
"""Bytes that GNU screen surely passes on at a time."""


def write_out(app: App[Any], sequence: str) -> bool:
    """Write `sequence` in turn with what is drawn; False while the terminal is not ours."""
    driver = app._driver
    if driver is None or is_lent(app):
        return False
    driver.write(sequence)
    return True


def let_go(app: App[Any]) -> None:
    """Give the terminal back at once, whatever else the program is at."""
    release = getattr(app._driver, "let_go", None)
    if release is not None:
        release()


def is_lent(app: App[Any]) -> bool:
    """Whether the app has left the terminal to another program, or has not taken it yet.

    The thread that writes is stopped then, and what is handed to it would wait for ever.
    """
    driver = app._driver
    if driver is None or driver.is_headless:
        return False
    writer = getattr(driver, "_writer_thread", None)
    return writer is None or not writer.is_alive()


def in_tmux(environ: Mapping[str, str]) -> bool:
    """Whether this very program runs in tmux; not so at the far end of an ssh out of it."""
    return bool(environ.get("TMUX"))


def in_multiplexer(environ: Mapping[str, str]) -> bool:
    """Whether tmux or screen stands between the program and the terminal, on any machine."""
    term = environ.get("TERM", "")
    return bool(environ.get("TMUX") or environ.get("STY")) or term.startswith(("screen", "tmux"))


def takes_escapes(environ: Mapping[str, str]) -> bool:
    """Whether the terminal leaves out what it does not understand, and does not print it."""
    return environ.get("TERM", "") not in ("", "dumb", "linux")


def passed_through(sequence: str, environ: Mapping[str, str]) -> str:
    """`sequence` as it has to be written to get past tmux or screen to the terminal itself.

    tmux does so where its option allow-passthrough is on.
    """
    if in_tmux(environ):
        return _past_tmux(sequence)
    if environ.get("STY"):
        parts = (
            sequence[start : start + SCREEN_LIMIT]
            for start in range(0, len(sequence), SCREEN_LIMIT)
        )
        return "".join(f"\x1bP{part}\x1b\\" for part in parts)
    if environ.get("TERM", "").startswith("tmux"):
        # tmux at the near end of an ssh: it may take the sequence itself, or pass it on.
        return sequence + _past_tmux(sequence)
    return sequence


def _past_tmux(sequence: str) -> str:
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"
