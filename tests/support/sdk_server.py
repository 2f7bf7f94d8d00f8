"""The official ChatKit server on a free loopback port, in a thread of the test process.

Set what it does per test: `respond`, `action`, `sync_action`, `transcribe`, `allow_cancel`,
`authorize`, `cookie_identity`, `upload_method`. Read what it saw: `requests`, `count(op)`,
`user_texts()`, `store`, `feedback`. Callbacks run on the server's own loop.

`url` is a self-hosted server; `hosted_url` + `/v1/chatkit/…` behaves like the hosted service:
`session_url` hands out secrets (see `session_answer`), the rest wants one that is still in
`secrets`.
"""

from __future__ import annotations

import asyncio
import json
import math
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Literal

import uvicorn
from chatkit.actions import Action
from chatkit.server import ChatKitServer, StreamingResult
from chatkit.types import (
    AudioInput,
    FeedbackKind,
    StreamOptions,
    SyncCustomActionResponse,
    ThreadMetadata,
    ThreadStreamEvent,
    TranscriptionResult,
    UserMessageItem,
    WidgetItem,
)
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.support.assistant import echo
from tests.support.loop_thread import Gate, LoopThread
from tests.support.memory_store import MemoryStore

Events = AsyncIterator[ThreadStreamEvent]
Respond = Callable[[ThreadMetadata, UserMessageItem | None, "Context"], Events]
ActionHandler = Callable[
    [ThreadMetadata, Action[str, Any], WidgetItem | None, "Context"],
    Events,
]
SyncActionHandler = Callable[
    [ThreadMetadata, Action[str, Any], WidgetItem | None, "Context"],
    Awaitable[SyncCustomActionResponse],
]


@dataclass(frozen=True)
class RecordedRequest:
    """One request as it arrived, its body complete; header names are lower case."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    cookies: dict[str, str]
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The header's value, several joined by ", "; None when it was not sent."""
        values = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(values) if values else None

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def op(self) -> str | None:
        """The ChatKit operation ("threads.create"); None for anything else."""
        try:
            value = self.json["type"]
        except (ValueError, TypeError, KeyError):
            return None
        return value if isinstance(value, str) else None


@dataclass(frozen=True)
class Context:
    """What the server's callbacks learn about the request."""

    server: SdkServer
    request: RecordedRequest
    user: str = "everyone"


class _ChatKit(ChatKitServer[Context]):
    """Hands every callback to the test's own functions."""

    def __init__(self, server: SdkServer) -> None:
        super().__init__(server.store, server.store)
        self.server = server

    def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Context
    ) -> Events:
        return self.server.respond(thread, input_user_message, context)

    def action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: Context,
    ) -> Events:
        if self.server.action is None:
            return super().action(thread, action, sender, context)
        return self.server.action(thread, action, sender, context)

    async def sync_action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: Context,
    ) -> SyncCustomActionResponse:
        if self.server.sync_action is None:
            return await super().sync_action(thread, action, sender, context)
        return await self.server.sync_action(thread, action, sender, context)

    def get_stream_options(self, thread: ThreadMetadata, context: Context) -> StreamOptions:
        return StreamOptions(allow_cancel=self.server.allow_cancel)

    async def add_feedback(
        self, thread_id: str, item_ids: list[str], feedback: FeedbackKind, context: Context
    ) -> None:
        self.server.feedback.append((thread_id, item_ids, feedback))

    async def transcribe(self, audio_input: AudioInput, context: Context) -> TranscriptionResult:
        if self.server.transcribe is None:
            return await super().transcribe(audio_input, context)
        return TranscriptionResult(text=self.server.transcribe(audio_input))


