"""Files that go with a message, by the keys: chosen, dropped, held for, failed, removed, kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from chatkit_tui.controller.attachments.attached import Stage
from chatkit_tui.options import (
    ChatKitOptions,
    ComposerAttachmentOption,
    ComposerOption,
    CustomApiConfig,
)
from chatkit_tui.profiles.drafts import DraftStore
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.attachments.attachments_screen import AttachmentsScreen
from chatkit_tui.tui.attachments.file_screen import FileScreen
from tests.support.file_sink import file_sink
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

HASTE = 0.003
"""Seconds between keys, in which a folder may or may not have been read."""


def taking_files(url: str, **rules: Any) -> ChatKitOptions:
    files = ComposerAttachmentOption(enabled=True, **rules)
    return ChatKitOptions(api=CustomApiConfig(url), composer=ComposerOption(attachments=files))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a few files in it."""
    (tmp_path / "one.txt").write_text("content one")
    (tmp_path / "two.txt").write_text("content two")
    (tmp_path / "evil\x1b[31m.txt").write_text("x")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "three.txt").write_text("content three")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stages(chat: Chat) -> list[Stage]:
    return [each.stage for each in chat.view.composer.files]


async def paste(chat: Chat, text: str) -> None:
    chat.app.post_message(events.Paste(text))
    await chat.pilot.pause()


async def test_a_message_waits_for_the_files_that_were_chosen(
    sdk_server: SdkServer, folder: Path
) -> None:
    async with (
        file_sink() as sink,
        running(sdk_server.url, options=taking_files(sdk_server.url)) as chat,
    ):
        press, composer = chat.pilot.press, chat.view.composer
        sdk_server.upload_origin = sink.origin
        sink.reading.clear()
        await press("ctrl+o")
        await chat.shows("below/", "evil␛[31m.txt", "11 bytes")
        await press(*"two")
        await chat.until(lambda: "one.txt" not in chat.screen)
        await chat.shows("content two")
        await press("tab", "backspace", "backspace", "backspace")
        await chat.shows("✓ two.txt", "1 marked")
        for each in f"{folder}/below/th":
            chat.app.post_message(events.Key("slash" if each == "/" else each, each))
            await asyncio.sleep(HASTE)
        await chat.until(lambda: chat.app.screen.query_one(Input).value == "th")
        await chat.shows("three.txt")
        await press("tab", "enter")
        await chat.shows("↑ two.txt", "↑ three.txt", "99 %")
        await chat.say("look")
        await chat.shows("⏳ look · 2 files 99 %", "sent when its files are uploaded")
        assert composer.files == ()
        assert sdk_server.user_texts() == []
        sink.reading.set()
        await chat.shows("You said: look", "two.txt")
        (message,) = sdk_server.store.user_messages()
        assert [each.name for each in message.attachments] == ["two.txt", "three.txt"]
        # Without a word, a file is a message, too.
        chat.view.attaching.attach([folder / "one.txt"])
        await chat.until(lambda: stages(chat) == [Stage.READY])
        await press("enter")
        await chat.until(lambda: len(sdk_server.store.user_messages()) == 2 and chat.idle)

        chat.view.attaching.attach([folder / "evil\x1b[31m.txt"])
        await chat.until(lambda: stages(chat) == [Stage.READY])
        await press("escape", "a")
        await chat.until(lambda: isinstance(chat.app.screen, AttachmentsScreen))
        await chat.shows("✎ evil␛[31m.txt", "one.txt", "two.txt", "three.txt")
        await press("j", "enter")
        await chat.shows("content one")
        await press("escape", "s")
        await chat.shows("Write it to which file?")
        chat.app.screen.query_one(Input).value = "copy"
        await press("enter")
        await chat.shows("Written to")
        assert (folder / "copy").read_text() == "content one"
        await press("delete")
        await chat.shows("It was sent with a message")
        known = len(sdk_server.store.attachments)
        await press("k", "delete")
        await sdk_server.until(lambda: len(sdk_server.store.attachments) == known - 1)
        assert composer.files == ()


