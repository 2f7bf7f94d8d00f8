"""Everything that can go wrong, as one tree.

ChatKitError
├── ConfigurationError       an option, a profile or an argument that cannot work
├── CommandRefused           a command that collides with a load or a running response
├── ConnectError             the request never reached the server; it can be sent again
├── ConnectionLost           the request went out and no answer began; delivery is unknown
├── StreamInterrupted        the answer began and broke off
├── AuthRequired             401 or 403 that fresh credentials did not cure
├── RateLimited              429; `retry_after` seconds, where the server said
├── ServerRejected           any other refusal, with status, code, message and request id
│   └── ServerUnavailable    503; may be tried again after `retry_after` seconds
├── ProtocolError            an answer that is not ChatKit
└── StorageError             something on this machine that could not be read or written

Messages are one sentence a user can act on, free of secrets and stack traces. They may quote the
server: pass them through `display` before they reach a terminal.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """The request and the answer that an error came of, free of secrets."""

    origin: str
    """Scheme, host and port that were asked."""
    status: int | None = None
    """None where no answer came."""
    request_id: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Those of the answer that the server's owner may want to know."""
    body: str = ""
    """What a refusal said, shortened."""


class ChatKitError(Exception):
    """Base of every error of this package; `request_id` is what to quote to the server's owner.

    `exchange` is set where it is known what was asked and answered. `unsent` tells that it came of
    what had to be got before the request itself went out, such as a client secret.
    """

    def __init__(self, message: str, *, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.request_id = request_id
        self.exchange: Exchange | None = None
        self.unsent = False


class ConfigurationError(ChatKitError):
    """An option, a profile or an argument that cannot work."""


class CommandRefused(ChatKitError):
    """A command that collides with a load or a running response, as in the web component."""


class ConnectError(ChatKitError):
    """The request never reached the server (DNS, refused, TLS, connect time-out)."""


class ConnectionLost(ChatKitError):
    """The request went out and no answer began: the server may or may not have acted on it."""


class StreamInterrupted(ChatKitError):
    """The answer began and then broke off, stalled or was cut."""


class AuthRequired(ChatKitError):
    """The server refused the credentials (401 or 403) and fresh ones did not help."""

    def __init__(
        self, message: str, *, status: int | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status


class RateLimited(ChatKitError):
    """Too many requests (429); `retry_after` is in seconds, None when the server did not say."""

    def __init__(
        self, message: str, *, retry_after: float | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.retry_after = retry_after


class ServerRejected(ChatKitError):
    """The server answered with a refusal: `status` is HTTP's, `code` the server's own."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status
        self.code = code


class ServerUnavailable(ServerRejected):
    """The server cannot answer now (503); `retry_after` is in seconds, None when not said."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = 503,
        code: str | None = None,
        retry_after: float | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, status=status, code=code, request_id=request_id)
        self.retry_after = retry_after


class ProtocolError(ChatKitError):
    """The server's answer is not ChatKit (not JSON, not a stream, or a shape nobody knows)."""


class StorageError(ChatKitError):
    """Something on this machine could not be read or written."""


def reason_of(error: OSError) -> str:
    """Why the system refused, as the end of a sentence."""
    return (error.strerror or type(error).__name__).lower()
