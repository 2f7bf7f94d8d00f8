"""A controller for the length of a command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from chatkit_tui.controller.controller import ChatKitController
from chatkit_tui.controller.patience import Patience
from chatkit_tui.translation import speak

if TYPE_CHECKING:
    from chatkit_tui.backend import Backend


@asynccontextmanager
async def connected(
    backend: Backend, *, wait: float, speaks: bool = True
) -> AsyncIterator[ChatKitController]:
    """Start `backend` and talk to it; `wait` is how many seconds may go into trying again.

    From its start on its language is spoken, unless the one in force is to stay.
    """
    try:
        options = await backend.start()
        if speaks:
            speak(options.locale)
        patience = Patience(send_budget=wait, look_budget=wait, follow_budget=wait)
        controller = ChatKitController(options, cookie_file=backend.cookie_file, patience=patience)
        backend.attach(controller)
        try:
            yield controller
        finally:
            await controller.aclose()
    finally:
        await backend.stop()
