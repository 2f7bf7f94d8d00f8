"""The actions that an integrator puts into the header."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING

from chatkit_tui.errors import ChatKitError, CommandRefused

if TYPE_CHECKING:
    from chatkit_tui.options import HeaderOption
    from chatkit_tui.tui.status import Side

log = logging.getLogger(__name__)


async def press(header: HeaderOption, side: Side) -> None:
    """Call the action at `side`, plain or async. What it raises becomes a ChatKitError."""
    action = header.left_action if side == "left" else header.right_action
    if action is None or not header.enabled:
        raise CommandRefused(f"There is no action at the {side} of the header.")
    try:
        result = action.on_click()
        if inspect.isawaitable(result):
            await result
    except ChatKitError:
        raise
    except Exception as error:
        log.exception("The action at the %s of the header failed", side)
        raise ChatKitError(
            f"The action at the {side} of the header failed ({type(error).__name__}); "
            "the log has the details."
        ) from error
