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
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.state import TurnError
    from chatkit_tui.errors import ChatKitError

LONGEST_WAIT = 3 * 24 * 60 * 60
"""Seconds that are told exactly."""

SERVER_FAILURES = 500
"""The first HTTP status that says the server is to blame."""


def advice(error: TurnError, *, given_back: bool = False) -> str:
    """What to do next; `given_back` if the message waits in the composer again."""
    if error.code == STOPPED:
        return _given_back() if given_back else _("What had come of it is kept.")
    steps = [_step(error.cause) if error.cause is not None else _after_event(error)]
    if error.cause is not None and error.allow_retry and not steps[0]:
        steps = [_("A retry asks for the answer anew.")]
    if given_back:
        steps.append(_given_back())
    return " ".join(filter(None, steps))


def _given_back() -> str:
    return _("Your text is back in the composer: {key} sends it.").format(key="Enter")


def _after_event(error: TurnError) -> str:
    """What to do when the server itself reported the error."""
    if error.allow_retry:
        return _("Trying again may help.")
    return _("The server offers no second try; ask in other words, or tell its owner.")


def _step(cause: ChatKitError) -> str:
    match cause:
        case AuthRequired(status=403):
            return _("Sign in with other credentials, or ask the server's owner for access.")
        case AuthRequired():
            return _("Sign in, or renew the token of this profile: the next try reads it again.")
        case (
            RateLimited(retry_after=float(seconds)) | ServerUnavailable(retry_after=float(seconds))
        ):
            return _("Try again in {time}.").format(time=_duration(seconds))
        case RateLimited() | ServerUnavailable():
            return _("Try again in a while.")
        case ConnectError():
            return _("Check the network and the server's address.")
        case ProtocolError():
            return _("Check the server's address.")
        case ConfigurationError():
            return _("Correct the settings and start again.")
        case ServerRejected(status=404):
            return _("Check the server's address; the thread may be gone, too.")
        case ServerRejected(status=int(status)) if status >= SERVER_FAILURES:
            return _("The fault is the server's; its owner can look it up by the report.")
        case _:
            return ""


def _duration(seconds: float) -> str:
    if seconds < 90:
        return _("{count} s").format(count=max(1, round(seconds)))
    if seconds < 2 * 60 * 60:
        return _("{count} min").format(count=round(seconds / 60))
    if seconds < LONGEST_WAIT:
        return _("{count} h").format(count=round(seconds / 60 / 60))
    return _("a few days")
