"""From an error of this side of the wire to what the user is told."""

from __future__ import annotations

from enum import Enum, auto

from chatkit_tui.controller.state import TurnError
from chatkit_tui.errors import ChatKitError, ConnectionLost, ServerRejected, StreamInterrupted
from chatkit_tui.translation import N_, _

STOPPED = "stopped"
"""The `TurnError.code` of a turn the user stopped."""

BUSY_STATUS = 409


class Kept(Enum):
    """What the server has of an answer whose stream broke."""

    FINISHED = auto()
    """The server says that the turn is over."""
    ANSWER = auto()
    """An answer that does not grow any more."""
    CALL = auto()
    """A call of a client tool that nobody has answered."""
    NOTHING = auto()
    """No answer within the budget, or one that kept growing."""


def turn_error(
    error: ChatKitError, *, allow_retry: bool = False, message: str | None = None
) -> TurnError:
    """What a failed turn leaves behind; `message` replaces the error's own sentence."""
    return TurnError(
        message=message or error.message,
        code=error.code if isinstance(error, ServerRejected) else None,
        allow_retry=allow_retry,
        request_id=error.request_id,
        cause=error,
    )


def stopped(*, allow_retry: bool) -> TurnError:
    """What a stopped turn leaves behind."""
    return TurnError(_("You stopped this response."), code=STOPPED, allow_retry=allow_retry)


def with_advice(error: ChatKitError) -> ChatKitError:
    """The error itself, or one that says what its status means for a message just sent."""
    if isinstance(error, ServerRejected) and error.status == BUSY_STATUS and not error.unsent:
        advised = ServerRejected(
            _(
                "The server is still answering in this thread; send the message again when it is "
                "done."
            ),
            status=error.status,
            code=error.code,
            request_id=error.request_id,
        )
        advised.exchange = error.exchange
        return advised
    return error


def not_arrived(error: ChatKitError, what: str) -> ChatKitError:
    """A request that the server was asked about and does not have; `what` names it in English."""
    words = _("The connection broke and {what} did not reach the server; send again.")
    return _after(error, ConnectionLost(words.format(what=_(what)), request_id=error.request_id))


def cannot_tell(error: ChatKitError, what: str) -> ChatKitError:
    """A request whose fate the server could not be asked about."""
    words = _(
        "The connection broke and nobody can say yet whether {what} reached the server; "
        "sending again looks for it first."
    )
    return _after(error, ConnectionLost(words.format(what=_(what)), request_id=error.request_id))


def undecided(error: ChatKitError, what: str) -> ChatKitError:
    """A request of which the server shows something that may be it, or may be older."""
    words = _(
        "Nobody can say whether {what} reached the server: it has a thread of unknown age that "
        "begins with the same words. Look at the list of threads; sending again sends it anew."
    )
    return _after(error, ConnectionLost(words.format(what=_(what)), request_id=error.request_id))


def of_answer(error: ChatKitError, kept: Kept) -> ChatKitError | None:
    """What is to be said of an answer that did not come whole; None when nothing is missing."""
    broke = isinstance(error, StreamInterrupted)
    match kept:
        case Kept.FINISHED:
            return None
        case Kept.ANSWER if not broke:
            return None
        case Kept.ANSWER:
            words = N_(
                "The connection broke during the answer; what the server kept of it is shown."
            )
        case Kept.CALL:
            words = N_(
                "The connection broke when the assistant asked for a tool; retry the message."
            )
        case Kept.NOTHING if broke:
            words = N_(
                "The connection broke during the answer, and the server has not finished it."
            )
        case Kept.NOTHING:
            words = N_("The server has the request, and no answer to it has come yet.")
    kind = StreamInterrupted if broke else ConnectionLost
    return _after(error, kind(_(words), request_id=error.request_id))


def _after(first: ChatKitError, error: ChatKitError) -> ChatKitError:
    """`error`, which says more of what became of the request that `first` ended."""
    error.exchange = first.exchange
    return error
