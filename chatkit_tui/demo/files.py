"""The bytes of attachments: files below the data directory, named by ids of our own."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import os
import re
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from chatkit.store import AttachmentStore, NotFoundError
from chatkit.types import Attachment, FileAttachment, ImageAttachment
from pydantic import AnyUrl

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.store import SqliteStore

_ID = re.compile(r"atc_[0-9a-f]{32}")

IMAGE_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)

MAX_NAME = 255


class FileStore(AttachmentStore[None]):
    """Keeps uploads and hands them out again; names come from clients and are never paths."""

    def __init__(self, directory: Path, store: SqliteStore, addresses: Addresses) -> None:
        self._directory = directory
        self._store = store
        self._addresses = addresses

    async def keep(self, source: BinaryIO, name: str, mime_type: str | None) -> Attachment:
        """Write the upload to disk and register it; images are what begins like one."""
        attachment_id = self.generate_attachment_id(mime_type or "", None)
        size, digest, head = await asyncio.to_thread(
            _write, source, self._directory, self._path(attachment_id)
        )
        attachment = self._describe(attachment_id, _base_name(name), mime_type, head)
        attachment.metadata = (attachment.metadata or {}) | {"size": size, "sha256": digest}
        await self._store.save_attachment(attachment, None)
        return attachment

    def path_of(self, attachment: Attachment) -> Path:
        """Where the attachment's bytes are."""
        return self._path(attachment.id)

    def generate_attachment_id(self, mime_type: str, context: None) -> str:
        """An id that also serves as a file name, and cannot be guessed."""
        return f"atc_{secrets.token_hex(16)}"

    async def delete_attachment(self, attachment_id: str, context: None) -> None:
        """Remove the attachment's file; what is known about it is the Store's to forget."""
        await self._store.load_attachment(attachment_id, context)
        await asyncio.to_thread(self._path(attachment_id).unlink, missing_ok=True)

    def _describe(
        self, attachment_id: str, name: str, mime_type: str | None, head: bytes
    ) -> Attachment:
        image_type = sniff_image(head)
        if image_type is None:
            guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
            return FileAttachment(id=attachment_id, name=name, mime_type=guessed)
        token = secrets.token_urlsafe(24)
        return ImageAttachment(
            id=attachment_id,
            name=name,
            mime_type=image_type,
            preview_url=AnyUrl(self._addresses.preview(token)),
            metadata={"preview_token": token},
        )

    def _path(self, attachment_id: str) -> Path:
        if not _ID.fullmatch(attachment_id):
            raise NotFoundError(f"No attachment with id '{attachment_id}'.")
        return self._directory / attachment_id


def sniff_image(head: bytes) -> str | None:
    """The image type a file's first bytes stand for, None when they stand for none we show."""
    for signature, mime_type in IMAGE_SIGNATURES:
        if head.startswith(signature):
            return mime_type
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _write(source: BinaryIO, directory: Path, path: Path) -> tuple[int, str, bytes]:
    """Copy `source` to `path` (0600); its size, SHA-256 and first bytes."""
    directory.mkdir(mode=0o700, exist_ok=True)
    source.seek(0)
    head = source.read(16)
    source.seek(0)
    try:
        with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
            size = target.tell()
            target.seek(0)
            return size, hashlib.file_digest(target, "sha256").hexdigest(), head
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _base_name(name: str) -> str:
    """The last part of what the client calls the file, whichever slashes it uses."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][:MAX_NAME] or "file"