async def test_files_are_dropped_fail_and_are_tried_again(
    sdk_server: SdkServer, folder: Path
) -> None:
    options = taking_files(sdk_server.url, max_count=3)
    async with file_sink() as sink, running(sdk_server.url, options=options) as chat:
        press, composer = chat.pilot.press, chat.view.composer
        sdk_server.upload_origin = sink.origin
        sink.status = "403 Forbidden"
        one = folder / "one.txt"
        await paste(chat, f"file://{one}")
        await chat.shows("✗ one.txt", "upload URL was refused (403)", "Paste it again")
        await chat.say("hello")
        await chat.shows("Not sent: ")
        assert (composer.text, sdk_server.user_texts()) == ("hello", [])
        await press("home", "backspace", "enter")
        await chat.until(lambda: len(sink.heads) == 2 and stages(chat) == [Stage.FAILED])
        sink.status = "200 OK"
        await press("enter")
        await chat.shows("✓ one.txt")
        await press("delete")
        await chat.until(lambda: composer.files == () and composer.input.has_focus)
        await sdk_server.until(lambda: not sdk_server.store.attachments)

        # The same path again, once it is attached, is text.
        await press("ctrl+c")
        for text in (f"'{one}'", f"'{one}'"):
            await paste(chat, text)
            await chat.until(lambda: len(composer.files) == 1)
        await chat.until(lambda: composer.text == f"'{one}'")
        await press("ctrl+c", *"@./bel")
        await chat.shows("below/")
        await press("enter")
        await chat.shows("three.txt")
        await press("enter")
        await chat.until(lambda: [each.name for each in composer.files] == ["one.txt", "three.txt"])
        assert composer.text == ""
        await paste(chat, f"{folder}/two.txt\n{folder / 'below/three.txt'}\n{one}")
        assert "two.txt" in composer.text
        await press("ctrl+c", *"/attach", "enter")
        await chat.until(lambda: isinstance(chat.app.screen, FileScreen))
        await press("tab", "escape")
        await chat.until(lambda: not isinstance(chat.app.screen, FileScreen))

        # An integrator's files take the place of the user's, and those of the message are left.
        assert chat.view.controller is not None
        given = {"id": "atc_x", "name": "given.pdf", "mime_type": "application/pdf"}
        await chat.view.controller.set_composer_value(files=["two.txt"], attachments=[given])
        await chat.shows("✓ given.pdf", "✓ two.txt")
        await sdk_server.until(lambda: len(sdk_server.store.attachments) == 1)
        await chat.view.controller.set_composer_value(files=[one, one, one, one])
        await chat.until(lambda: stages(chat) == [Stage.READY] * 4)
        await chat.say("four")
        await chat.shows("Not sent: A message")


async def test_files_survive_the_queue_and_a_crash(
    sdk_server: SdkServer, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drafts = tmp_path_factory.mktemp("drafts")
    options = taking_files(sdk_server.url)
    async with (
        file_sink() as sink,
        running(sdk_server.url, options=options, drafts=drafts, size=(40, 12)) as chat,
    ):
        sdk_server.upload_origin = sink.origin
        sink.status = "500 Oops"
        sink.reading.clear()
        chat.view.attaching.attach([folder / "one.txt", folder / "two.txt"])
        await chat.say("queued")
        await chat.shows("⏳ queued · 2 files 99 %")
        chat.view.composer.text = "later"
        sink.reading.set()
        # What cannot go is the user's again, before what he wrote since.
        await chat.until(lambda: chat.view.composer.text == "queued\n\nlater")
        await chat.until(lambda: stages(chat) == [Stage.FAILED] * 2)
        await chat.shows("✗ two.txt", "The server answered 500")
        assert sdk_server.user_texts() == []
        chat.view.sender.keep_now()
    sdk_server.upload_origin = None
    async with running(sdk_server.url, options=options, drafts=drafts) as chat:
        await chat.until(lambda: stages(chat) == [Stage.READY] * 2)
        assert chat.view.composer.text == "queued\n\nlater"
        await chat.pilot.press("enter")
        await chat.shows("You said: queued")
        (message,) = sdk_server.store.user_messages()
        assert [each.name for each in message.attachments] == ["one.txt", "two.txt"]
        assert sorted(sdk_server.store.files.values()) == [b"content one", b"content two"]


async def test_a_program_begins_with_files(sdk_server: SdkServer, folder: Path) -> None:
    drafts = DraftStore(folder / "drafts")

    async def begin_with(*names: str) -> None:
        app = ChatKitApp(taking_files(sdk_server.url), drafts=drafts)
        app.view.attaching.at_start = [Path(name) for name in names]
        wanted = [folder / name for name in names]
        async with app.run_test() as pilot:
            chat = Chat(app, pilot)
            await chat.until(lambda: stages(chat) == [Stage.READY] * len(names))
            assert [each.path for each in chat.view.composer.files] == wanted
            chat.view.sender.keep_now()

    await begin_with("one.txt")
    assert list(sdk_server.store.files.values()) == [b"content one"]
    # What is in the draft already goes along once.
    await begin_with("one.txt", "below/three.txt")


async def test_a_chat_without_files_says_so(sdk_server: SdkServer, folder: Path) -> None:
    async with running(sdk_server.url) as chat:
        await chat.pilot.press("ctrl+o")
        await chat.shows("This chat takes no files.")
        await paste(chat, str(folder / "one.txt"))
        assert chat.view.composer.text == str(folder / "one.txt")
    assert sdk_server.count("attachments.create") == 0
