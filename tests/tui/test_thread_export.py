"""A thread written to a file from the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from chatkit_tui.tui.screens.question import LineScreen
from chatkit_tui.tui.thread_export import export_thread
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


async def name_file(chat: Chat, name: str) -> None:
    chat.view.run(export_thread(chat.view))
    await chat.until(lambda: isinstance(chat.app.screen, LineScreen))
    chat.app.screen.query_one(Input).value = name
    await chat.pilot.press("enter")


async def test_the_whole_thread_is_read_before_it_is_written(
    sdk_server: SdkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.controller.stored import store_thread

    monkeypatch.chdir(tmp_path)
    texts = store_thread(sdk_server, "thr_long", 140)
    async with running(sdk_server.url) as chat:
        assert chat.view.controller is not None
        await chat.view.controller.set_thread_id("thr_long")
        await name_file(chat, "all.json")
        await chat.shows("Written to")
        exported = json.loads((tmp_path / "all.json").read_text())
        assert len(exported["items"]) == len(texts) == 140


async def test_what_cannot_be_written_is_said(sdk_server: SdkServer, tmp_path: Path) -> None:
    async with running(sdk_server.url) as chat:
        chat.view.run(export_thread(chat.view))
        await chat.shows("There is no thread here yet")
        await chat.say("Hello")
        await chat.shows("You said: Hello")
        await name_file(chat, str(tmp_path / "thread.pdf"))
        await chat.shows("name a file that ends so")
