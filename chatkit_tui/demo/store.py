"""Threads, items, attachments and feedback in SQLite, as the server SDK's Store wants them.

Items and threads are ordered by when they were first stored; a page goes on after the id of the
last record of the page before. Nothing depends on the request's context: there is one user.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from typing import Any, TypeVar, cast

from chatkit.store import NotFoundError, Store, StoreItemType, default_generate_id
from chatkit.types import (
    Attachment,
    FeedbackKind,
    Page,
    ThreadItem,
    ThreadMetadata,
    WidgetItem,
)
from chatkit.widgets import DynamicWidgetRoot
from pydantic import BaseModel, TypeAdapter

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.database import Database
from chatkit_tui.demo.opaque import OpaqueItem

Row = TypeVar("Row")

_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)
_ATTACHMENT: TypeAdapter[Attachment] = TypeAdapter(Attachment)

UPSERT_THREAD = """
INSERT INTO threads (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data
"""
UPSERT_ITEM = """
INSERT INTO items (thread_id, id, opaque, data) VALUES (?, ?, ?, ?)
ON CONFLICT (thread_id, id) DO UPDATE SET opaque = excluded.opaque, data = excluded.data
"""
UPSERT_ATTACHMENT = """
INSERT INTO attachments (id, thread_id, preview_token, data) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET thread_id = excluded.thread_id, data = excluded.data
"""


class SqliteStore(Store[None]):
    """The SDK's Store on a Database; every method raises NotFoundError for ids it does not know."""

    def __init__(self, database: Database, addresses: Addresses) -> None:
        self._database = database
        self._addresses = addresses

    def generate_thread_id(self, context: None) -> str:
        """A new id; the SDK's own are short enough to meet again in a file that grows for years."""
        return default_generate_id("thread") + secrets.token_hex(8)

    def generate_item_id(
        self, item_type: StoreItemType, thread: ThreadMetadata, context: None
    ) -> str:
        """A new id for an item."""
        return default_generate_id(item_type) + secrets.token_hex(8)

    async def load_thread(self, thread_id: str, context: None) -> ThreadMetadata:
        """The thread without its items."""
        data = await self._database.run(lambda db: _thread_data(db, thread_id))
        return self._thread(data)

    async def save_thread(self, thread: ThreadMetadata, context: None) -> None:
        """Insert or update the thread; items that come with it are not stored as items."""
        data = self._dump(thread)
        await self._database.run(lambda db: db.execute(UPSERT_THREAD, (thread.id, data)))

    async def load_threads(
        self, limit: int, after: str | None, order: str, context: None
    ) -> Page[ThreadMetadata]:
        """A page of threads by age."""

        def work(db: sqlite3.Connection) -> list[tuple[str]]:
            start = (
                None if after is None else _seq(db, "SELECT seq FROM threads WHERE id = ?", after)
            )
            return _page(db, "SELECT data FROM threads WHERE TRUE", (), start, limit, order)

        rows = await self._database.run(work)
        threads = [self._thread(data) for (data,) in rows[: max(1, limit)]]
        return _as_page(threads, rows, limit)

    async def delete_thread(self, thread_id: str, context: None) -> None:
        """Forget the thread, its items and feedback; its attachments have been deleted before."""

        def work(db: sqlite3.Connection) -> None:
            _thread_data(db, thread_id)
            db.execute("DELETE FROM threads WHERE id = ?", (thread_id,))

        await self._database.run(work)

    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: None
    ) -> Page[ThreadItem]:
        """A page of the thread's items by age; items of unknown types come as OpaqueItem."""

        def work(db: sqlite3.Connection) -> list[tuple[int, str]]:
            _thread_data(db, thread_id)
            find = "SELECT seq FROM items WHERE thread_id = ? AND id = ?"
            start = None if after is None else _seq(db, find, thread_id, after)
            select = "SELECT opaque, data FROM items WHERE thread_id = ?"
            return _page(db, select, (thread_id,), start, limit, order)

        rows = await self._database.run(work)
        items = [self._item(opaque, data) for opaque, data in rows[: max(1, limit)]]
        return _as_page(items, rows, limit)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: None) -> None:
        """Store the item at the end; one that is stored already keeps its place."""
        await self.save_item(thread_id, item, context)

    async def save_item(self, thread_id: str, item: ThreadItem, context: None) -> None:
        """Insert or update the item."""
        row = (thread_id, item.id, isinstance(item, OpaqueItem), self._dump(item))

        def work(db: sqlite3.Connection) -> None:
            _thread_data(db, thread_id)
            db.execute(UPSERT_ITEM, row)

        await self._database.run(work)

    async def load_item(self, thread_id: str, item_id: str, context: None) -> ThreadItem:
        """One item of the thread."""
        query = "SELECT opaque, data FROM items WHERE thread_id = ? AND id = ?"
        row = await self._database.run(
            lambda db: db.execute(query, (thread_id, item_id)).fetchone()
        )
        if row is None:
            raise NotFoundError(f"No item with id '{item_id}' in this thread.")
        return self._item(*row)

    async def delete_thread_item(self, thread_id: str, item_id: str, context: None) -> None:
        """Forget the item; nothing happens when it was never stored."""
        query = "DELETE FROM items WHERE thread_id = ? AND id = ?"
        await self._database.run(lambda db: db.execute(query, (thread_id, item_id)))

    async def save_attachment(self, attachment: Attachment, context: None) -> None:
        """Insert or update what is known about the attachment."""
        token = (attachment.metadata or {}).get("preview_token")
        row = (attachment.id, attachment.thread_id, token, self._dump(attachment))
        await self._database.run(lambda db: db.execute(UPSERT_ATTACHMENT, row))

    async def load_attachment(self, attachment_id: str, context: None) -> Attachment:
        """What is known about the attachment."""
        return await self._find_attachment("id", attachment_id)

    async def find_preview(self, preview_token: str) -> Attachment:
        """The attachment whose preview URL holds this token."""
        return await self._find_attachment("preview_token", preview_token)

    async def thread_attachments(self, thread_id: str) -> list[str]:
        """Ids of the attachments that were sent in the thread."""
        query = "SELECT id FROM attachments WHERE thread_id = ?"
        rows = await self._database.run(lambda db: db.execute(query, (thread_id,)).fetchall())
        return [row[0] for row in rows]

    async def delete_attachment(self, attachment_id: str, context: None) -> None:
        """Forget the attachment; nothing happens when it is not known."""
        query = "DELETE FROM attachments WHERE id = ?"
        await self._database.run(lambda db: db.execute(query, (attachment_id,)))

    async def add_feedback(self, thread_id: str, item_ids: list[str], kind: FeedbackKind) -> None:
        """Keep what the user thought of an answer."""

        def work(db: sqlite3.Connection) -> None:
            _thread_data(db, thread_id)
            query = "INSERT INTO feedback (thread_id, item_ids, kind) VALUES (?, ?, ?)"
            db.execute(query, (thread_id, json.dumps(item_ids), kind))

        await self._database.run(work)

    async def _find_attachment(self, column: str, value: str) -> Attachment:
        query = f"SELECT data FROM attachments WHERE {column} = ?"  # noqa: S608  column is ours
        row = await self._database.run(lambda db: db.execute(query, (value,)).fetchone())
        if row is None:
            raise NotFoundError(f"No attachment with id '{value}'.")
        return _ATTACHMENT.validate_json(self._addresses.from_stored(row[0]))

    def _dump(self, record: BaseModel) -> str:
        return self._addresses.to_stored(record.model_dump_json(by_alias=True, exclude_none=True))

    def _thread(self, data: str) -> ThreadMetadata:
        return ThreadMetadata.model_validate_json(self._addresses.from_stored(data))

    def _item(self, opaque: int, data: str) -> ThreadItem:
        raw: dict[str, Any] = json.loads(self._addresses.from_stored(data))
        if opaque:
            return cast("ThreadItem", OpaqueItem.model_validate(raw))
        item = _ITEM.validate_python(raw)
        if isinstance(item, WidgetItem):
            # The SDK's strict components drop properties they do not list; this one keeps them.
            item.widget = DynamicWidgetRoot.model_validate(raw["widget"])
        return item


