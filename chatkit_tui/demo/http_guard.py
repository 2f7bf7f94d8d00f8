"""The outermost layer of the backend: whom it answers at all, and the id of each answer."""

from __future__ import annotations

import logging
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatkit_tui.demo.http_errors import Refusal, as_response

logger = logging.getLogger(__name__)


class Guard:
    """Refuses requests meant for another host, gives answers an `x-request-id`, logs failures.

    A web page can make a browser send requests here under a name of its own that resolves to this
    machine (DNS rebinding); the Host header gives it away.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = f"req_{secrets.token_hex(12)}"

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        app = self._app
        if Headers(scope=scope).get("host", "").lower() not in self._hosts:
            app = as_response(Refusal(421, "This host is not served here.", code="wrong_host"))
        try:
            await app(scope, receive, send_with_id)
        except Exception:
            # The client has its answer; raised further, this would break its connection.
            logger.exception("The request %s failed", request_id)
