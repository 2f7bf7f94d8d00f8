"""The SQLite store against the SDK's contract: order, pages, places, and what is not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from chatkit.store import NotFoundError
from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    LockedStatus,
    Page,
    Thread,
    ThreadItem,
    ThreadMetadata,
    WidgetItem,
)
from chatkit.widgets import DynamicWidgetRoot

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.database import Database
from chatkit_tui.demo.startup import StartupError
from chatkit_tui.demo.store import SqliteStore

NOW = datetime(2026, 1, 2, 3, 4, 5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    database = Database.open(tmp_path / "db.sqlite3")
    yield SqliteStore(database, Addresses("http://127.0.0.1:1"))
    database.close()


async def a_thread(store: SqliteStore, thread_id: str = "thr_1", items: int = 0) -> None:
    await store.save_thread(ThreadMetadata(id=thread_id, created_at=NOW), None)
    for number in range(items):
        await store.add_thread_item(thread_id, message(f"msg_{number}", thread_id), None)


def message(item_id: str, thread_id: str = "thr_1", text: str = "x") -> AssistantMessageItem:
    content = [AssistantMessageContent(text=text)]
    return AssistantMessageItem(id=item_id, thread_id=thread_id, created_at=NOW, content=content)


def ids(page: Page[Any]) -> list[str]:
    return [record.id for record in page.data]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 9999])
async def test_pages_follow_one_another_without_gap_or_overlap(
    store: SqliteStore, order: str, limit: int
) -> None:
    await a_thread(store, items=7)
    found: list[str] = []
    after: str | None = None
    pages = 0
    while True:
        page = await store.load_thread_items("thr_1", after, limit, order, None)
        found += ids(page)
        pages += 1
        assert page.after == (ids(page)[-1] if page.has_more else None)
        if not page.has_more:
            break
        assert len(page.data) == limit
        after = page.after
    expected = [f"msg_{number}" for number in range(7)]
    assert found == (expected if order == "asc" else expected[::-1])
    assert pages == -(-7 // limit)


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_threads_are_paged_too(store: SqliteStore, order: str) -> None:
    for number in range(5):
        await a_thread(store, f"thr_{number}")
    first = await store.load_threads(3, None, order, None)
    rest = await store.load_threads(3, first.after, order, None)
    assert (first.has_more, rest.has_more) == (True, False)
    expected = [f"thr_{number}" for number in range(5)]
    assert ids(first) + ids(rest) == (expected if order == "asc" else expected[::-1])


async def test_a_thread_that_changes_keeps_its_place(store: SqliteStore) -> None:
    for number in range(3):
        await a_thread(store, f"thr_{number}")
    thread = await store.load_thread("thr_1", None)
    thread.title = "Renamed"
    thread.status = LockedStatus(reason="because")
    thread.metadata = {"nested": [1, None]}
    await store.save_thread(thread, None)
    page = await store.load_threads(10, None, "asc", None)
    assert ids(page) == ["thr_0", "thr_1", "thr_2"]
    assert page.data[1] == thread


async def test_items_that_come_with_a_thread_are_not_stored_in_it(store: SqliteStore) -> None:
    page = Page[ThreadItem](data=[message("msg_stray")])
    await store.save_thread(Thread(id="thr_1", created_at=NOW, items=page), None)
    assert (await store.load_thread_items("thr_1", None, 9, "asc", None)).data == []
    assert type(await store.load_thread("thr_1", None)) is ThreadMetadata


async def test_an_item_that_is_stored_again_keeps_its_place(store: SqliteStore) -> None:
    await a_thread(store, items=3)
    await store.add_thread_item("thr_1", message("msg_1", text="again"), None)
    await store.save_item("thr_1", message("msg_0", text="saved"), None)
    page = await store.load_thread_items("thr_1", None, 9, "asc", None)
    assert ids(page) == ["msg_0", "msg_1", "msg_2"]
    texts = [item.content[0].text for item in page.data if isinstance(item, AssistantMessageItem)]
    assert texts == ["saved", "again", "x"]


async def test_the_same_item_id_in_two_threads_is_two_items(store: SqliteStore) -> None:
    await a_thread(store, "thr_1", items=1)
    await a_thread(store, "thr_2", items=1)
    await store.save_item("thr_2", message("msg_0", "thr_2", "other"), None)
    item = await store.load_item("thr_1", "msg_0", None)
    assert isinstance(item, AssistantMessageItem)
    assert item.content[0].text == "x"


async def test_what_is_not_there_is_not_found(store: SqliteStore) -> None:
    await a_thread(store, items=1)
    for missing in (
        store.load_thread("thr_none", None),
        store.delete_thread("thr_none", None),
        store.load_thread_items("thr_none", None, 9, "asc", None),
        store.load_thread_items("thr_1", "msg_none", 9, "asc", None),
        store.load_threads(9, "thr_none", "asc", None),
        store.add_thread_item("thr_none", message("msg_9"), None),
        store.load_item("thr_1", "msg_none", None),
        store.load_attachment("atc_none", None),
        store.find_preview("none"),
        store.add_feedback("thr_none", [], "positive"),
    ):
        with pytest.raises(NotFoundError):
            await missing


async def test_deleting(store: SqliteStore) -> None:
    await a_thread(store, items=3)
    await store.delete_thread_item("thr_1", "msg_1", None)
    await store.delete_thread_item("thr_1", "msg_1", None)
    page = await store.load_thread_items("thr_1", None, 9, "asc", None)
    assert ids(page) == ["msg_0", "msg_2"]
    await store.delete_thread("thr_1", None)
    await a_thread(store)
    assert (await store.load_thread_items("thr_1", None, 9, "asc", None)).data == []


async def test_widgets_keep_properties_the_sdk_does_not_know(store: SqliteStore) -> None:
    await a_thread(store)
    raw = {"type": "Card", "border": 1, "children": [{"type": "Text", "value": "a", "odd": [1.0]}]}
    widget = DynamicWidgetRoot.model_validate(raw)
    item = WidgetItem(id="msg_w", thread_id="thr_1", created_at=NOW, widget=widget)
    await store.add_thread_item("thr_1", item, None)
    loaded = await store.load_item("thr_1", "msg_w", None)
    assert isinstance(loaded, WidgetItem)
    assert loaded.model_dump_json() == item.model_dump_json()


async def test_public_addresses_follow_a_restart(tmp_path: Path) -> None:
    old, new = Addresses("http://127.0.0.1:1"), Addresses("http://127.0.0.1:2")
    text = "![a]({}) http://127.0.0.1:1/private"
    database = Database.open(tmp_path / "db.sqlite3")
    before, after = SqliteStore(database, old), SqliteStore(database, new)
    await a_thread(before)
    written = message("msg_a", text=text.format(old.picture("badge")))
    await before.add_thread_item("thr_1", written, None)
    assert await before.load_item("thr_1", "msg_a", None) == written
    expected = message("msg_a", text=text.format(new.picture("badge")))
    assert await after.load_item("thr_1", "msg_a", None) == expected
    database.close()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    Database.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StartupError, match="newer version"):
        Database.open(path)


async def test_two_programs_share_one_file(tmp_path: Path) -> None:
    one, two = (Database.open(tmp_path / "db.sqlite3") for _ in range(2))
    stores = [SqliteStore(database, Addresses("http://127.0.0.1:1")) for database in (one, two)]
    await a_thread(stores[0], items=2)
    await stores[1].add_thread_item("thr_1", message("msg_2"), None)
    page = await stores[0].load_thread_items("thr_1", None, 9, "asc", None)
    assert ids(page) == ["msg_0", "msg_1", "msg_2"]
    one.close()
    two.close()


async def test_a_failed_change_leaves_no_trace(store: SqliteStore, tmp_path: Path) -> None:
    database = Database.open(tmp_path / "db.sqlite3")

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO threads (id, data) VALUES ('thr_x', '{}')")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await database.run(work)
    database.close()
    with pytest.raises(NotFoundError):
        await store.load_thread("thr_x", None)
