"""Files on their way to a server, read from disk in a thread while they are sent."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import secrets
import stat
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from chatkit_tui.errors import (
    AuthRequired,
    ConfigurationError,
    ConnectionLost,
    ProtocolError,
    ServerRejected,
    StorageError,
    reason_of,
)
from chatkit_tui.protocol.attachments import AttachmentBase
from chatkit_tui.translation import _
from chatkit_tui.transport.connection import Call
from chatkit_tui.transport.headers import checked_headers
from chatkit_tui.transport.policy import checked_url

CHUNK = 256 * 1024
ANY_TYPE = "application/octet-stream"


def _nobody(number: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class UploadWatch:
    """Who wants to know how far an upload is."""

    registered: Callable[[str], None] = lambda attachment_id: None
    """The server knows the attachment of this id, before it has its bytes."""
    sent: Callable[[int], None] = _nobody
    """So many bytes are on their way; from 0 again where the request is repeated."""


UNWATCHED = UploadWatch()


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A regular file as it was when the upload began; `size` is in bytes."""

    path: Path
    size: int
    mime_type: str
    changed_at: int
    """`st_mtime_ns`."""
    place: tuple[int, int]
    """Device and inode."""
    sent: Callable[[int], None] = _nobody
    """Is told how many bytes have been read to be sent."""

    def told(self, sent: Callable[[int], None]) -> UploadFile:
        """The same file, of whose progress `sent` is told."""
        return replace(self, sent=sent)

    @property
    def name(self) -> str:
        """The file's name; bytes in it that are not UTF-8 become U+FFFD."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")

    @classmethod
    async def of(cls, path: Path, mime_type: str | None) -> UploadFile:
        """Look at `path`; the type is told by its name if need be. Raises StorageError."""
        return await asyncio.to_thread(cls._look, path, mime_type)

    @classmethod
    def _look(cls, path: Path, mime_type: str | None) -> UploadFile:
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise StorageError(_("{path} is not a file that can be sent.").format(path=path))
            with path.open("rb"):
                pass  # to learn now whether it may be read
        except OSError as error:
            raise _unreadable(path, error) from error
        kind = mime_type or mimetypes.guess_type(path.name)[0] or ANY_TYPE
        sendable = kind.isascii() and kind.isprintable()
        place = (status.st_dev, status.st_ino)
        return cls(path, status.st_size, kind if sendable else ANY_TYPE, status.st_mtime_ns, place)


class FileBody:
    """The bytes of a file, `size` of them; raises StorageError if it is another one by then.

    What is appended meanwhile does no harm, and is not sent. Can be iterated again, as a repeated
    request wants.
    """

    def __init__(self, file: UploadFile) -> None:
        self._file = file

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file, left = self._file, self._file.size
        file.sent(0)
        try:
            source = await asyncio.to_thread(file.path.open, "rb")
            try:
                await asyncio.to_thread(self._require_same, source.fileno())
                while left:
                    chunk = await asyncio.to_thread(source.read, min(CHUNK, left))
                    if not chunk:
                        raise StorageError(
                            _("{path} became shorter while it was sent.").format(path=file.path)
                        )
                    left -= len(chunk)
                    if not left:
                        await asyncio.to_thread(self._require_same, source.fileno())
                    yield chunk
                    file.sent(file.size - left)
            finally:
                await asyncio.to_thread(source.close)
        except OSError as error:
            raise _unreadable(file.path, error) from error

    def _require_same(self, descriptor: int) -> None:
        """Before the first byte and before the last: the server must not take a mixture."""
        file, status = self._file, os.fstat(descriptor)
        rewritten = status.st_size == file.size and status.st_mtime_ns != file.changed_at
        if (status.st_dev, status.st_ino) != file.place or rewritten:
            raise StorageError(_("{path} changed while it was sent.").format(path=file.path))


class MultipartBody:
    """The same as the field `file` of a form (multipart/form-data)."""

    def __init__(self, file: UploadFile) -> None:
        self._file = file
        boundary = secrets.token_hex(16)
        # As browsers write it (HTML, "multipart form data"): UTF-8, and these three escaped.
        name = file.name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        self._head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {file.mime_type}\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        length = len(self._head) + file.size + len(self._tail)
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(length),
        }

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._head
        async for chunk in FileBody(self._file):
            yield chunk
        yield self._tail


def form_upload(
    file: UploadFile,
    url: httpx.URL,
    timeout: httpx.Timeout,
    *,
    headers: Mapping[str, str],
    auth: httpx.Auth | None,
) -> Call:
    """One POST of a form to a server's upload endpoint."""
    body = MultipartBody(file)
    return Call("POST", url, timeout, {**headers, **body.headers}, body, auth, what="upload")


def second_phase(
    file: UploadFile,
    attachment: AttachmentBase,
    timeout: httpx.Timeout,
    *,
    base: httpx.URL,
    allow_http: bool,
) -> Call:
    """The file on its way to where the server, which lives at `base`, said it should go.

    That place is often somebody else's, so the request has what it asks for and nothing of ours.
    """
    descriptor = attachment.upload_descriptor
    target = descriptor.url if descriptor else attachment.upload_url
    if not target:
        raise ProtocolError(_("The server did not say where to send the file."))
    try:
        url = checked_url(
            target, what=_("The server's upload URL"), allow_http=allow_http, base=base
        )
        own = checked_headers(descriptor.headers if descriptor else {}, own_body=True)
    except ConfigurationError as error:
        raise ProtocolError(error.message) from error
    if descriptor and descriptor.method.upper() == "PUT":
        typed = any(name.lower() == "content-type" for name in own)
        body_headers = {"Content-Length": str(file.size)} | (
            {} if typed else {"Content-Type": file.mime_type}
        )
        return Call(
            "PUT", url, timeout, {**own, **body_headers}, FileBody(file), bare=True, what="upload"
        )
    form = MultipartBody(file)
    own = {name: value for name, value in own.items() if name.lower() != "content-type"}
    return Call("POST", url, timeout, {**own, **form.headers}, form, bare=True, what="upload")


def broken_off(error: ConnectionLost) -> ConnectionLost:
    """What it means for an upload that no answer came."""
    if error.exchange is None:
        message = _("The upload broke off; try again, unless the file is too large for it.")
    else:
        message = _(
            "The upload to {place} broke off; try again, unless the file is too large for it."
        ).format(place=error.exchange.origin)
    lost = ConnectionLost(message, request_id=error.request_id)
    lost.exchange = error.exchange
    return lost


def upload_url_refused(error: AuthRequired) -> ServerRejected:
    """What 401 and 403 mean at a URL that holds its own permission."""
    refused = ServerRejected(
        _(
            "The server's upload URL was refused ({status}), as one is that has expired; try again."
        ).format(status=error.status),
        status=error.status,
        request_id=error.request_id,
    )
    refused.exchange = error.exchange
    return refused


def _unreadable(path: Path, error: OSError) -> StorageError:
    reason = reason_of(error)
    return StorageError(_("{path} cannot be read: {reason}.").format(path=path, reason=reason))
