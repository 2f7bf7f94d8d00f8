"""EventStream: the answer to a streaming request, event by event."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from chatkit_tui.errors import (
    ChatKitError,
    ConnectionLost,
    Exchange,
    ProtocolError,
    StreamInterrupted,
)
from chatkit_tui.protocol.decode import decode_event, parse_json
from chatkit_tui.protocol.deep_json import scan_json, whole_number
from chatkit_tui.protocol.json_values import MAX_DEPTH
from chatkit_tui.translation import N_, _
from chatkit_tui.transport.circumstances import exchange_of
from chatkit_tui.transport.failures import hang_up, reading_errors, whole_body
from chatkit_tui.transport.headers import request_id
from chatkit_tui.transport.masking import mask, secrets_of
from chatkit_tui.transport.refusals import not_chatkit, refusal_in_success
from chatkit_tui.transport.sse import BOM, EventTooLong, SseData, sse_data

if TYPE_CHECKING:
    from chatkit_tui.protocol.events import ThreadStreamEvent

log = logging.getLogger(__name__)

_WHITE = BOM + b" \t\r\n"
_NO_EVENTS = frozenset({"[DONE]", "ping"})
"""Data that some servers send and that says nothing."""

_LONGEST_PREAMBLE = 4096
"""Bytes of white space before which the kind of an answer is told."""

_MOST_COMPLAINTS = 20
"""Bad events of one stream that the log tells one by one; the others are only counted."""

EAGER_READINGS = 20
"""How often an answer is read as soon as there is more of it."""

READ_EVERY = 0.025
"""Seconds between two later readings: nobody sees words sooner, and each has its price."""

MUCH = 16_384
"""Bytes in one piece after which it is read on at once: there is more than words."""

_SCANNER = json.JSONDecoder(parse_int=whole_number)


@dataclass(frozen=True, slots=True)
class StreamMessage:
    """One event: `raw` as the server sent it, and the model of it.

    `event` is None where nothing could be made of it, and `problem` says why. `raw` can hold line
    breaks between JSON tokens. `received_at` is `time.monotonic()` of its last byte.
    """

    raw: str
    event: ThreadStreamEvent | None
    problem: str | None
    received_at: float


class EventStream:
    """Iterate it once. An event that cannot be read is a message with a problem, not an error.

    Raises ConnectionLost when the answer ends before its first event, StreamInterrupted when it
    breaks off after it, ServerRejected when it is an error instead of a stream, ProtocolError when
    it is not ChatKit.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._messages = self._read()
        self._begun = False
        self._half_an_event = False
        self._bad_events = 0
        self.last_byte_at = time.monotonic()
        """`time.monotonic()` of the head, then of the last byte."""

    @property
    def request_id(self) -> str | None:
        """What to quote to the server's owner."""
        return request_id(self._response.headers)

    def __aiter__(self) -> AsyncIterator[StreamMessage]:
        return self

    @property
    def exchange(self) -> Exchange:
        """The request and the head of its answer."""
        return exchange_of(self._response)

    def conceal(self, text: str) -> str:
        """`text` without what the request kept secret."""
        return mask(text, secrets_of(self._response.request.headers))

    async def __anext__(self) -> StreamMessage:
        try:
            return await anext(self._messages)
        except ChatKitError as error:
            error.exchange = error.exchange or self.exchange
            raise

    async def aclose(self) -> None:
        """Hang up; a server that watches its connections stops working on the answer."""
        try:
            await self._messages.aclose()
        finally:
            self._sum_up()
            await hang_up(self._response)

    async def _read(self) -> AsyncGenerator[StreamMessage, None]:
        with reading_errors(self._response, lambda: self._begun):
            async with aclosing(self._chunks()) as chunks:
                start = await _first_words(chunks)
                # No line of an event stream begins like these, whatever the answer's type claims.
                if start.lstrip(_WHITE)[:1] in (b"{", b"[", b"<"):
                    rest = await whole_body(self._response, chunks)
                    messages = self._whole_answer(start + rest)
                else:
                    messages = self._events(_chained(start, chunks))
                async with aclosing(messages):
                    async for message in messages:
                        self._begun = True
                        yield message
        if not self._begun:
            raise self._ended_early(N_("{host} ended its answer before it began."))

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        turns, readings = _Turns(), 0
        async for chunk in self._response.aiter_bytes():
            # What was read together comes without a turn of the loop in between.
            read = turns.passed
            if read:
                readings += 1
                self.last_byte_at = time.monotonic()
            yield chunk
            if read and readings > EAGER_READINGS and len(chunk) < MUCH:
                await asyncio.sleep(READ_EVERY)
            turns.watch()

    async def _events(self, chunks: AsyncIterator[bytes]) -> AsyncGenerator[StreamMessage, None]:
        async with aclosing(self._sse(chunks)) as events:
            async for data in events:
                if data.text in _NO_EVENTS:
                    continue
                if data.cut and not _is_whole(data.text):
                    self._half_an_event = True
                    continue
                for message in self._decoded(data.text):
                    yield message
        if self._half_an_event:
            raise self._ended_early(N_("{host} ended its answer in the middle of an event."))

    async def _sse(self, chunks: AsyncIterator[bytes]) -> AsyncGenerator[SseData, None]:
        try:
            async with aclosing(sse_data(chunks)) as events:
                async for data in events:
                    yield data
        except EventTooLong:
            host = self._response.request.url.netloc.decode()
            kind = StreamInterrupted if self._begun else ProtocolError
            message = _("{host} sent an event that is too long to be read.").format(host=host)
            raise kind(message, request_id=self.request_id) from None

    async def _whole_answer(self, body: bytes) -> AsyncGenerator[StreamMessage, None]:
        """The events in a body of JSON values, one or several; anything else is an error."""
        text = body.removeprefix(BOM).decode("utf-8", "replace")
        try:
            values = [pair for raw in json_texts(text) for pair in _elements(raw, parse_json(raw))]
        except ProtocolError:
            raise not_chatkit(self._response, body) from None
        for _raw, value in values:
            self._refuse(value)
        if values and not any(_is_event(value) for _raw, value in values):
            raise not_chatkit(self._response, body)
        for raw, value in values:
            yield self._message(raw, value)

    def _decoded(self, text: str) -> Iterator[StreamMessage]:
        """The message in `text`, or the messages where it is a list."""
        try:
            values = _elements(text, parse_json(text))
        except ProtocolError as error:
            yield self._bad(text, error)
            return
        for raw, value in values:
            self._refuse(value)
            yield self._message(raw, value)

    def _refuse(self, value: Any) -> None:
        """Raise the error that stands where an event should."""
        if _is_event(value):
            return
        if error := refusal_in_success(value, self._response, message_is_error=True):
            raise error

    def _message(self, raw: str, value: Any) -> StreamMessage:
        try:
            return StreamMessage(raw, decode_event(value), None, self.last_byte_at)
        except ProtocolError as error:
            return self._bad(raw, error)
        except Exception as error:
            # Whatever a model trips over: the rest of the answer is worth more than this event.
            return self._bad(raw, error)

    def _bad(self, raw: str, error: Exception) -> StreamMessage:
        told = isinstance(error, ProtocolError)
        problem = (
            error.message if isinstance(error, ProtocolError) else _("An event could not be read.")
        )
        self._bad_events += 1
        if self._bad_events <= _MOST_COMPLAINTS:
            log.warning("An event was left out: %s", problem, exc_info=None if told else error)
        return StreamMessage(raw, None, problem, self.last_byte_at)

    def _sum_up(self) -> None:
        """Log once how many bad events there were beyond those that were told."""
        if self._bad_events > _MOST_COMPLAINTS:
            log.warning("%d events of this answer were left out", self._bad_events)
        self._bad_events = 0

    def _ended_early(self, sentence: str) -> ChatKitError:
        kind = StreamInterrupted if self._begun else ConnectionLost
        host = self._response.request.url.netloc.decode()
        return kind(_(sentence).format(host=host), request_id=self.request_id)


