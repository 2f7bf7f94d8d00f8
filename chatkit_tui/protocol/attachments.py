"""Attachments, and where their bytes are to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from chatkit_tui.protocol.base import ByType, Id, Tolerant, Unknown, WireModel


class AttachmentUploadDescriptor(WireModel):
    """The second phase of an upload: where, how (POST or PUT) and with which headers."""

    url: str
    method: str = "POST"
    headers: dict[str, str] = Field(default_factory=dict)


class AttachmentBase(WireModel):
    """What every attachment has; `upload_url` is how older servers say `upload_descriptor`."""

    id: Id
    name: str = ""
    mime_type: str = ""
    upload_descriptor: Annotated[AttachmentUploadDescriptor, Tolerant()] | None = None
    upload_url: str | None = None
    preview_url: str | None = None
    thread_id: str | None = None
    metadata: dict[str, Any] | None = None


LAZY = "lazy"
"""A `preview_url` that is no address: the server is to be asked for one."""


@dataclass(frozen=True, slots=True)
class LazyPreview:
    """The preview of an attachment, whose address the server tells when it is asked."""

    attachment_id: str
    thread_id: str


class FileAttachment(AttachmentBase):
    """A file."""

    type: Literal["file"] = "file"


class ImageAttachment(AttachmentBase):
    """An image; `preview_url` may be "lazy" on the hosted service."""

    type: Literal["image"] = "image"


class UnknownAttachment(Unknown):
    """An attachment of a type this version has no model for."""


def _by_mime_type(data: dict[str, Any]) -> type[AttachmentBase] | None:
    mime_type = data.get("mime_type")
    if not isinstance(mime_type, str):
        return None
    return ImageAttachment if mime_type.startswith("image/") else FileAttachment


ATTACHMENT = ByType(UnknownAttachment, FileAttachment, ImageAttachment, guess=_by_mime_type)

Attachment = Annotated[FileAttachment | ImageAttachment | UnknownAttachment, ATTACHMENT]
