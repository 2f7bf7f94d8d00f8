"""The backend's SQLite file: one connection, used from worker threads, one transaction a call."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from chatkit_tui.demo.startup import StartupError

T = TypeVar("T")

SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE threads (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    data TEXT NOT NULL
);
CREATE TABLE items (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id TEXT NOT NULL REFERENCES threads(id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    opaque INTEGER NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (thread_id, id)
);
CREATE INDEX items_in_order ON items (thread_id, seq);
CREATE TABLE attachments (
    id TEXT PRIMARY KEY,
    thread_id TEXT,
    preview_token TEXT UNIQUE,
    data TEXT NOT NULL
);
CREATE TABLE feedback (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id TEXT NOT NULL REFERENCES threads(id) ON DELETE CASCADE,
    item_ids TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
"""


class Database:
    """Runs functions on the connection, each in a transaction of its own, off the event loop."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open or create the file (0600, its directory 0700); raises StartupError."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.chmod(0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            _prepare(connection)
        except (OSError, sqlite3.Error) as error:
            raise StartupError(f"The conversations in {path} cannot be opened: {error}.") from error
        return cls(connection)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns; what it wrote is rolled back when it raises."""
        return await asyncio.to_thread(self._transaction, work)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
            return result


def _prepare(connection: sqlite3.Connection) -> None:
    """Settings of the connection, and the tables when the file is new."""
    connection.execute("PRAGMA busy_timeout = 5000")  # two programs may share the file
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")
    if version > SCHEMA_VERSION:
        raise sqlite3.DatabaseError("a newer version of this program wrote them")