def _thread_data(db: sqlite3.Connection, thread_id: str) -> str:
    row = db.execute("SELECT data FROM threads WHERE id = ?", (thread_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"No thread with id '{thread_id}'.")
    return str(row[0])


def _seq(db: sqlite3.Connection, query: str, *values: str) -> int:
    """Where the record stands after which a page begins."""
    row = db.execute(query, values).fetchone()
    if row is None:
        raise NotFoundError(f"No record with id '{values[-1]}' to go on after.")
    return int(row[0])


def _page(
    db: sqlite3.Connection,
    select: str,
    values: tuple[str, ...],
    start: int | None,
    limit: int,
    order: str,
) -> list[Any]:
    """The rows of a page and one more where there is one."""
    descending = order == "desc"
    start_clause = "" if start is None else f" AND seq {'<' if descending else '>'} {start:d}"
    order_clause = f" ORDER BY seq {'DESC' if descending else 'ASC'} LIMIT {max(1, limit) + 1:d}"
    return db.execute(select + start_clause + order_clause, values).fetchall()


def _as_page(records: list[Row], rows: list[Any], limit: int) -> Page[Row]:
    has_more = len(rows) > max(1, limit)
    after = cast("Any", records[-1]).id if has_more else None
    return Page(data=records, has_more=has_more, after=after)
