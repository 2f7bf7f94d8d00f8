"""A ChatKit server that says what the message asks for, at the rate it asks for.

    with Server() as server:
        server.url            # the message "prose 1000 200" is answered with 1,000 tokens at 200/s
        server.streamed()     # when the first and the last token of a stream left

A rate of 0 is as fast as they are taken. The thread "long" has `items` items; the server sends
them in one page, so that all of them are there at once. `GET /tokens/prose/1000/200` streams the
same tokens for a client that is nothing but a screen: one JSON string a line. The server is a
process of its own and speaks HTTP by hand, so that it takes little of the machine.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tests.benchmarks.long_thread import long_thread
from tests.benchmarks.texts import tokens

TIME = "2026-01-01T12:00:00Z"
THREAD = {"id": "bench", "title": "Bench", "created_at": TIME, "status": {"type": "active"}}


@dataclass(frozen=True)
class Streamed:
    """One stream: `time.monotonic()` of its first and its last token, its length in characters."""

    first: float
    last: float
    characters: int


class Server:
    """The server's process; `items` is the length of the long thread."""

    def __init__(self, items: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.server", str(items)], stdout=subprocess.PIPE
        )
        self.port = int(self._line())
        self.url = f"http://127.0.0.1:{self.port}/chatkit"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()

    def streamed(self) -> Streamed:
        """Waits for the end of the next stream, or of the long thread's page."""
        return Streamed(**json.loads(self._line()))

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


async def _paced(kind: str, number: int, rate: float) -> AsyncIterator[str]:
    start = time.monotonic()
    for index, token in enumerate(tokens(kind, number)):
        if rate:
            await asyncio.sleep(max(0.0, start + index / rate - time.monotonic()))
        yield token


def answer_events(said: str) -> tuple[list[Any], list[Any]]:
    """The events before and after the tokens of an answer to `said`."""
    content = [{"type": "input_text", "text": said}]
    user: dict[str, Any] = {
        "type": "user_message",
        "id": f"u{time.monotonic_ns()}",
        "content": content,
    }
    user |= {"thread_id": "bench", "created_at": TIME, "attachments": [], "inference_options": {}}
    item: dict[str, Any] = {
        "type": "assistant_message",
        "id": f"a{time.monotonic_ns()}",
        "thread_id": "bench",
    }
    item |= {"created_at": TIME, "content": []}
    before = [
        {"type": "thread.created", "thread": THREAD},
        {"type": "thread.item.done", "item": user},
        {"type": "stream_options", "stream_options": {"allow_cancel": True}},
        {"type": "thread.item.added", "item": item},
    ]
    return before, [{"type": "thread.item.done", "item": item}]


def delta(item_id: str, text: str) -> dict[str, Any]:
    """One token as an event."""
    update = {"type": "assistant_message.content_part.text_delta", "content_index": 0}
    return {
        "type": "thread.item.updated",
        "item_id": item_id,
        "update": update | {"delta": text},
    }


class _Connection:
    """One request and its answer."""

    def __init__(self, pages: dict[str, bytes], writer: asyncio.StreamWriter) -> None:
        self._pages = pages
        self._writer = writer

    async def answer(self, path: str, body: bytes) -> None:
        if path.startswith("/tokens/"):
            await self._stream_tokens(*path.split("/")[2:])
            return
        request = json.loads(body)
        params = request["params"]
        match request["type"]:
            case "threads.create" | "threads.add_user_message":
                await self._stream_answer(params["input"]["content"][0]["text"])
            case "items.list" if params["thread_id"] == "long":
                await self._send(self._pages[params.get("order") or "desc"])
                _report(time.monotonic(), time.monotonic(), 0)
            case "threads.get_by_id":
                page = {"data": [], "has_more": False, "after": None}
                thread = THREAD | {"id": params["thread_id"], "items": page}
                await self._send(json.dumps(thread).encode())
            case "items.list" | "threads.list":
                await self._send(b'{"data": [], "has_more": false, "after": null}')
            case _:
                await self._send(b"{}")

    async def _send(self, data: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(data)}"
        self._writer.write(f"{head}\r\nconnection: close\r\n\r\n".encode() + data)
        await self._writer.drain()

    async def _stream_answer(self, said: str) -> None:
        kind, number, rate = said.split()
        head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
        self._writer.write(head.encode())
        before, after = answer_events(said)
        item_id = after[0]["item"]["id"]
        for event in before:
            await self._event(event)
        texts = []
        first = time.monotonic()
        async for token in _paced(kind, int(number), float(rate)):
            texts.append(token)
            last = time.monotonic()
            await self._event(delta(item_id, token))
        part = {"type": "output_text", "text": "".join(texts), "annotations": []}
        after[0]["item"]["content"] = [part]
        for event in after:
            await self._event(event)
        _report(first, last, len(part["text"]))

    async def _event(self, event: Any) -> None:
        self._writer.write(f"data: {json.dumps(event)}\n\n".encode())
        await self._writer.drain()

    async def _stream_tokens(self, kind: str, number: str, rate: str) -> None:
        characters = 0
        first = time.monotonic()
        async for token in _paced(kind, int(number), float(rate)):
            characters += len(token)
            last = time.monotonic()
            self._writer.write(json.dumps(token).encode() + b"\n")
            await self._writer.drain()
        _report(first, last, characters)


def _report(first: float, last: float, characters: int) -> None:
    report = {"first": first, "last": last, "characters": characters}
    print(json.dumps(report), flush=True)


async def _serve(items: int) -> None:
    thread = long_thread(items)
    pages = {
        order: json.dumps({"data": data, "has_more": False, "after": None}).encode()
        for order, data in (("asc", thread), ("desc", thread[::-1]))
    }

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = re.search(r"(?i)\r\ncontent-length: *(\d+)", head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            await _Connection(pages, writer).answer(head.split(" ")[1], body)
        except (OSError, EOFError):
            pass  # the client has left
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
