"""The list of threads: paging, new ones, renaming, deleting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from chatkit.types import (
    ThreadMetadata,
    ThreadStreamEvent,
)

from chatkit_tui.controller.changes import (
    DirectoryChanged,
)
from chatkit_tui.errors import CommandRefused, ServerRejected
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.controller.stored import store_thread
from tests.support.assistant import assistant_message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import SdkServer


async def test_opening_an_old_thread_does_not_make_it_a_new_one(
    chat: Chat, sdk_server: SdkServer
) -> None:
    store_thread(sdk_server, "thr_a", 1)
    await chat.controller.set_thread_id("thr_a")
    assert chat.controller.directory.threads == []


async def test_list_of_threads_is_read_page_by_page(chat: Chat, sdk_server: SdkServer) -> None:
    for number in range(60):
        store_thread(sdk_server, f"thr_{number}", 0)
    directory = chat.controller.directory
    await chat.controller.list_threads()
    assert [thread.id for thread in directory.threads] == [f"thr_{n}" for n in range(59, 9, -1)]
    assert directory.has_more
    await chat.controller.list_threads(more=True)
    assert [thread.id for thread in directory.threads] == [f"thr_{n}" for n in range(59, -1, -1)]
    assert not directory.has_more
    await chat.controller.list_threads(more=True)
    assert sdk_server.count("threads.list") == 2
    assert any(isinstance(change, DirectoryChanged) for _, change in chat.changes)


async def test_list_that_fails_says_so_and_keeps_what_it_had(
    make_chat: MakeChat, fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    store_thread(sdk_server, "thr_a", 0)
    chat = make_chat(fault_proxy.url)
    await chat.controller.list_threads()
    fault_proxy.on("threads.list", Answer(500, b"no", "text/plain"))
    with pytest.raises(ServerRejected):
        await chat.controller.list_threads()
    directory = chat.controller.directory
    assert isinstance(directory.error, ServerRejected)
    assert not directory.loading
    assert [thread.id for thread in directory.threads] == ["thr_a"]
    await chat.controller.list_threads()
    assert directory.error is None


async def test_new_thread_and_its_title_appear_in_the_list(
    chat: Chat, sdk_server: SdkServer
) -> None:
    store_thread(sdk_server, "thr_old", 1)
    await chat.controller.list_threads()

    async def respond(
        thread: ThreadMetadata, item: Any, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        thread.title = "Greetings"
        for event in assistant_message(thread, "Hi."):
            yield event

    sdk_server.respond = respond
    await chat.controller.send_user_message("Hello")
    titles = [thread.title for thread in chat.controller.directory.threads]
    assert titles == ["Greetings", "Title of thr_old"]


async def test_rename_reaches_the_list_and_the_thread_in_front(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("Hello")
    thread_id = chat.active.thread_id or ""
    await chat.controller.rename_thread(thread_id, "  Better ")
    assert sdk_server.store.threads[thread_id].meta.title == "Better"
    assert chat.active.state.thread is not None
    assert chat.active.state.thread.title == "Better"
    assert [thread.title for thread in chat.controller.directory.threads] == ["Better"]
    with pytest.raises(CommandRefused):
        await chat.controller.rename_thread(thread_id, "  ")


async def test_deleting_the_thread_in_front_leaves_a_new_one(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("Hello")
    thread_id = chat.active.thread_id or ""
    changes: list[Any] = []
    chat.controller.on("chatkit.thread.change", lambda detail: changes.append(detail))
    await chat.controller.delete_thread(thread_id)
    assert sdk_server.store.threads == {}
    assert chat.active.blank
    assert chat.controller.directory.threads == []
    assert changes == [{"threadId": None}]
    with pytest.raises(ServerRejected):
        await chat.controller.delete_thread("thr_unknown")
