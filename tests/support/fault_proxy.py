"""An HTTP proxy on loopback that breaks the way to a server, request by request.

    proxy = FaultProxy(sdk_server.origin)     # or the `fault_proxy` fixture
    proxy.url                                 # the server's /chatkit, through the proxy
    proxy.on("threads.create", CutAfterEvents(2))          # the next such request
    proxy.on(None, Answer(401), times=None)                # every request
    proxy.on("/files", CloseBeforeResponse())              # by path
    proxy.refuse(); ...; proxy.accept()                    # connection refused, and back

Faults are used in the order they were given; a request no fault waits for passes untouched.
Chunks reach the client as they are written here, so a split body arrives split. `passed` and
`met` count requests by operation (or path), `connections` everything that connected.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.support.faults import (
    Answer,
    CloseBeforeResponse,
    Delay,
    Ending,
    Fault,
    Gone,
    Stall,
    spoil,
)
from tests.support.loop_thread import LoopThread

HOP_HEADERS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@dataclass
class _Rule:
    what: str | None
    fault: Fault
    left: int | None


@dataclass(frozen=True)
class _Message:
    """A request or a response head, and the request's whole body."""

    first_line: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def path(self) -> str:
        return self.first_line.split(" ")[1].partition("?")[0]

    @property
    def op(self) -> str | None:
        try:
            return str(json.loads(self.body)["type"])
        except (ValueError, TypeError, KeyError):
            return None

    def head(self, *extra: str) -> bytes:
        kept = [f"{k}: {v}" for k, v in self.headers if k.lower() not in HOP_HEADERS]
        return "\r\n".join([self.first_line, *kept, *extra, "", ""]).encode("latin-1")


