"""Talks to a demo backend over HTTP as a plain client would, and remembers what came back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from chatkit_tui.demo.launch import DemoBackend, DemoInfo
from tests.support.loop_thread import LoopThread

Json = dict[str, Any]


@dataclass
class Turn:
    """The events of one answer, and whether its connection broke before its end."""

    events: list[Json] = field(default_factory=list)
    broken: bool = False

    def of_type(self, event_type: str) -> list[Json]:
        return [event for event in self.events if event["type"] == event_type]

    @property
    def thread_id(self) -> str:
        return str(self.of_type("thread.created")[0]["thread"]["id"])

    @property
    def items(self) -> list[Json]:
        """The finished items in their places: done, replaced and removed ones accounted for."""
        places: dict[str, Json | None] = {}
        for event in self.events:
            if event["type"] == "thread.item.added":
                places.setdefault(event["item"]["id"], None)
            elif event["type"] in ("thread.item.done", "thread.item.replaced"):
                places[event["item"]["id"]] = event["item"]
            elif event["type"] == "thread.item.removed":
                places.pop(event["item_id"], None)
        return [item for item in places.values() if item is not None]

    @property
    def text(self) -> str:
        """What the assistant said."""
        said = [item for item in self.items if item["type"] == "assistant_message"]
        return "\n".join(part["text"] for item in said for part in item["content"])

    def item(self, item_type: str) -> Json:
        """The only item of its type."""
        (found,) = [item for item in self.items if item["type"] == item_type]
        return found


class DemoClient:
    """A client with a valid secret; `call` and `stream` are the two kinds of operations."""

    def __init__(self, info: DemoInfo) -> None:
        self.info = info
        self.http = httpx.Client(base_url=info.base_url, timeout=30, trust_env=False)
        self.secret = self.open_session().json().get("client_secret", "")

    def open_session(self, token: str | None = None) -> httpx.Response:
        offered = self.info.token if token is None else token
        return self.http.post(self.info.session_url, headers=bearer(offered))

    def send(self, operation: str, **params: Any) -> httpx.Response:
        """The plain HTTP answer to an operation."""
        return self.http.post(
            "/v1/chatkit/conversation",
            json={"type": operation, "params": params},
            headers=bearer(self.secret),
        )

    def call(self, operation: str, **params: Any) -> Any:
        """The JSON answer to an operation that must succeed."""
        response = self.send(operation, **params)
        assert response.status_code == 200, response.text
        return response.json()

    @contextmanager
    def open_stream(self, operation: str, **params: Any) -> Iterator[Iterator[Json]]:
        """The events of a streaming operation while they come."""
        with self.http.stream(
            "POST",
            "/v1/chatkit/conversation",
            json={"type": operation, "params": params},
            headers=bearer(self.secret),
        ) as response:
            assert response.status_code == 200, response.read()
            assert response.headers["content-type"] == "text/event-stream"
            yield _events(response)

    def stream(self, operation: str, **params: Any) -> Turn:
        """The whole answer to a streaming operation, or what there was of it."""
        turn = Turn()
        try:
            with self.open_stream(operation, **params) as events:
                turn.events.extend(events)
        except httpx.RemoteProtocolError:
            turn.broken = True
        return turn

    def create(self, text: str, **more: Any) -> Turn:
        """A new thread that begins with this message."""
        return self.stream("threads.create", input=user_input(text, **more))

    def say(self, thread_id: str, text: str, **more: Any) -> Turn:
        """Another message in a thread."""
        return self.stream(
            "threads.add_user_message", thread_id=thread_id, input=user_input(text, **more)
        )

    def items(self, thread_id: str) -> list[Json]:
        """All visible items of a thread as the server stores them, oldest first."""
        page = self.call("items.list", thread_id=thread_id, limit=9999, order="asc")
        return list(page["data"])

    def upload(self, name: str, data: bytes, mime_type: str = "text/plain") -> httpx.Response:
        return self.http.post(
            "/v1/chatkit/files",
            files={"file": (name, data, mime_type)},
            headers=bearer(self.secret),
        )


def _events(response: httpx.Response) -> Iterator[Json]:
    """The events of the body; httpx's own lines would also end at U+2028 within JSON."""
    buffer = b""
    for data in response.iter_bytes():
        *whole, buffer = (buffer + data).split(b"\n\n")
        for message in whole:
            assert message.startswith(b"data: ")
            yield json.loads(message[6:])


def user_input(text: str, **more: Any) -> Json:
    """A user message as a client sends it; `more` overrides its keys."""
    content = [{"type": "input_text", "text": text}]
    plain = {"content": content, "attachments": [], "quoted_text": "", "inference_options": {}}
    return plain | more


def bearer(credential: str) -> dict[str, str]:
    return {"authorization": f"Bearer {credential}"} if credential else {}


@contextmanager
def demo_client(
    data_dir: Path,
    *,
    log_file: Path | None = None,
    assistant: str = "tour",
) -> Iterator[DemoClient]:
    """A client of a backend process of its own; the tour plays without pauses."""
    loop = LoopThread("demo-backend")
    backend = DemoBackend(data_dir, log_file=log_file, assistant=assistant, delay_factor=0)
    try:
        client = DemoClient(loop.call(backend.start(), timeout=60))
        with closing(client.http):
            yield client
    finally:
        loop.call(backend.stop(), timeout=60)
        loop.close()
