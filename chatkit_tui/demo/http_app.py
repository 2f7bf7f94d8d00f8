"""The backend's HTTP endpoints, laid out as at the hosted service."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatkit.server import StreamingResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.event_stream import OpenStreams
from chatkit_tui.demo.files import FileStore
from chatkit_tui.demo.http_errors import ANSWERED_ERRORS, Refusal, respond_to, unauthorized
from chatkit_tui.demo.server import DemoServer
from chatkit_tui.demo.sessions import Sessions
from chatkit_tui.demo.store import SqliteStore
from chatkit_tui.demo.tour.pictures import draw_picture
from chatkit_tui.demo.uploads import receive_file

_BEARER = re.compile(r"bearer\s+(\S+)\s*", re.IGNORECASE)

PICTURE_HEADERS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, max-age=3600",
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The handlers; each but the public ones wants credentials first."""

    sessions: Sessions
    server: DemoServer
    store: SqliteStore
    files: FileStore
    streams: OpenStreams
    max_upload_bytes: int

    async def open_session(self, request: Request) -> Response:
        """A client secret for the holder of the launch token."""
        if not self.sessions.is_launch_token(_bearer(request)):
            raise unauthorized("The launch token is missing or wrong.")
        secret = self.sessions.issue()
        return JSONResponse({"client_secret": secret.value, "expires_at": secret.expires_at})

    async def converse(self, request: Request) -> ASGIApp:
        """Every ChatKit request, answered by JSON or by a stream."""
        self._require_secret(request)
        result = await self.server.process(await request.body(), None)
        if not isinstance(result, StreamingResult):
            return Response(result.json, media_type="application/json")
        return await self.streams.open(result)

    async def upload(self, request: Request) -> Response:
        """A file that a message may refer to afterwards."""
        self._require_secret(request)
        body = await receive_file(request, self.files, self.max_upload_bytes)
        return Response(body, media_type="application/json")

    async def preview(self, request: Request) -> Response:
        """An uploaded image, for whoever knows its preview URL."""
        attachment = await self.store.find_preview(request.path_params["token"])
        path = self.files.path_of(attachment)
        if not path.is_file():
            raise Refusal(404, "The file is gone.", code="not_found")
        return FileResponse(path, media_type=attachment.mime_type, headers=PICTURE_HEADERS)

    async def picture(self, request: Request) -> Response:
        """One of the tour's own pictures."""
        png = await draw_picture(request.path_params["name"])
        if png is None:
            raise Refusal(404, "There is no such picture.", code="not_found")
        return Response(png, media_type="image/png", headers=PICTURE_HEADERS)

    def _require_secret(self, request: Request) -> None:
        if not self.sessions.accepts(_bearer(request)):
            raise unauthorized("The client secret is missing, wrong or expired.")


def make_app(endpoints: Endpoints, addresses: Addresses) -> Starlette:
    """The application; whoever serves it puts a Guard in front."""
    public = addresses.public_path
    return Starlette(
        routes=[
            Route("/v1/chatkit/sessions", endpoints.open_session, methods=["POST"]),
            Route("/v1/chatkit/conversation", endpoints.converse, methods=["POST"]),
            Route("/v1/chatkit/files", endpoints.upload, methods=["POST"]),
            Route(f"{public}/attachments/{{token}}", endpoints.preview),
            Route(f"{public}/pictures/{{name}}.png", endpoints.picture),
        ],
        exception_handlers=dict.fromkeys(ANSWERED_ERRORS, respond_to),
    )


def _bearer(request: Request) -> str:
    """The credential of the request, empty when there is none."""
    match = _BEARER.fullmatch(request.headers.get("authorization", ""))
    return match.group(1) if match else ""
