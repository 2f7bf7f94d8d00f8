"""A streaming answer that notices a client who has left.

The server SDK keeps a partial answer when it is cancelled while it waits for more. So the answer is
produced in a task of its own, which is cancelled once, and never waits for the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable

from starlette.types import Receive, Scope, Send

from chatkit_tui.demo.opaque import ConnectionCut

HEADERS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]


class EventStream:
    """An ASGI answer made of `chunks`. Call `begin` first: until then nothing has been sent."""

    def __init__(self, chunks: AsyncIterable[bytes]) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._broken = False
        self._failure: Exception | None = None
        self._first: bytes | None = None
        self._producer = asyncio.create_task(self._produce(chunks))

    async def begin(self) -> None:
        """Wait for the first event; raises what happened instead of it."""
        try:
            self._first = await self._queue.get()
        except asyncio.CancelledError:
            await self._end_producer()
            raise
        if self._first is None and self._failure is not None:
            raise self._failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(_wait_for_disconnect(receive))
        sending = asyncio.create_task(self._send(send))
        try:
            await asyncio.wait({leaving, sending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            await self._end_producer()
            await asyncio.gather(leaving, sending, return_exceptions=True)

    async def _produce(self, chunks: AsyncIterable[bytes]) -> None:
        try:
            async for chunk in chunks:
                self._queue.put_nowait(chunk)
        except ConnectionCut:
            self._broken = True
        except Exception as error:  # the SDK has logged it; before the first event it is answered
            self._broken = True
            self._failure = error
        finally:
            self._queue.put_nowait(None)

    async def _send(self, send: Send) -> None:
        """Send what is produced; an answer that broke is left without its end."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        chunk = self._first
        while chunk is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await self._queue.get()
        if not self._broken:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _end_producer(self) -> None:
        self._producer.cancel()
        await asyncio.gather(self._producer, return_exceptions=True)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
