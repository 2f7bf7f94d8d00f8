"""The client tools that come with this program; a profile has to allow each by its name."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from chatkit_tui.errors import ChatKitError, StorageError, reason_of
from chatkit_tui.options import ClientTool
from chatkit_tui.profiles.profile import SHIPPED_TOOLS
from chatkit_tui.translation import _
from chatkit_tui.tui.browser import desktop_at_hand, open_address
from chatkit_tui.tui.hyperlinks import openable

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView

LARGEST_FILE = 256 * 1024
"""Bytes of a file that are read for a server."""


class Address(BaseModel):
    """Arguments of `open_url`."""

    url: str = Field(min_length=1)


class Text(BaseModel):
    """Arguments of `copy_to_clipboard`."""

    text: str


class Wanted(BaseModel):
    """Arguments of `read_file`: why the server wants a file, in its own words."""

    reason: str = ""


def shipped_tools(view: ChatKitView, allowed: tuple[str, ...]) -> tuple[ClientTool, ...]:
    """Those of the tools that are allowed."""
    tools = Tools(view)
    made = (
        ClientTool("open_url", tools.open_url, Address, description=_("Opens an address.")),
        ClientTool(
            "copy_to_clipboard",
            tools.copy,
            Text,
            description=_("Puts a text into the clipboard."),
        ),
        ClientTool(
            "read_file",
            tools.read_file,
            Wanted,
            description=_("Sends the server a text file that you name next."),
        ),
    )
    assert tuple(tool.name for tool in made) == SHIPPED_TOOLS
    return tuple(tool for tool in made if tool.name in allowed)


class Tools:
    """What the tools do; each has been approved by the user before."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view

    async def open_url(self, wanted: Address) -> dict[str, Any]:
        """Open an address in the browser of this desktop."""
        address = openable(wanted.url)
        if address is None:
            return {"error": "Only http, https and mailto addresses are opened."}
        if not desktop_at_hand(os.environ):
            return {"error": "There is no browser where the user sits."}
        try:
            await open_address(address)
        except ChatKitError as error:
            return {"error": error.message}
        return {"opened": True}

    async def copy(self, wanted: Text) -> dict[str, Any]:
        """Put a text where the user can paste it."""
        await self._view.clipboard.deliver(wanted.text, _("what the assistant gave"))
        return {"copied": True}

    async def read_file(self, wanted: Wanted) -> dict[str, Any]:
        """Read a text file that the user names."""
        from chatkit_tui.tui.screens.question import LineScreen
        from chatkit_tui.tui.screens.withdrawn import ask

        question = _("Which file may the assistant read?")
        if wanted.reason:
            reason = _("It says: {reason}").format(reason=wanted.reason[:300])
            question = f"{question} {reason}"
        screen = LineScreen(question, enter=_("{key} sends its text to the server"))
        named = await ask(self._view.app, screen, None)
        if named is None:
            return {"error": "The user named no file."}
        try:
            text = await asyncio.to_thread(_text_of, named)
        except StorageError as error:
            self._view.tell(error.message, severity="warning")
            return {"error": "The file that the user named could not be read."}
        return {"name": PurePath(named).name, "text": text}


def _text_of(named: str) -> str:
    """The text of a file; blocks. Raises StorageError."""
    path = Path(named).expanduser()
    try:
        if not path.is_file():
            raise StorageError(_("{path} is no file.").format(path=path))
        if path.stat().st_size > LARGEST_FILE:
            words = _("{path} is larger than {size} KB.")
            raise StorageError(words.format(path=path, size=LARGEST_FILE // 1024))
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise StorageError(_("{path} is no text.").format(path=path)) from None
    except OSError as error:
        reason = reason_of(error)
        words = _("{path} cannot be read: {reason}.")
        raise StorageError(words.format(path=path, reason=reason)) from None
