"""The files of a thread and of the message that is being written, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.protocol.attachments import LAZY, AttachmentBase, LazyPreview
from chatkit_tui.protocol.items import UserMessageItem

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached
    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.view import ChatKitView


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file, and where its bytes can be had: here, or at the server, or nowhere any more."""

    name: str
    mime_type: str
    path: Path | None = None
    preview: str | LazyPreview | None = None
    attached: Attached | None = None
    """Set while it is part of what is written."""

    @classmethod
    def of_draft(cls, attached: Attached) -> ListedFile:
        """A file of the message that is being written."""
        preview = attached.preview_url
        known = preview if preview and preview != LAZY else None
        return cls(attached.name, attached.mime_type, attached.path, known, attached)

    @classmethod
    def of_thread(
        cls, attachment: AttachmentBase, thread_id: str, sent: Attached | None
    ) -> ListedFile:
        """A file of a message; `sent` is what it was when it was sent from here."""
        preview: str | LazyPreview | None = attachment.preview_url or None
        if preview == LAZY:
            preview = LazyPreview(attachment.id, thread_id)
        path = sent.path if sent is not None else None
        return cls(attachment.name or attachment.id, attachment.mime_type, path, preview)


def listed_files(view: ChatKitView) -> list[ListedFile]:
    """Those of what is written first, then those of the thread, the newest first."""
    files = [ListedFile.of_draft(each) for each in view.composer.files]
    if view.controller is None:
        return files
    conversation = view.controller.active
    thread_id = conversation.thread_id or ""
    for row in reversed(conversation.state.rows):
        for attachment in _attachments(row):
            sent = view.attaching.sent_as(attachment.id)
            files.append(ListedFile.of_thread(attachment, thread_id, sent))
    return files


def _attachments(row: Row) -> Iterator[AttachmentBase]:
    """The files of a row; an item that can have none is not made for this."""
    raw = row.unread.raw if row.unread is not None else None
    if raw is not None and not raw.get("attachments"):
        return
    if isinstance(row.item, UserMessageItem):
        for each in row.item.attachments:
            if isinstance(each, AttachmentBase):
                yield each