def json_texts(text: str) -> list[str]:
    """The JSON values that stand one after another in `text`, each as it is written there."""
    found: list[str] = []
    position = 0
    try:
        while position < len(text):
            if text[position] in " \t\r\n":
                position += 1
                continue
            end = _value_end(text, position)
            found.append(text[position:end])
            position = end
    except ValueError:
        raise ProtocolError(_("The server sent something that is not JSON.")) from None
    return found


def _elements(raw: str, value: Any) -> list[tuple[str, Any]]:
    """`value` with its text, or the elements of a list with theirs."""
    if not isinstance(value, list):
        return [(raw, value)]
    inner = raw.strip()[1:-1]
    texts: list[str] = []
    position = 0
    try:
        while len(texts) < len(value):
            while inner[position] in " \t\r\n,":
                position += 1
            end = _value_end(inner, position)
            texts.append(inner[position:end])
            position = end
    except (ValueError, IndexError):
        raise ProtocolError(_("The server sent a list that cannot be taken apart.")) from None
    return list(zip(texts, value, strict=True))


def _value_end(text: str, start: int) -> int:
    """Where the JSON value at `start` ends; ValueError if there is none."""
    try:
        return _SCANNER.raw_decode(text, start)[1]
    except RecursionError:
        return scan_json(text, start, MAX_DEPTH)[1]


def _is_event(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("type"), str)


def _is_whole(text: str) -> bool:
    try:
        return isinstance(parse_json(text), dict | list)
    except ProtocolError:
        return False


class _Turns:
    """Tells whether the event loop had a turn since it was asked to watch; at first it had."""

    def __init__(self) -> None:
        self.passed = True
        self._watching = False

    def watch(self) -> None:
        self.passed = False
        if not self._watching:
            self._watching = True
            asyncio.get_running_loop().call_soon(self._pass)

    def _pass(self) -> None:
        self.passed, self._watching = True, False


async def _first_words(chunks: AsyncIterator[bytes]) -> bytes:
    """What comes until there is more than white space."""
    start = b""
    async for chunk in chunks:
        start += chunk
        if start.lstrip(_WHITE) or len(start) > _LONGEST_PREAMBLE:
            break
    return start


async def _chained(start: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if start:
        yield start
    async for chunk in rest:
        yield chunk
