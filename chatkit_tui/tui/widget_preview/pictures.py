"""Pictures in a preview: those in the widget itself, and files beside it. Nobody is asked."""

from __future__ import annotations

import asyncio
import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _
from chatkit_tui.tui.pictures.gallery import ENOUGH_COLOURS, Address, Gallery

if TYPE_CHECKING:
    from textual.screen import Screen

LIMIT = 16 * 2**20
"""Bytes of a picture."""


def pictures_of(screen: Screen[None], folder: Path) -> Gallery | None:
    """What draws the pictures of widgets in that folder; None where there are too few colours."""
    app = screen.app
    few = app.native_ansi_color or app.console.color_system not in ENOUGH_COLOURS
    if few or os.environ.get("NO_COLOR"):
        return None

    async def fetch(address: Address) -> bytes:
        return await asyncio.to_thread(picture_at, str(address), folder)

    return Gallery(fetch, lambda work: screen.run_worker(work, group="pictures"))


def picture_at(address: str, folder: Path) -> bytes:
    """The bytes of a picture; raises ChatKitError."""
    if address.startswith("data:"):
        try:
            return base64.b64decode(address.partition(";base64,")[2], validate=True)
        except (binascii.Error, ValueError):
            raise ChatKitError(_("its data cannot be read")) from None
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            raise ChatKitError(_("a preview asks no server"))
        file = (folder / unquote(parts.path).lstrip("/")).resolve()
        if not file.is_relative_to(folder.resolve()):
            raise ChatKitError(_("it is not beside the file"))
        if file.stat().st_size > LIMIT:
            raise ChatKitError(_("it is larger than {size} MiB").format(size=LIMIT // 2**20))
        return file.read_bytes()
    except (OSError, ValueError):
        raise ChatKitError(_("there is no such file beside this one")) from None