class FaultProxy:
    """Stands before `origin`; closes every connection after one response."""

    def __init__(self, origin: str) -> None:
        self._upstream = urlsplit(origin)
        self._rules: list[_Rule] = []
        self.passed: Counter[str] = Counter()
        """Requests that reached the server."""
        self.met: Counter[str] = Counter()
        """Requests that met a fault."""
        self.connections = 0
        self._thread = LoopThread("fault-proxy")
        self._socket = _bound_socket(0)
        self._port: int = self._socket.getsockname()[1]
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.origin = f"http://127.0.0.1:{self._port}"
        self.url = f"{self.origin}/chatkit"
        self.accept()

    def on(self, what: str | None, fault: Fault, *, times: int | None = 1) -> None:
        """Let the next `times` requests (None: all) of an operation or path meet `fault`."""
        self._rules.append(_Rule(what, fault, times))

    def clear(self) -> None:
        """Forget the faults that have not happened yet."""
        self._rules.clear()

    def refuse(self) -> None:
        """Refuse connections; the port stays reserved."""
        self._thread.call(self._refuse())

    def accept(self) -> None:
        """Accept connections (again)."""
        self._thread.call(self._accept())

    def drop_all(self) -> None:
        """Cut every connection that is open now."""
        self._thread.call(self._drop_all())

    def close(self) -> None:
        self._thread.call(self._refuse())
        self._socket.close()
        self._thread.close()

    async def _accept(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, sock=self._socket)

    async def _refuse(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
            # Bound and not listening: connecting is refused and nobody else gets the port.
            self._socket = _bound_socket(self._port)

    async def _drop_all(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _fault_for(self, request: _Message) -> Fault | None:
        for rule in self._rules:
            if rule.left != 0 and rule.what in (None, request.op, request.path):
                if rule.left is not None:
                    rule.left -= 1
                return rule.fault
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._keep(task)
        ending: Ending = "break"
        try:
            request = await _read_request(reader)
            ending = await self._until_client_leaves(reader, self._handle(request, writer))
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # one side left, or the test is over
        finally:
            if ending == "reset":
                # SO_LINGER 0 turns close into RST.
                linger = b"\1\0\0\0\0\0\0\0"
                writer.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, linger
                )
            writer.close()

    async def _until_client_leaves(
        self, reader: asyncio.StreamReader, handling: Coroutine[Any, Any, Ending]
    ) -> Ending:
        work = asyncio.create_task(handling)
        leaving = asyncio.create_task(reader.read())
        try:
            await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return "break" if not work.done() else work.result()
        finally:
            for task in (work, leaving):
                task.cancel()
            await asyncio.gather(work, leaving, return_exceptions=True)

    async def _handle(self, request: _Message, writer: asyncio.StreamWriter) -> Ending:
        fault = self._fault_for(request)
        name = request.op or request.path
        if fault is not None:
            self.met[name] += 1
        match fault:
            case Answer(forward=False):
                await self._answer(fault, writer)
                return "end"
            case CloseBeforeResponse(forward=False):
                return fault.ending
            case Stall(after_events=None):
                await asyncio.Event().wait()
            case Delay():
                await asyncio.sleep(fault.seconds)
        self.passed[name] += 1
        return await self._forward(request, fault, writer)

    async def _answer(self, answer: Answer, writer: asyncio.StreamWriter) -> None:
        headers = [("Content-Type", answer.content_type), *answer.headers.items()]
        head = _Message(f"HTTP/1.1 {answer.status} Because", headers)
        writer.write(head.head("Connection: close", "Transfer-Encoding: chunked"))
        for piece in answer.pieces():
            await _write_chunk(writer, piece)
        await _write_chunk(writer, b"")

    async def _forward(
        self, request: _Message, fault: Fault | None, writer: asyncio.StreamWriter
    ) -> Ending:
        upstream = await asyncio.open_connection(self._upstream.hostname, self._upstream.port)
        length = f"Content-Length: {len(request.body)}"
        upstream[1].write(request.head("Connection: close", length) + request.body)
        try:
            await self._relay(upstream[0], fault, writer)
        except Gone as gone:
            if gone.ending == "end":
                await _write_chunk(writer, b"")
            if gone.detach:
                self._keep(self._thread.loop.create_task(_drain(*upstream)))
                return gone.ending
            upstream[1].close()
            return gone.ending
        except BaseException:
            upstream[1].close()
            raise
        upstream[1].close()
        return "end"

    async def _relay(
        self, upstream: asyncio.StreamReader, fault: Fault | None, writer: asyncio.StreamWriter
    ) -> None:
        head = await _read_head(upstream)
        body = _body(head, upstream, until_eof=True)
        if isinstance(fault, Answer | CloseBeforeResponse):
            async for _ in body:
                pass
            if isinstance(fault, CloseBeforeResponse):
                raise Gone(fault.ending, detach=False)
            await self._answer(fault, writer)
            return
        writer.write(head.head("Connection: close", "Transfer-Encoding: chunked"))
        async for piece in spoil(fault, body):
            await _write_chunk(writer, piece)
        await _write_chunk(writer, b"")

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _bound_socket(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


async def _drain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        await reader.read()
    writer.close()


async def _write_chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    """An empty chunk ends the body."""
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await writer.drain()


async def _read_head(reader: asyncio.StreamReader) -> _Message:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines[1:] if line]
    return _Message(lines[0], [(name, value.strip()) for name, _, value in pairs])


async def _read_request(reader: asyncio.StreamReader) -> _Message:
    head = await _read_head(reader)
    body = b"".join([piece async for piece in _body(head, reader, until_eof=False)])
    return _Message(head.first_line, head.headers, body)


async def _body(
    head: _Message, reader: asyncio.StreamReader, *, until_eof: bool
) -> AsyncIterator[bytes]:
    if "chunked" in head.header("transfer-encoding").lower():
        while size := await _chunk_size(reader):
            yield await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    elif length := head.header("content-length"):
        yield await reader.readexactly(int(length))
    elif until_eof:
        while data := await reader.read(65536):
            yield data


async def _chunk_size(reader: asyncio.StreamReader) -> int:
    line = await reader.readline()
    if not line:
        raise EOFError("the body broke off")
    return int(line, 16)
