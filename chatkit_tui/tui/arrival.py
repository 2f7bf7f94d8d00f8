"""Where a view begins: in the thread that was named, in the last one, or in a new one."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from chatkit_tui.errors import ServerRejected, ServerUnavailable, StorageError
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.view import ChatKitView

log = logging.getLogger(__name__)


async def arrive(view: ChatKitView, controller: ChatKitController, thread_id: str | None) -> None:
    """Go to `thread_id`, None for a new thread. Raises ChatKitError where it cannot be opened.

    A last thread that the server refuses makes room for a new one, with a notice, and with what
    was written for it.
    """
    if thread_id is None:
        return
    try:
        await controller.set_thread_id(thread_id)
    except ServerUnavailable:
        raise
    except ServerRejected as error:
        if not view.session.backend.initial_thread_may_be_gone:
            raise
        log.info("The last thread cannot be opened: %s", error)
        await controller.set_thread_id(None)
        await _forget(view.session.backend.server_key, thread_id)
        await view.sender.begin_anew()
        words = _("The last thread cannot be opened any more, so this is a new one.")
        view.banners.add(f"{words}\n({error})", level="info")


async def _forget(server: str, thread_id: str) -> None:
    from chatkit_tui.profiles.last_thread import forget_last_thread

    try:
        await asyncio.to_thread(forget_last_thread, server, thread_id)
    except StorageError as error:
        log.warning("The last thread is not forgotten: %s", error)
