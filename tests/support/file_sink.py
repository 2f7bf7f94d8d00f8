"""A place for uploads on loopback that counts bytes and keeps none, and can fail in many ways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class FileSink:
    """Set how it behaves; read what it saw. It runs on the loop of its test."""

    origin: str = ""
    status: str = "200 OK"
    body: bytes = b'{"id": "atc_sink", "name": "n", "mime_type": "text/plain"}'
    location: str = ""
    """Where to redirect to."""
    stop_after: int | None = None
    """Bytes of a body after which it is done with the request."""
    hang_up: bool = False
    """Whether it then closes without an answer."""
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    """While it is not set, nothing of a body is read."""
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """A request has come."""
    received: list[int] = field(default_factory=list)
    """Bytes of each request's body."""
    heads: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            self.received.append(0)
            self.begun.set()
            await self.reading.wait()
            await self._count(reader, _length(head))
            if not self.hang_up:
                await self._answer(writer)
                # As servers do: a reset would take the answer away from a client that still sends.
                while await reader.read(256 * 1024):
                    pass
        except (OSError, EOFError):
            pass  # The client left.
        finally:
            writer.close()

    async def _count(self, reader: asyncio.StreamReader, length: int) -> None:
        most = length if self.stop_after is None else min(length, self.stop_after)
        while self.received[-1] < most:
            piece = await reader.read(256 * 1024)
            if not piece:
                raise EOFError
            self.received[-1] += len(piece)

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        location = f"Location: {self.location}\r\n" if self.location else ""
        writer.write(
            f"HTTP/1.1 {self.status}\r\nContent-Type: application/json\r\n{location}"
            f"Content-Length: {len(self.body)}\r\nConnection: close\r\n\r\n".encode()
            + self.body
        )
        await writer.drain()


def _length(head: str) -> int:
    lines = head.lower().split("\r\n")
    return int(next(line[15:] for line in lines if line.startswith("content-length:")))


@asynccontextmanager
async def file_sink() -> AsyncIterator[FileSink]:
    """A sink that reads at once."""
    sink = FileSink()
    sink.reading.set()
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0)
    sink.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield sink
    finally:
        sink.reading.set()
        server.close()
