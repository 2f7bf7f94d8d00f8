"""Tells a watcher of every request: that it goes out, and how it ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from chatkit_tui.errors import ChatKitError
from chatkit_tui.transport.headers import request_id
from chatkit_tui.transport.masking import KnownSecrets

if TYPE_CHECKING:
    import httpx

    from chatkit_tui.transport.connection import Call


@dataclass(slots=True, eq=False)
class RequestRecord:
    """One request and what has become of it so far. It holds no value of a secret header.

    `address` has no query, and nothing but the origin where the address itself is a credential.
    Times are in seconds, sizes are bytes of a body.
    """

    what: str
    """The operation, or what else the request is for."""
    method: str
    address: str
    sent: int
    began_at: float = field(default_factory=time.time)
    """Epoch seconds."""
    header_names: tuple[str, ...] = ()
    """The headers that went along."""
    statuses: list[int] = field(default_factory=list)
    """One for each time it was sent: after a redirect or with new credentials it is sent again."""
    answer_header_names: tuple[str, ...] = ()
    content_type: str = ""
    request_id: str | None = None
    head_after: float | None = None
    """How long the head of the answer took."""
    took: float | None = None
    """How long all of it took; None while it runs."""
    received: int = 0
    error: str | None = None
    """What went wrong, as the user is told it."""
    broken_off: bool = False
    """It was ended from this side."""


class Watcher(Protocol):
    """Is told of requests while they happen. What it does must be quick, and may not raise."""

    @property
    def secrets(self) -> KnownSecrets:
        """Where what goes out in confidence is noted."""

    def began(self, record: RequestRecord, body: bytes | None) -> None:
        """A request goes out; its body, where it may be looked at."""

    def ended(self, record: RequestRecord, body: bytes | None) -> None:
        """Its answer ended, or there is none; the body, where it was read as a whole."""


class Watched:
    """A request on its way, as seen by the connection that carries it."""

    def __init__(self, call: Call, watcher: Watcher | None) -> None:
        self.record = RequestRecord(call.what, call.method, _address(call), _size(call))
        self.answer: bytes | None = None
        """The body of the answer, where it was read as a whole."""
        self._watcher = watcher
        self._may_be_told = call.may_be_told
        self._begun = time.monotonic()
        if watcher is not None:
            told = call.content if call.may_be_told and isinstance(call.content, bytes) else None
            watcher.began(self.record, told)

    def sending(self, request: httpx.Request) -> None:
        """The headers are complete."""
        self.record.header_names = tuple(request.headers)
        if self._watcher is not None:
            self._watcher.secrets.note(request.headers)

    def head(self, response: httpx.Response) -> None:
        """An answer begins."""
        record, headers = self.record, response.headers
        record.statuses.append(response.status_code)
        record.answer_header_names = tuple(headers)
        record.content_type = headers.get("content-type", "")
        record.request_id = request_id(headers)
        record.head_after = time.monotonic() - self._begun
        if self._watcher is not None:
            self._watcher.secrets.note(headers, only=("set-cookie",))

    def end(self) -> None:
        """Nothing comes any more."""
        self.record.took = time.monotonic() - self._begun
        if self._watcher is not None:
            self._watcher.ended(self.record, self.answer if self._may_be_told else None)


@contextmanager
def watched(call: Call, watcher: Watcher | None) -> Iterator[Watched]:
    """Watch what is done with `call` in this block, its failure included."""
    one = Watched(call, watcher)
    record = one.record
    try:
        yield one
    except (asyncio.CancelledError, GeneratorExit):
        record.broken_off = True
        raise
    except ChatKitError as error:
        # The text alone: a traceback would keep everything alive that was at hand.
        record.error = error.message
        raise
    except Exception as error:
        record.error = type(error).__name__
        raise
    finally:
        one.end()


def _address(call: Call) -> str:
    url = call.url
    origin = f"{url.scheme}://{url.netloc.decode()}"
    # Whoever knows a pre-signed address may write there, and some have the signature in the path.
    return f"{origin}/…" if call.bare else origin + url.path


def _size(call: Call) -> int:
    if isinstance(call.content, bytes):
        return len(call.content)
    lengths = (value for name, value in call.headers.items() if name.lower() == "content-length")
    return int(next(lengths, 0))
