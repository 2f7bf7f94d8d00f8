"""Texts that the user wants in a file of his own."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import TYPE_CHECKING

from chatkit_tui.export.files import write_file
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App

LONGEST_NAME = 40
"""Characters of a thread's title that go into the name of a file."""


def suggested_name(title: str | None, created: datetime | None) -> str:
    """A name for a message of a thread, safe in every file system."""
    words = re.sub(r"\W+", "-", title or "message").strip("-").lower()[:LONGEST_NAME].strip("-")
    stamp = f"-{created.astimezone():%Y-%m-%d-%H%M}" if created else ""
    return f"{words or 'message'}{stamp}.md"


async def write_with_questions(
    app: App[object], content: str | bytes, suggestion: str
) -> Path | None:
    """Ask where to write something, and before anything is overwritten; call it in a worker.

    Returns the whole path, None when the user backed out. Raises StorageError.
    """
    from chatkit_tui.tui.screens.question import LineScreen

    question = LineScreen(_("Write it to which file?"), suggestion, enter=_("{key} writes it"))
    named = await app.push_screen_wait(question)
    return None if named is None else await write_asking(app, named, content)


async def write_asking(app: App[object], named: str, content: str | bytes) -> Path | None:
    """Write it, asking before anything is overwritten; as `write_with_questions`."""
    from chatkit_tui.tui.screens.question import ConfirmScreen

    path, written = await asyncio.to_thread(write_file, named, content)
    if written:
        return path
    question = _("{path} exists. Replace what is in it?").format(path=path)
    if not await app.push_screen_wait(ConfirmScreen(question, _("Replace"))):
        return None
    path, _written = await asyncio.to_thread(write_file, path, content, overwrite=True)
    return path
