"""Server-sent events out of the bytes of a response, by httpx-sse."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

import httpx
from httpx_sse import EventSource

from chatkit_tui.transport.failures import NETWORK_ERRORS

BOM = b"\xef\xbb\xbf"

EVENT_LIMIT = 64 * 1024 * 1024
"""Bytes of one event, which is kept until its blank line comes."""

_BLANK_LINE = re.compile(rb"\n\r?\n|\r\r|\n\r")

_HEADERS = {"content-type": "text/event-stream; charset=utf-8"}
_BLANK_LINE_AT_END = re.compile(rb"(?:\A|\r\n|\n|\r)(?:\r\n|(?<!\r)\n|\r)\Z")


@dataclass(frozen=True, slots=True)
class SseData:
    """The data of one event; `cut` when the stream ended before the blank line that closes it."""

    text: str
    cut: bool


async def sse_data(chunks: AsyncIterator[bytes]) -> AsyncGenerator[SseData, None]:
    """The data of every event in `chunks`, a half one at the end included; empty ones are not.

    Always UTF-8. Raises what `chunks` raises, after everything that came before it; EventTooLong
    beyond EVENT_LIMIT.
    """
    body = _Body(chunks)
    # EventSource wants a response; the real one may claim another type or character set.
    source = EventSource(httpx.Response(200, headers=_HEADERS, stream=body))
    async with aclosing(source.aiter_sse()) as events:
        async for event in events:
            if event.data:
                yield SseData(event.data, cut=body.ended and not body.closed_by_blank_line)
    if body.failure is not None:
        raise body.failure


class EventTooLong(Exception):
    """An event has more than EVENT_LIMIT bytes."""


class _Body(httpx.AsyncByteStream):
    """`chunks` less a byte order mark, plus the blank line that makes httpx-sse give up the rest.

    `ended` is set when the blank line goes out, so all that follows stood at the very end.
    """

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._tail = b""
        self.ended = False
        self.failure: BaseException | None = None

    @property
    def closed_by_blank_line(self) -> bool:
        return _BLANK_LINE_AT_END.search(self._tail) is not None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        try:
            async for chunk in _without_bom(self._chunks):
                # A blank line may be cut by the end of a chunk.
                recent = self._tail + chunk
                blank = max((m.end() for m in _BLANK_LINE.finditer(recent)), default=None)
                length = length + len(chunk) if blank is None else len(recent) - blank
                if length > EVENT_LIMIT:
                    raise EventTooLong
                self._tail = (self._tail + chunk[-4:])[-4:]
                yield chunk
        except NETWORK_ERRORS as error:
            self.failure = error
        self.ended = True
        yield b"\n\n"


async def _without_bom(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    start = b""
    looking = True
    async for chunk in chunks:
        if not looking:
            yield chunk
            continue
        start += chunk
        if len(start) < len(BOM) and BOM.startswith(start):
            continue
        looking = False
        if rest := start.removeprefix(BOM):
            yield rest
    if looking and start:
        yield start
