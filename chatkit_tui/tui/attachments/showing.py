"""Looking at a file, saving it, and handing it to the desktop."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from chatkit_tui.errors import CommandRefused, StorageError, reason_of
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.attachments.file_lines import file_lines, path_painter
from chatkit_tui.tui.browser import desktop_at_hand, open_address, open_file
from chatkit_tui.tui.screens.page import Leaf, PageScreen
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.tui.attachments.listed_files import ListedFile
    from chatkit_tui.tui.transcript.palette import Palette
    from chatkit_tui.tui.transcript.wrap import Line
    from chatkit_tui.tui.view import ChatKitView

GONE = N_("The server offers no way to get this file back.")


class FilePage(PageScreen):
    """A file over the chat."""

    def __init__(self, view: ChatKitView, leaf: Leaf, file: ListedFile) -> None:
        super().__init__(view, leaf)
        self._file = file

    @property
    def hint(self) -> str:
        saves, copies = _("{key} saves it"), _("{key} copies where it is")
        back = _("{key} back").format(key="Esc")
        return SEPARATOR.join([saves.format(key="w"), copies.format(key="y"), back])

    def action_write(self) -> None:
        self.view.run(save_file(self.view, self._file))


async def show_file(view: ChatKitView, file: ListedFile) -> None:
    """Show a file: from here where it is here, else as the server previews it."""
    if file.path is not None:
        painter, where = path_painter(file.path), str(file.path)
    else:
        data = await _from_server(view, file)
        where = file.preview if isinstance(file.preview, str) else file.name
        painter = partial(_paint, file.name, data)
    leaf = Leaf(file.name, painter, where, _("where it is"), file_name(file))
    view.app.push_screen(FilePage(view, leaf, file))


def _paint(name: str, data: bytes, width: int, palette: Palette) -> Sequence[Line]:
    return file_lines(name, data, len(data), width, palette)


async def save_file(view: ChatKitView, file: ListedFile) -> None:
    """Ask where to save a file, and before anything is overwritten; call it in a worker."""
    from chatkit_tui.tui.file_writing import write_with_questions

    data = await _bytes(view, file)
    path = await write_with_questions(view.app, data, file_name(file))
    if path is not None:
        view.tell(_("Written to {path}").format(path=path))


async def open_outside(view: ChatKitView, file: ListedFile) -> None:
    """Hand a file to the desktop, or its address to the browser."""
    if not desktop_at_hand(os.environ):
        words = _("There is no desktop here to open it; {key} saves it.")
        raise CommandRefused(words.format(key="s"))
    if file.path is not None:
        await open_file(file.path)
    elif isinstance(file.preview, str):
        await open_address(file.preview)
    else:
        raise CommandRefused(_(GONE))
    view.tell(_("Handed {name} to the desktop.").format(name=file.name))


def file_name(file: ListedFile) -> str:
    """A name to save a file under: its own, of which only the last part counts."""
    name = re.split(r"[/\\]", file.name)[-1]
    name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", name).lstrip(".").strip()
    return name or "attachment"


async def _bytes(view: ChatKitView, file: ListedFile) -> bytes:
    if file.path is None:
        return await _from_server(view, file)
    try:
        return await asyncio.to_thread(file.path.read_bytes)
    except OSError as error:
        reason = reason_of(error)
        words = _("{path} cannot be read: {reason}.")
        raise StorageError(words.format(path=file.path, reason=reason)) from error


async def _from_server(view: ChatKitView, file: ListedFile) -> bytes:
    controller = view.controller
    if controller is None or file.preview is None:
        raise CommandRefused(_(GONE))
    return await controller.fetch_picture(file.preview)
