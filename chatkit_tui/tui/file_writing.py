"""Texts that the user wants in a file of his own."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.errors import StorageError

if TYPE_CHECKING:
    from textual.app import App

LONGEST_NAME = 40
"""Characters of a thread's title that go into the name of a file."""


def suggested_name(title: str | None, created: datetime | None) -> str:
    """A name for a message of a thread, safe in every file system."""
    words = re.sub(r"\W+", "-", title or "message").strip("-").lower()[:LONGEST_NAME].strip("-")
    stamp = f"-{created.astimezone():%Y-%m-%d-%H%M}" if created else ""
    return f"{words or 'message'}{stamp}.md"


async def write_with_questions(app: App[object], text: str, suggestion: str) -> Path | None:
    """Ask where to write `text`, and before anything is overwritten; call it in a worker.

    Returns the whole path, None when the user backed out. Raises StorageError.
    """
    from chatkit_tui.tui.screens.question import ConfirmScreen, LineScreen

    named = await app.push_screen_wait(LineScreen("Write it to which file?", suggestion))
    if named is None:
        return None
    path, written = await asyncio.to_thread(_write_new, named, text)
    if written:
        return path
    question = f"{path} exists. Replace what is in it?"
    if not await app.push_screen_wait(ConfirmScreen(question, "Replace")):
        return None
    await asyncio.to_thread(_replace, path, text)
    return path


def _write_new(named: str, text: str) -> tuple[Path, bool]:
    """The whole path of what the user named, and whether it was written: it was not there."""
    try:
        path = Path.cwd() / Path(named).expanduser()
        if path.is_dir():
            raise StorageError(f"{path} is a directory; name a file in it.")
        with path.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return path, False
    except (OSError, RuntimeError, ValueError) as error:
        raise _cannot(named, error) from error
    return path, True


def _replace(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except (OSError, ValueError) as error:
        raise _cannot(str(path), error) from error


def _cannot(named: str, error: Exception) -> StorageError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return StorageError(f"{named} could not be written: {reason}. Press w to try another name.")
