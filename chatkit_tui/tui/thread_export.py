"""The thread in front as a file: Markdown, JSON or HTML."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.tui.view import ChatKitView


async def export_thread(view: ChatKitView) -> None:
    """Ask for a file, whose name says the format, and write the whole thread; call it in a worker.

    Raises ChatKitError.
    """
    from chatkit_tui.export.formats import FORMATS, export_text, file_name, format_of
    from chatkit_tui.tui.file_writing import write_asking
    from chatkit_tui.tui.screens.question import LineScreen

    controller = view.controller
    conversation = controller.active if controller is not None else None
    thread = conversation.state.thread if conversation is not None else None
    if controller is None or conversation is None or thread is None:
        raise CommandRefused(_("There is no thread here yet."))
    endings = ", ".join(f".{each}" for each in FORMATS)
    words = _("Export the thread to which file? Its ending says the format: {endings}.")
    question = words.format(endings=endings)
    named = await view.app.push_screen_wait(
        LineScreen(question, file_name(thread, "md"), enter=_("{key} writes it"))
    )
    if named is None:
        return
    kind = format_of(Path(named))
    if kind is None:
        words = _("A thread can be written as {endings}; name a file that ends so.")
        raise CommandRefused(words.format(endings=endings))
    await _read_whole(view, controller, conversation)
    items = [row.item for row in conversation.state.rows]
    text = await asyncio.to_thread(export_text, thread, items, kind)
    path = await write_asking(view.app, named, text)
    if path is not None:
        view.tell(_("Written to {path}").format(path=path))


async def _read_whole(
    view: ChatKitView, controller: ChatKitController, conversation: Conversation
) -> None:
    """Read what is older than what is shown, while the thread stays in front."""
    if conversation.state.has_older:
        view.tell(_("Reading the whole thread…"))
    while conversation.state.has_older:
        if controller.active is not conversation:
            raise CommandRefused(_("Another thread is in front now; nothing was written."))
        await controller.load_older_items()
