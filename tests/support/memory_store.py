"""An in-memory Store for the official ChatKit server, paging as its SDK expects."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from chatkit.store import AttachmentStore, NotFoundError, Store
from chatkit.types import (
    Attachment,
    AttachmentCreateParams,
    AttachmentUploadDescriptor,
    FileAttachment,
    ImageAttachment,
    Page,
    ThreadItem,
    ThreadMetadata,
    UserMessageItem,
)
from pydantic import AnyUrl, BaseModel

if TYPE_CHECKING:
    from tests.support.sdk_server import Context

Model = TypeVar("Model", bound=BaseModel)


@dataclass
class StoredThread:
    """A thread, who it belongs to, and its items in the order they came."""

    meta: ThreadMetadata
    user: str
    items: dict[str, ThreadItem] = field(default_factory=dict)


def _page(
    rows: Sequence[Model], after: str | None, limit: int, id_of: Callable[[Model], str]
) -> Page[Model]:
    start = 0
    if after is not None:
        ids = [id_of(row) for row in rows]
        if after not in ids:
            raise NotFoundError(after)
        start = ids.index(after) + 1
    data = [row.model_copy(deep=True) for row in rows[start : start + limit]]
    has_more = start + limit < len(rows)
    return Page(data=data, has_more=has_more, after=id_of(data[-1]) if has_more else None)


class MemoryStore(Store["Context"], AttachmentStore["Context"]):
    """Keeps everything in dictionaries; `changed` is called after every write.

    A user sees his own threads only; unless the server tells users apart, all are one user.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.threads: dict[str, StoredThread] = {}
        self.attachments: dict[str, Attachment] = {}
        self.files: dict[str, bytes] = {}
        """Attachment id to the bytes uploaded for it."""
        self._changed = changed
        self._numbers = itertools.count(1)

    def user_messages(self) -> list[UserMessageItem]:
        """Every stored user message, thread by thread, oldest first."""
        return [
            item
            for thread in list(self.threads.values())
            for item in list(thread.items.values())
            if isinstance(item, UserMessageItem)
        ]

    def _thread(self, thread_id: str, context: Context | None) -> StoredThread:
        thread = self.threads.get(thread_id)
        if thread is None or (context is not None and thread.user != context.user):
            raise NotFoundError(thread_id)
        return thread

    async def load_thread(self, thread_id: str, context: Context) -> ThreadMetadata:
        return self._thread(thread_id, context).meta.model_copy(deep=True)

    async def save_thread(self, thread: ThreadMetadata, context: Context) -> None:
        # The server hands over Thread objects too; what is kept has no items.
        meta = ThreadMetadata(**thread.model_dump(exclude={"items"}))
        if thread.id in self.threads:
            self.threads[thread.id].meta = meta
        else:
            self.threads[thread.id] = StoredThread(meta, context.user)
        self._changed()

    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: Context
    ) -> Page[ThreadItem]:
        items: list[Any] = list(self._thread(thread_id, context).items.values())
        if order == "desc":
            items.reverse()
        return _page(items, after, limit, lambda item: str(item.id))

    async def load_threads(
        self, limit: int, after: str | None, order: str, context: Context
    ) -> Page[ThreadMetadata]:
        threads = [t.meta for t in self.threads.values() if t.user == context.user]
        if order == "desc":
            threads.reverse()
        return _page(threads, after, limit, lambda thread: thread.id)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: Context) -> None:
        self._thread(thread_id, context).items[item.id] = item.model_copy(deep=True)
        self._changed()

    async def save_item(self, thread_id: str, item: ThreadItem, context: Context) -> None:
        await self.add_thread_item(thread_id, item, context)

    async def load_item(self, thread_id: str, item_id: str, context: Context) -> ThreadItem:
        item = self._thread(thread_id, context).items.get(item_id)
        if item is None:
            raise NotFoundError(item_id)
        return item.model_copy(deep=True)

    async def delete_thread(self, thread_id: str, context: Context) -> None:
        self._thread(thread_id, context)
        del self.threads[thread_id]
        self._changed()

    async def delete_thread_item(self, thread_id: str, item_id: str, context: Context) -> None:
        self._thread(thread_id, context).items.pop(item_id, None)
        self._changed()

    async def save_attachment(self, attachment: Attachment, context: Context) -> None:
        self.attachments[attachment.id] = attachment.model_copy(deep=True)
        self._changed()

    async def load_attachment(self, attachment_id: str, context: Context) -> Attachment:
        attachment = self.attachments.get(attachment_id)
        if attachment is None:
            raise NotFoundError(attachment_id)
        return attachment.model_copy(deep=True)

    async def delete_attachment(self, attachment_id: str, context: Context) -> None:
        self.attachments.pop(attachment_id, None)
        self.files.pop(attachment_id, None)
        self._changed()

    async def create_attachment(
        self,
        input: AttachmentCreateParams,  # noqa: A002
        context: Context,
    ) -> Attachment:
        """Register a file for two-phase upload, to be sent to this server."""
        server = context.server
        attachment_id = f"atc_{next(self._numbers)}"
        url = f"{server.upload_origin or server.origin}/uploads/{attachment_id}"
        return new_attachment(
            attachment_id,
            input.name,
            input.mime_type,
            server.origin,
            AttachmentUploadDescriptor(
                url=AnyUrl(url),
                method=server.upload_method,
                headers={"X-Upload-Token": f"token-{attachment_id}"},
            ),
        )

    def store_file(self, name: str, mime_type: str, data: bytes, origin: str) -> Attachment:
        """Keep a directly uploaded file."""
        attachment = new_attachment(f"atc_{next(self._numbers)}", name, mime_type, origin)
        self.attachments[attachment.id] = attachment
        self.files[attachment.id] = data
        self._changed()
        return attachment.model_copy(deep=True)


def new_attachment(
    attachment_id: str,
    name: str,
    mime_type: str,
    origin: str,
    descriptor: AttachmentUploadDescriptor | None = None,
) -> Attachment:
    """An image attachment (with a preview at `origin`) for images, else a file attachment."""
    if mime_type.startswith("image/"):
        return ImageAttachment(
            id=attachment_id,
            name=name,
            mime_type=mime_type,
            preview_url=AnyUrl(f"{origin}/files/{attachment_id}"),
            upload_descriptor=descriptor,
        )
    return FileAttachment(
        id=attachment_id, name=name, mime_type=mime_type, upload_descriptor=descriptor
    )
