"""The browser of this desktop, started without a hand on the terminal."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _
from chatkit_tui.tui.hyperlinks import openable

PATIENCE = 2.0
"""Seconds in which an opener that fails says so; one that runs longer is the browser itself."""


def desktop_at_hand(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser would open where the user sits, and not over this screen or elsewhere."""
    if any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")):
        return False
    if platform in ("darwin", "win32") or environ.get("WSL_DISTRO_NAME"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


async def open_address(address: str) -> None:
    """Hand an http, https or mailto address to the desktop.

    Raises ChatKitError if it is none of these, or if nothing here opens it.
    """
    target = openable(address)
    if target is None:
        raise ChatKitError(_("Only http, https and mailto addresses are opened."))
    await asyncio.to_thread(_open, target)


async def open_file(path: Path) -> None:
    """Hand a file, by its whole path, to the desktop; raises ChatKitError if nothing opens it."""
    await asyncio.to_thread(_open, str(path))


def _open(address: str) -> None:
    if sys.platform == "win32":
        os.startfile(address)  # noqa: S606  # the address is checked
        return
    openers = ("open",) if sys.platform == "darwin" else ("wslview", "xdg-open", "gio")
    opener = next((found for name in openers if (found := shutil.which(name))), None)
    if opener is None:
        words = _("No program that opens addresses was found (xdg-open); {key} copies it.")
        raise ChatKitError(words.format(key="y"))
    name = os.path.basename(opener)
    command = [opener, "open", address] if name == "gio" else [opener, address]
    # A session of its own and no terminal: a text browser could otherwise take over the screen.
    silent = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603  # the address is checked, and no shell reads it
            command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
        status = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return
    except OSError as error:
        words = _("{name} could not be started: {reason}.")
        raise ChatKitError(words.format(name=name, reason=error.strerror)) from None
    if status:
        words = _("{name} could not open the address (status {status}); {key} copies it.")
        raise ChatKitError(words.format(name=name, status=status, key="y"))
