"""Receiving a file: one multipart POST with the field `file`, as at the hosted service."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Message

from chatkit_tui.demo.files import FileStore
from chatkit_tui.demo.http_errors import Refusal


async def receive_file(request: Request, files: FileStore, max_bytes: int) -> bytes:
    """Keep the uploaded file; the attachment as JSON, without what only the backend knows."""
    async with _Limited(request, max_bytes).form(max_files=1, max_fields=10) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise Refusal(400, "The upload needs a file in its field 'file'.", code="missing_file")
        attachment = await files.keep(upload.file, upload.filename or "file", upload.content_type)
    return attachment.model_dump_json(
        exclude_none=True, context={"exclude_metadata": True}
    ).encode()


class _Limited(Request):
    """A request whose body may not be longer than `max_bytes`, whatever its headers say."""

    def __init__(self, request: Request, max_bytes: int) -> None:
        self._left = max_bytes
        self._whole = request.receive
        super().__init__(request.scope, self._receive_counted)

    async def _receive_counted(self) -> Message:
        message = await self._whole()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise Refusal(413, "The file is too large for this backend.", code="file_too_large")
        return message
