"""A stand-in for a model server: the one far end of the agent that no test can have for real.

It speaks just enough of the OpenAI API (models, streamed chat completions) over loopback HTTP, says
what the test tells it to, and remembers what it was asked. As a proxy it refuses, and remembers.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]

MODELS = ("tiny-llama", "big-llama")


@dataclass
class Asked:
    """A request that arrived."""

    path: str
    authorization: str
    body: Json


@dataclass
class Reply:
    """What to answer: chunks of a completion, or an HTTP refusal when `status` is not 200.

    `endless` goes on with the last chunk until nobody listens; `cut` ends without the end;
    `silent` closes the connection instead of answering.
    """

    deltas: list[Json] = field(default_factory=list)
    status: int = 200
    error: Json | None = None
    endless: bool = False
    cut: bool = False
    silent: bool = False


def words(*said: str) -> Reply:
    """An answer in these pieces."""
    return Reply(deltas=[{"content": piece} for piece in said])


class ModelServer:
    """Listens at `base_url` from the start; `reply` is what the next completions get."""

    def __init__(self) -> None:
        self.reply = words("Hello")
        self.asked: list[Asked] = []
        self.left = threading.Event()
        """Set when the agent has closed the connection in the middle of an endless answer."""
        self._http = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Bound", (Handler,), {"model": self})
        )
        self.origin = f"http://127.0.0.1:{self._http.server_port}"
        self.base_url = f"{self.origin}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def completions(self) -> list[Asked]:
        """The completions asked for so far."""
        return [asked for asked in self.asked if asked.path == "/v1/chat/completions"]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers one connection; `model` is the server it belongs to."""

    model: ModelServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._remember({})
        models = [
            {"id": name, "object": "model", "created": 1, "owned_by": "test"} for name in MODELS
        ]
        self._json(200, {"object": "list", "data": models})

    def do_POST(self) -> None:
        self._remember(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        reply = self.model.reply
        self.close_connection = True
        if reply.silent:
            return
        if reply.status != 200:
            self._json(reply.status, {"error": reply.error})
            return
        self._complete(reply)

    def do_CONNECT(self) -> None:
        self._remember({})
        self._json(403, {})

    def _complete(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for delta in reply.deltas:
            self._chunk({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        try:
            while reply.endless:
                self._chunk({"choices": [{"index": 0, "delta": reply.deltas[-1]}]})
        except OSError:
            self.model.left.set()
            return
        if reply.error is not None:
            self._chunk({"error": reply.error})
        if not reply.cut:
            self._chunk({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self._write(b"data: [DONE]\n\n")
            self._write(b"")

    def _chunk(self, part: Json) -> None:
        head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        whole = part if "error" in part else head | part
        self._write(f"data: {json.dumps(whole)}\n\n".encode())

    def _write(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _json(self, status: int, body: Json) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("x-should-retry", "false")  # the client would wait and try again
        self.end_headers()
        self.wfile.write(data)

    def _remember(self, body: Json) -> None:
        authorization = self.headers.get("authorization", "")
        self.model.asked.append(Asked(self.path, authorization, body))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as inherited
        """Keep quiet."""
