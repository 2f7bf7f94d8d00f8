"""The backend ends with its parent, however the parent ends."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from chatkit.types import AssistantMessageItem

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.database import Database
from chatkit_tui.demo.launch import DemoInfo
from chatkit_tui.demo.store import SqliteStore
from tests.support.demo_client import DemoClient, user_input

pytestmark = pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="waiting for another's child needs pidfd_open"
)

ROOT = Path(__file__).parents[2]

END_SECONDS = 20

PARENT = """
import asyncio, json, pathlib, sys
from chatkit_tui.demo.launch import DemoBackend

async def main():
    backend = DemoBackend(pathlib.Path(sys.argv[1]), assistant="tour")
    info = await backend.start()
    where = {"pid": backend.pid, "base_url": info.base_url, "token": info.token}
    print(json.dumps(where), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


class Orphan:
    """A backend whose parent is a process that can be killed."""

    def __init__(self, parent: subprocess.Popen[bytes]) -> None:
        assert parent.stdout is not None
        said = json.loads(parent.stdout.readline())
        self._parent = parent
        self._process = os.pidfd_open(said["pid"])
        base_url = said["base_url"]
        session_url = f"{base_url}/v1/chatkit/sessions"
        self.info = DemoInfo(base_url, session_url, said["token"], "", (), "tour")

    def kill_parent(self, how: signal.Signals) -> None:
        self._parent.send_signal(how)
        self._parent.wait(END_SECONDS)

    def ends(self) -> bool:
        """Wait for the end of the backend; False when it outlives the patience of this test."""
        with select.epoll() as poll:
            poll.register(self._process, select.EPOLLIN)
            return bool(poll.poll(END_SECONDS))

    def close(self) -> None:
        if not self.ends():
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
        os.close(self._process)


@contextmanager
def orphan(data_dir: Path) -> Iterator[Orphan]:
    """A backend and its parent, both gone afterwards."""
    command = [sys.executable, "-c", PARENT, str(data_dir)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as parent,
        closing(Orphan(parent)) as backend,
    ):
        try:
            yield backend
        finally:
            parent.kill()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_backend_that_is_still_loading_ends_with_its_parent(
    tmp_path: Path, how: signal.Signals
) -> None:
    with orphan(tmp_path) as backend:
        backend.kill_parent(how)
        assert backend.ends()


async def test_a_backend_in_the_middle_of_an_answer_ends_and_keeps_it(tmp_path: Path) -> None:
    written = ""
    with orphan(tmp_path) as backend:
        client = DemoClient(backend.info)
        begun = client.open_stream("threads.create", input=user_input("long answer"))
        with closing(client.http), begun as events:
            for event in events:
                if event["type"] == "thread.created":
                    thread_id = event["thread"]["id"]
                written += event.get("update", {}).get("delta", "")
                if len(written) > 20:
                    break
            backend.kill_parent(signal.SIGKILL)
            assert backend.ends()
    database = Database.open(tmp_path / "conversations.sqlite3")
    store = SqliteStore(database, Addresses(backend.info.base_url))
    page = await store.load_thread_items(thread_id, None, 9, "asc", None)
    database.close()
    kept = page.data[1]
    assert isinstance(kept, AssistantMessageItem)
    assert kept.content[0].text.startswith(written)
