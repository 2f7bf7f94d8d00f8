"""What a user can do about an error, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.controller.failures import STOPPED
from chatkit_tui.errors import (
    AuthRequired,
    ConfigurationError,
    ConnectError,
    ProtocolError,
    RateLimited,
    ServerRejected,
    ServerUnavailable,
)

if TYPE_CHECKING:
    from chatkit_tui.controller.state import TurnError
    from chatkit_tui.errors import ChatKitError

GIVEN_BACK = "Your text is back in the composer: Enter sends it."

LONGEST_WAIT = 3 * 24 * 60 * 60
"""Seconds that are told exactly."""

SERVER_FAILURES = 500
"""The first HTTP status that says the server is to blame."""


def advice(error: TurnError, *, given_back: bool = False) -> str:
    """What to do next; `given_back` if the message waits in the composer again."""
    if error.code == STOPPED:
        return GIVEN_BACK if given_back else "What had come of it is kept."
    steps = [_step(error.cause) if error.cause is not None else _after_event(error)]
    if error.cause is not None and error.allow_retry and not steps[0]:
        steps = ["A retry asks for the answer anew."]
    if given_back:
        steps.append(GIVEN_BACK)
    return " ".join(filter(None, steps))


def _after_event(error: TurnError) -> str:
    """What to do when the server itself reported the error."""
    if error.allow_retry:
        return "Trying again may help."
    return "The server offers no second try; ask in other words, or tell its owner."


def _step(cause: ChatKitError) -> str:
    match cause:
        case AuthRequired(status=403):
            return "Sign in with other credentials, or ask the server's owner for access."
        case AuthRequired():
            return "Sign in, or renew the token of this profile: the next try reads it again."
        case (
            RateLimited(retry_after=float(seconds)) | ServerUnavailable(retry_after=float(seconds))
        ):
            return f"Try again in {_duration(seconds)}."
        case RateLimited() | ServerUnavailable():
            return "Try again in a while."
        case ConnectError():
            return "Check the network and the server's address."
        case ProtocolError():
            return "Check the server's address."
        case ConfigurationError():
            return "Correct the settings and start again."
        case ServerRejected(status=404):
            return "Check the server's address; the thread may be gone, too."
        case ServerRejected(status=int(status)) if status >= SERVER_FAILURES:
            return "The fault is the server's; its owner can look it up by the report."
        case _:
            return ""


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 2 * 60 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 60 / 60)} h" if seconds < LONGEST_WAIT else "a few days"