class SdkServer:
    """A running server; `close` stops it. Every attribute may be set while it runs."""

    def __init__(self) -> None:
        self._changes = threading.Condition()
        self.store = MemoryStore(self._notify)
        self.requests: list[RecordedRequest] = []
        self.feedback: list[tuple[str, list[str], str]] = []
        self.streams_ended = 0
        """Streaming responses that ended, were cut or were cancelled by the client."""
        self.respond: Respond = echo
        self.action: ActionHandler | None = None
        self.sync_action: SyncActionHandler | None = None
        self.transcribe: Callable[[AudioInput], str] | None = None
        self.allow_cancel = True
        self.authorize: Callable[[RecordedRequest], Response | None] | None = None
        """Asked before every request; a Response is the answer, None lets it through."""
        self.cookie_identity = False
        """Tell users apart by a cookie, handed out to those who bring none."""
        self.response_headers: dict[str, str] = {"x-request-id": "req_test"}
        self.upload_method: Literal["POST", "PUT"] = "PUT"
        self.upload_origin: str | None = None
        """Another server's origin, to send two-phase uploads there."""
        self.secrets: set[str] = set()
        """Client secrets that are taken until they expire; taking one out revokes it."""
        self.secret_life = 600.0
        self.session_answer: Callable[[str, int], Any] = lambda secret, expires_at: {
            "client_secret": secret,
            "expires_at": expires_at,
        }
        """Body of the session endpoint's answer: JSON, or a str sent as text/plain."""
        self.refused = 0
        """Requests whose secret was not taken."""
        self._expiries: dict[str, float] = {}
        self._users = 0
        self._chatkit = _ChatKit(self)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"{self.origin}/chatkit"
        self.upload_url = f"{self.origin}/files"
        self.hosted_url = self.origin
        self.session_url = f"{self.origin}/api/create-session"
        self._thread = LoopThread("sdk-server")
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                self._app(), log_config=None, access_log=False, lifespan="off", ws="none"
            )
        )
        self._thread.call(self._start())

    def count(self, op: str) -> int:
        """How many requests of this operation arrived."""
        return sum(request.op == op for request in list(self.requests))

    def user_texts(self) -> list[str]:
        """The text of every stored user message, oldest first."""
        return [
            "".join(part.text for part in message.content) for message in self.store.user_messages()
        ]

    def gate(self) -> Gate:
        """A closed door for `respond` to wait at."""
        return Gate(self._thread.loop)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds; looked at after every request, write and stream end."""
        await asyncio.to_thread(self.wait_until, condition)

    def wait_until(self, condition: Callable[[], bool], timeout: float = 5) -> None:
        """`until` for tests that are not async."""
        with self._changes:
            if not self._changes.wait_for(condition, timeout):
                raise TimeoutError("the server did not get there in time")

    def close(self) -> None:
        self._thread.call(self._stop())
        self._thread.close()

    def _notify(self) -> None:
        with self._changes:
            self._changes.notify_all()

    async def _start(self) -> None:
        config = self._uvicorn.config
        config.load()
        self._uvicorn.lifespan = config.lifespan_class(config)
        await self._uvicorn.startup(sockets=[self._socket])

    async def _stop(self) -> None:
        for listener in self._uvicorn.servers:
            listener.close()
        for connection in list(self._uvicorn.server_state.connections):
            connection.shutdown()
        for task in list(self._uvicorn.server_state.tasks):
            task.cancel()
        await asyncio.gather(*self._uvicorn.server_state.tasks, return_exceptions=True)

    def _app(self) -> Starlette:
        chat, upload = self._chat, self._direct_upload
        return Starlette(
            routes=[
                Route("/chatkit", chat, methods=["POST"]),
                Route("/files", upload, methods=["POST"]),
                Route("/files/{id}", self._download, methods=["GET"]),
                Route("/uploads/{id}", self._second_phase, methods=["POST", "PUT"]),
                Route("/api/create-session", self._session, methods=["POST"]),
                Route("/v1/chatkit/conversation", self._with_secret(chat), methods=["POST"]),
                Route("/v1/chatkit/files", self._with_secret(upload), methods=["POST"]),
            ]
        )

    async def _receive(self, request: Request) -> tuple[RecordedRequest, Response | None]:
        record = RecordedRequest(
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in request.headers.raw
            ),
            cookies=dict(request.cookies),
            body=await request.body(),
        )
        self.requests.append(record)
        self._notify()
        return record, self.authorize(record) if self.authorize else None

    def _with_secret(
        self, endpoint: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            scheme, _, secret = request.headers.get("authorization", "").partition(" ")
            expired = time.time() >= self._expiries.get(secret, math.inf)
            if scheme.lower() == "bearer" and secret in self.secrets and not expired:
                return await endpoint(request)
            self.refused += 1
            await self._receive(request)
            error = {"message": "Invalid client secret.", "code": "invalid_api_key"}
            return JSONResponse({"error": error}, 401, headers=self.response_headers)

        return guarded

    async def _chat(self, request: Request) -> Response:
        record, refusal = await self._receive(request)
        if refusal is not None:
            return refusal
        context = Context(self, record)
        headers = dict(self.response_headers)
        if self.cookie_identity:
            user = request.cookies.get("user")
            if user is None:
                self._users += 1
                user = f"user-{self._users}"
                headers["set-cookie"] = f"user={user}; Path=/; HttpOnly; Max-Age=3600"
            context = Context(self, record, user)
        result = await self._chatkit.process(record.body, context)
        if isinstance(result, StreamingResult):
            return StreamingResponse(
                self._counted(result), media_type="text/event-stream", headers=headers
            )
        return Response(result.json, media_type="application/json", headers=headers)

    async def _counted(self, result: StreamingResult) -> AsyncIterator[bytes]:
        try:
            # Closed here, so that a client's hanging up reaches the ChatKit server at once.
            async with aclosing(result.json_events) as events:
                async for event in events:
                    yield event
        finally:
            self.streams_ended += 1
            self._notify()

    async def _direct_upload(self, request: Request) -> Response:
        _, refusal = await self._receive(request)
        if refusal is not None:
            return refusal
        name, mime_type, data = await _multipart_file(request)
        attachment = self.store.store_file(name, mime_type, data, self.origin)
        return Response(
            attachment.model_dump_json(exclude_none=True), media_type="application/json"
        )

    async def _second_phase(self, request: Request) -> Response:
        record, refusal = await self._receive(request)
        if refusal is not None:
            return refusal
        attachment_id = request.path_params["id"]
        if record.header("x-upload-token") != f"token-{attachment_id}":
            return PlainTextResponse("wrong upload token", 403)
        is_form = request.method == "POST"
        data = (await _multipart_file(request))[2] if is_form else record.body
        self.store.files[attachment_id] = data
        self._notify()
        return PlainTextResponse("stored")

    async def _download(self, request: Request) -> Response:
        _, refusal = await self._receive(request)
        data = self.store.files.get(request.path_params["id"])
        if refusal is not None or data is None:
            return refusal or PlainTextResponse("no such file", 404)
        return Response(data, media_type="application/octet-stream")

    async def _session(self, request: Request) -> Response:
        _, refusal = await self._receive(request)
        if refusal is not None:
            return refusal
        secret = f"secret-{len(self.secrets) + 1}-{time.monotonic_ns()}"
        self.secrets.add(secret)
        self._expiries[secret] = time.time() + self.secret_life
        answer = self.session_answer(secret, int(self._expiries[secret]))
        return PlainTextResponse(answer) if isinstance(answer, str) else JSONResponse(answer)


async def _multipart_file(request: Request) -> tuple[str, str, bytes]:
    async with request.form() as form:
        file = form["file"]
        assert isinstance(file, UploadFile)
        return file.filename or "", file.content_type or "", await file.read()
