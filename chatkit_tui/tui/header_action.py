"""The actions that an integrator puts into the header."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING

from chatkit_tui.errors import ChatKitError, CommandRefused
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from chatkit_tui.options import HeaderOption
    from chatkit_tui.tui.status import Side

log = logging.getLogger(__name__)

_MISSING = {
    "left": N_("There is no action at the left of the header."),
    "right": N_("There is no action at the right of the header."),
}
_FAILED = {
    "left": N_("The action at the left of the header failed ({error}); the log has the details."),
    "right": N_("The action at the right of the header failed ({error}); the log has the details."),
}


async def press(header: HeaderOption, side: Side) -> None:
    """Call the action at `side`, plain or async. What it raises becomes a ChatKitError."""
    action = header.left_action if side == "left" else header.right_action
    if action is None or not header.enabled:
        raise CommandRefused(_(_MISSING[side]))
    try:
        result = action.on_click()
        if inspect.isawaitable(result):
            await result
    except ChatKitError:
        raise
    except Exception as error:
        log.exception("The action at the %s of the header failed", side)
        words = _(_FAILED[side]).format(error=type(error).__name__)
        raise ChatKitError(words) from error
