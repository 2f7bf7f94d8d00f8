"""Where the program begins: in the last thread, in a named one, in a new one."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.responses import JSONResponse
from textual import events

from chatkit_tui.backend import ProfileBackend, backend_for
from chatkit_tui.profiles.drafts import DraftStore
from chatkit_tui.profiles.last_thread import load_last_thread, save_last_thread
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.tui.app import ChatKitApp
from tests.controller.stored import store_thread
from tests.tui.conftest import Chat

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


@asynccontextmanager
async def begun(backend: ProfileBackend, drafts: Path | None = None) -> AsyncIterator[Chat]:
    store = None if drafts is None else DraftStore(drafts)
    app = ChatKitApp(backend, drafts=store)
    async with app.run_test(size=(100, 30)) as pilot:
        yield Chat(app, pilot)


def last(server: SdkServer) -> ProfileBackend:
    return backend_for(Profile(url=server.url), continue_last=True)


async def test_the_last_thread_is_in_front_again(sdk_server: SdkServer) -> None:
    async with begun(last(sdk_server)) as chat:
        await chat.until(lambda: chat.idle)
        await chat.say("remember me")
        await chat.shows("You said: remember me")
        key = chat.view.session.backend.server_key
        await chat.until(lambda: load_last_thread(key) is not None)
    thread_id = chat.view.session.left_thread
    assert thread_id == load_last_thread(key)
    async with begun(last(sdk_server)) as chat:
        await chat.shows("You said: remember me")
        await chat.pilot.press("ctrl+k")
        await chat.shows("Ctrl+D delete")
        await chat.pilot.press("ctrl+d")
        await chat.shows("The server keeps no copy.")
        await chat.pilot.press("y")
        await chat.until(lambda: load_last_thread(key) is None)
    assert chat.view.session.left_thread is None


async def test_a_last_thread_that_is_gone_makes_room_for_a_new_one(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    backend = last(sdk_server)
    save_last_thread(backend.server_key, "thr_gone")
    drafts = DraftStore(tmp_path)
    drafts.save(backend.server_key, "thr_gone", "half a thought")
    drafts.save(backend.server_key, None, "another one")
    async with begun(backend, tmp_path) as chat:
        await chat.shows("cannot be opened any more", "half a thought", "another one")
        controller = chat.view.controller
        assert controller is not None
        assert controller.active.blank
        assert load_last_thread(backend.server_key) is None
        await chat.pilot.press("enter")
        await chat.shows("You said:")
        assert "half a thought" in sdk_server.user_texts()[0]
        await chat.view.drafts.flush()
        assert not drafts.load(backend.server_key, "thr_gone")


async def test_a_named_thread_that_is_gone_is_an_error(sdk_server: SdkServer) -> None:
    async with begun(backend_for(Profile(url=sdk_server.url), thread_id="thr_gone")) as chat:
        await chat.until(lambda: chat.view.furnished and chat.view.alerts.card.error is not None)
        assert "any more" not in chat.screen
        controller = chat.view.controller
        assert controller is not None
        assert controller.active.thread_id == "thr_gone"


async def test_a_server_that_is_busy_does_not_cost_the_thread(sdk_server: SdkServer) -> None:
    backend = last(sdk_server)
    store_thread(sdk_server, "thr_a", 1)
    save_last_thread(backend.server_key, "thr_a")
    sdk_server.authorize = lambda request: JSONResponse({"message": "Later."}, 503)
    async with begun(backend) as chat:
        await chat.until(lambda: chat.view.furnished and chat.view.alerts.card.error is not None)
        controller = chat.view.controller
        assert controller is not None
        assert controller.active.thread_id == "thr_a"


@pytest.mark.parametrize("loading", [False, True])
async def test_a_new_thread_can_be_begun_before_the_last_one_is_there(
    sdk_server: SdkServer, tmp_path: Path, loading: bool
) -> None:
    backend, drafts, door = last(sdk_server), DraftStore(tmp_path), threading.Event()
    store_thread(sdk_server, "thr_a", 1)
    save_last_thread(backend.server_key, "thr_a")
    drafts.save(backend.server_key, "thr_a", "half a thought")
    sdk_server.authorize = lambda request: None if door.wait(5) else JSONResponse({}, 503)
    async with begun(backend, tmp_path) as chat:
        if loading:
            await chat.shows("half a thought", "Loading the thread…")
            await chat.until(lambda: chat.view.controller is not None)
        chat.app.post_message(events.Key("ctrl+n", None))
        for letter in "hello":
            chat.app.post_message(events.Key(letter, letter))
        chat.app.post_message(events.Key("enter", "\r"))
        await chat.until(lambda: chat.view.sender.has_queued or not chat.idle)
        door.set()
        await chat.shows("You said: hello")
        assert "text 0" not in chat.screen
        assert len(sdk_server.store.threads) == 2
        await chat.view.drafts.flush()
        assert drafts.load(backend.server_key, "thr_a") == "half a thought"
        assert chat.view.controller is not None
        await chat.view.controller.set_thread_id("thr_a")
        await chat.shows("text 0", "half a thought")
