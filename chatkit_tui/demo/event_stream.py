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


class OpenStreams:
    """The answers that are being produced, so that they can be ended before the backend is."""

    def __init__(self) -> None:
        self._streams: set[EventStream] = set()

    async def open(self, chunks: AsyncIterable[bytes]) -> EventStream:
        """Begin to produce an answer; raises what happened instead of its first event."""
        stream = EventStream(chunks)
        self._streams.add(stream)
        stream.producer.add_done_callback(lambda _: self._streams.discard(stream))
        await stream.begin()
        return stream

    async def close(self) -> None:
        """Interrupt every answer, and wait until what was written of it is kept."""
        await asyncio.gather(*(stream.interrupt() for stream in list(self._streams)))


class EventStream:
    """An ASGI answer made of `chunks`. Call `begin` first: until then nothing has been sent."""

    def __init__(self, chunks: AsyncIterable[bytes]) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._broken = False
        self._interrupted = False
        self._failure: Exception | None = None
        self._first: bytes | None = None
        self.producer = asyncio.create_task(self._produce(chunks))

    async def begin(self) -> None:
        """Wait for the first event; raises what happened instead of it."""
        try:
            self._first = await self._queue.get()
        except asyncio.CancelledError:
            await self.interrupt()
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
            await self.interrupt()
            await asyncio.gather(leaving, sending, return_exceptions=True)

    async def _produce(self, chunks: AsyncIterable[bytes]) -> None:
        try:
            async for chunk in chunks:
                self._queue.put_nowait(chunk)
        except asyncio.CancelledError as error:
            self._broken = True
            if not isinstance(error, ConnectionCut):
                raise
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

    async def interrupt(self) -> None:
        """End the answer where it is; the client sees it break off.

        Cancels once however often it is called: a second time would stop the SDK from keeping what
        was written.
        """
        if not self._interrupted:
            self._interrupted = True
            self.producer.cancel()
        await asyncio.wait({self.producer})


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
