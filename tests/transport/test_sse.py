"""Event streams in every spelling, cut into pieces anywhere.

The bytes come from memory: every split at every byte, thousands of times, is the point here, and
what sockets do to bytes is shown in test_stream_faults.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatkit_tui.errors import ChatKitError, ProtocolError, StreamInterrupted
from chatkit_tui.transport import failures, sse
from chatkit_tui.transport.event_stream import EventStream, StreamMessage
from chatkit_tui.transport.sse import SseData, sse_data

EOL = st.sampled_from(["\n", "\r\n", "\r"])


class Pieces(httpx.AsyncByteStream):
    """A body that arrives in these pieces and then ends, or breaks."""

    def __init__(self, pieces: Sequence[bytes], failure: Exception | None = None) -> None:
        self._pieces = pieces
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._failure is not None:
            raise self._failure


def stream_of(
    pieces: Sequence[bytes],
    failure: Exception | None = None,
    content_type: str = "text/event-stream",
) -> EventStream:
    request = httpx.Request("POST", "https://chat.example/chatkit")
    headers = {"content-type": content_type}
    return EventStream(
        httpx.Response(200, headers=headers, stream=Pieces(pieces, failure), request=request)
    )


def read(
    pieces: Sequence[bytes], failure: Exception | None = None, content_type: str = ""
) -> tuple[list[StreamMessage], ChatKitError | None]:
    """The messages of a stream, and the error it ended with."""

    async def run() -> tuple[list[StreamMessage], ChatKitError | None]:
        stream = stream_of(pieces, failure, content_type or "text/event-stream")
        messages: list[StreamMessage] = []
        try:
            async for message in stream:
                messages.append(message)
        except ChatKitError as error:
            return messages, error
        finally:
            await stream.aclose()
        return messages, None

    return asyncio.run(run())


def data_of(pieces: Sequence[bytes]) -> list[SseData]:
    async def chunks() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    async def run() -> list[SseData]:
        return [each async for each in sse_data(chunks())]

    return asyncio.run(run())


def split_at(data: bytes, positions: Sequence[int]) -> list[bytes]:
    edges = [0, *sorted(min(each, len(data)) for each in positions), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


JSON_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["\u2028", "\u2029\u0085", "\x0b\x0c\x1c", "\ufeff", "data: x", "\U0001f600"]
)
EVENT = st.fixed_dictionaries(
    {"type": st.sampled_from(["notice", "progress_update", "new.kind"]), "text": JSON_TEXT},
    optional={"message": JSON_TEXT, "deep": st.lists(st.dictionaries(JSON_TEXT, JSON_TEXT))},
)


@st.composite
def spelled_streams(draw: st.DrawFn) -> tuple[list[str], bytes]:
    """Events, and a stream that says them in one of the many ways there are."""
    texts: list[str] = []
    out = ""
    for event in draw(st.lists(EVENT, max_size=4)):
        indent = draw(st.none() | st.just(1))
        text = json.dumps(event, ensure_ascii=draw(st.booleans()), indent=indent)
        texts.append(text)
        space = " " if indent else draw(st.sampled_from(["", " "]))
        lines = [f"data:{space}{line}" for line in text.split("\n")]
        extra = st.sampled_from([": ping", ":", "event: message", "id: 4\u2028", "retry: 10", "x"])
        for line in draw(st.lists(extra, max_size=3)):
            lines.insert(draw(st.integers(0, len(lines))), line)
        out += "".join(line + draw(EOL) for line in lines)
        # LF after CR would be the second half of one line end.
        out += draw(EOL.filter(lambda eol: eol != "\n")) if out.endswith("\r") else draw(EOL)
        out += "".join(draw(st.lists(st.sampled_from(["\n", ": beat\n\n", "\r\n"]), max_size=2)))
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return texts, bom + out.encode()


@given(spelled_streams(), st.lists(st.integers(0, 400), max_size=12))
@settings(max_examples=100, deadline=None)
def test_every_spelling_and_every_split_says_the_same(
    stream: tuple[list[str], bytes], positions: list[int]
) -> None:
    texts, body = stream
    assert [each.text for each in data_of(split_at(body, positions))] == texts
    messages, error = read(split_at(body, positions))
    assert [json.loads(each.raw) for each in messages] == [json.loads(text) for text in texts]
    assert all(each.event is not None and each.problem is None for each in messages)
    assert (error is None) == bool(texts)


@given(spelled_streams(), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_a_cut_anywhere_gives_a_beginning_of_the_same(
    stream: tuple[list[str], bytes], position: int
) -> None:
    texts, body = stream
    messages, error = read([body[:position]], httpx.ReadError("gone"))
    got = [json.loads(each.raw) for each in messages if each.problem is None]
    assert got == [json.loads(text) for text in texts][: len(got)]
    assert len(got) == len(messages)
    assert error is not None
    assert isinstance(error, StreamInterrupted) == bool(messages)


def _hostile() -> Iterator[st.SearchStrategy[bytes]]:
    yield st.binary(max_size=60)
    yield st.sampled_from([b"data:", b"data: ", b"\n", b"\n\n", b"\r\n", b"{", b"}", b"[", b"]"])
    yield st.sampled_from([b'{"type": "error"}', b'{"error": 1}', b'{"type": []}', b'{"type":"x"'])
    yield st.sampled_from([b"[" * 2000, b"1e999", b'"\\ud800"', b"NaN", b"<html>", b"\xef\xbb\xbf"])
    yield EVENT.map(lambda event: b"data: " + json.dumps(event).encode() + b"\n\n")


CONTENT_TYPES = st.sampled_from(["text/event-stream", "application/json", "text/html", "x; y=z"])


@given(st.lists(st.one_of(*_hostile()), max_size=12), CONTENT_TYPES)
@settings(max_examples=200, deadline=None)
@example([b'data: {"type": "thread.item.added", "item": ', b"[" * 3000, b"\n\n"], "text/html")
def test_no_bytes_raise_anything_but_our_errors(pieces: list[bytes], content_type: str) -> None:
    read(pieces, content_type=content_type)


@pytest.mark.parametrize("ending", ["", "\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n", "\n\r\n"])
def test_a_last_event_needs_no_blank_line_if_it_is_whole(ending: str) -> None:
    closed = len(ending.replace("\r\n", "\n")) == 2
    whole, error = read([f'data: {{"type": "notice"}}{ending}'.encode()])
    assert [each.problem for each in whole] == [None]
    assert error is None
    half, error = read([f'data: {{"type": "a"}}\n\ndata: {{"type": "notice"{ending}'.encode()])
    assert [each.problem is None for each in half] == ([True, False] if closed else [True])
    assert (error is None) == closed


def test_charset_and_type_of_the_answer_do_not_matter() -> None:
    body = 'data: {"type": "progress_update", "text": "schön"}\n\n'.encode()
    for content_type in ("text/event-stream; charset=iso-8859-1", "text/plain", "x"):
        messages, error = read([body], content_type=content_type)
        assert error is None
        assert json.loads(messages[0].raw)["text"] == "schön"


def test_a_list_in_one_event_is_several_events_each_as_it_was_written() -> None:
    first, second = '{"type": "a", "n": 1.0}', '{ "type":"b","n":1e2}'
    messages, error = read([f"data: [{first} ,{second}]\n\n".encode()])
    assert error is None
    assert [each.raw for each in messages] == [first, second]


def test_an_error_in_place_of_an_event_is_raised() -> None:
    _, error = read(
        [b'data: {"type":"a"}\n\ndata: {"error": {"message": "broken", "code": "x"}}\n\n']
    )
    assert error is not None
    assert "broken" in error.message


def test_the_iterator_ends_once_and_for_all() -> None:
    async def run() -> None:
        stream = stream_of([b'data: {"type":"a"}\n\n'])
        assert len([each async for each in stream]) == 1
        with suppress(StopAsyncIteration):
            await anext(stream)
            raise AssertionError("read on after the end")
        await stream.aclose()
        await stream.aclose()

    asyncio.run(run())


def test_deep_events_in_a_list_and_in_a_body_are_read() -> None:
    tree = '{"type": "Box", "children": [' * 2_000 + "]}" * 2_000
    event = f'{{"type": "x", "widget": {tree}}}'
    for body in (f"data: [{event}]\n\n", event, f"[{event}]"):
        messages, error = read([body.encode()])
        assert (error, [each.problem for each in messages]) == (None, [None])


def test_the_log_has_so_many_bad_events_and_then_their_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    messages, _ = read([b"data: nonsense\n\n" * 1_000])
    assert len([each for each in messages if each.problem]) == 1000
    lines = [each.getMessage() for each in caplog.records if "left out" in each.getMessage()]
    assert len(lines) == 21
    assert "1000 events" in lines[-1]


def test_an_event_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "EVENT_LIMIT", 1_000)
    fine = [b'data: {"type":"a"}\n', b"\n"] * 100
    messages, error = read([*fine, b"data: ", *[b"x" * 100] * 20])
    assert len(messages) == 100
    assert isinstance(error, StreamInterrupted)
    assert "too long" in error.message
    _, error = read([b"data: ", *[b"x" * 100] * 20])
    assert isinstance(error, ProtocolError)


def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "BODY_LIMIT", 1_000)
    _, error = read([b"{", *[b" " * 100] * 20])
    assert isinstance(error, ProtocolError)
    assert "too long" in error.message
