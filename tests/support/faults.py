"""What can go wrong between a client and a server, for `FaultProxy.on`.

A fault belongs to one request. "Forwarded" faults reach the server first: it acts on the request,
and the client does not learn of it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Ending = Literal["break", "end", "reset"]
"""How a connection goes: without the body's end, as if the body were whole, or by RST."""


@dataclass(frozen=True)
class Answer:
    """Answer with this instead of the server's response; the server sees nothing unless told.

    A body that is no str or bytes is sent as JSON. `split_at` are the positions at which the
    body is cut into pieces that reach the client one by one.
    """

    status: int
    body: Any = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    forward: bool = False
    split_at: Sequence[int] = ()

    def pieces(self) -> list[bytes]:
        body = self.body
        if isinstance(body, str):
            body = body.encode()
        elif not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return split(body, self.split_at)


@dataclass(frozen=True)
class CloseBeforeResponse:
    """Close when the request has come, before any byte of a response."""

    forward: bool = True
    ending: Ending = "break"


@dataclass(frozen=True)
class CutAfterEvents:
    """Relay `count` events and go; 0 is after the head, before the first event.

    With `detach` the server never notices and runs to its end. Without, it is cut off too, and how
    far it got is a race (it may not even have stored the message after one event).
    """

    count: int
    ending: Ending = "break"
    detach: bool = False


@dataclass(frozen=True)
class CutAfterBytes:
    """Relay `count` bytes of the body and go."""

    count: int
    ending: Ending = "break"
    detach: bool = False


@dataclass(frozen=True)
class Stall:
    """Relay `after_events` events and fall silent until the client goes.

    None is silence before the head, without telling the server."""

    after_events: int | None = None


@dataclass(frozen=True)
class Split:
    """Relay the body in pieces of `size` bytes, each arriving on its own."""

    size: int = 1


@dataclass(frozen=True)
class Garbage:
    """Insert `data` after `after_events` events."""

    after_events: int
    data: bytes = b"data: {not json\n\n"


@dataclass(frozen=True)
class Delay:
    """Wait before passing the request on."""

    seconds: float


@dataclass(frozen=True)
class Reworded:
    """Relay the body with one word of it replaced by another of the same length."""

    word: bytes
    by: bytes


Fault = (
    Answer
    | CloseBeforeResponse
    | CutAfterEvents
    | CutAfterBytes
    | Stall
    | Split
    | Garbage
    | Delay
    | Reworded
)


class Gone(Exception):
    """The connection to the client ends here."""

    def __init__(self, ending: Ending, detach: bool) -> None:
        self.ending: Ending = ending
        self.detach = detach


def split(data: bytes, positions: Sequence[int]) -> list[bytes]:
    """Cut `data` at `positions`, leaving out what is empty."""
    edges = [0, *sorted(positions), len(data)]
    pieces = [data[start:end] for start, end in itertools.pairwise(edges)]
    return [piece for piece in pieces if piece]


async def whole_events(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """One event a piece, its blank line included, as the official server frames them."""
    held = b""
    async for data in body:
        held += data
        *events, held = held.split(b"\n\n")
        for event in events:
            yield event + b"\n\n"
    if held:
        yield held


async def spoil(fault: Fault | None, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body as `fault` lets it through; raises Gone where the connection ends."""
    match fault:
        case CutAfterEvents():
            pieces = _cut_after_events(fault, whole_events(body))
        case CutAfterBytes():
            pieces = _cut_after_bytes(fault, body)
        case Stall():
            pieces = _stall(fault, whole_events(body))
        case Split():
            pieces = _split(fault, body)
        case Garbage():
            pieces = _insert(fault, whole_events(body))
        case Reworded():
            pieces = _reword(fault, body)
        case _:
            pieces = body
    async for piece in pieces:
        yield piece


async def _cut_after_events(
    fault: CutAfterEvents, events: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    left = fault.count
    while left > 0 and (event := await anext(events, None)) is not None:
        left -= 1
        yield event
    raise Gone(fault.ending, fault.detach)


async def _cut_after_bytes(
    fault: CutAfterBytes, body: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    left = fault.count
    while left > 0 and (data := await anext(body, None)) is not None:
        yield data[:left]
        left -= len(data)
    raise Gone(fault.ending, fault.detach)


async def _stall(fault: Stall, events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    left = fault.after_events or 0
    while left > 0 and (event := await anext(events, None)) is not None:
        left -= 1
        yield event
    await asyncio.Event().wait()


async def _split(fault: Split, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for data in body:
        for start in range(0, len(data), fault.size):
            yield data[start : start + fault.size]


async def _reword(fault: Reworded, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    whole = b"".join([data async for data in body])
    yield whole.replace(fault.word, fault.by)


async def _insert(fault: Garbage, events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    number = 0
    async for event in events:
        if number == fault.after_events:
            yield fault.data
        number += 1
        yield event
    if number <= fault.after_events:
        yield fault.data
