"""A message that is spoken: from the key to the text at the caret, dropped at any moment."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.options import ChatKitOptions, ComposerOption, CustomApiConfig, DictationOption
from chatkit_tui.tui.screens.question import LineScreen
from tests.tui.conftest import Chat, running
from tests.tui.dictation.test_recorder import SCRIPT, begun, lives

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


def options(url: str, *command: str) -> ChatKitOptions:
    dictation = DictationOption(enabled=True, command=command or None)
    return ChatKitOptions(api=CustomApiConfig(url), composer=ComposerOption(dictation=dictation))


async def record(chat: Chat, log: Path) -> int:
    """Press the key; the process that records."""
    await chat.pilot.press("f2")
    await chat.shows("● Recording", "F2 ends it · Esc drops it")
    return await begun(log)


async def test_what_is_spoken_is_written_at_the_caret(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    os.mkfifo(log)
    chosen = options(sdk_server.url, sys.executable, SCRIPT, str(log))
    heard: list[tuple[bytes, str]] = []
    free = threading.Event()

    def transcribe(audio: Any) -> str:
        heard.append((audio.data, audio.media_type))
        free.wait(20)
        return "\x1b[31m spoken\n"

    async with running(sdk_server.url, options=chosen) as chat:
        press, composer = chat.pilot.press, chat.view.composer
        # Dropped while it records, then while it is written down.
        pid = await record(chat, log)
        await press("escape")
        await chat.until(lambda: not lives(pid) and "Recording" not in chat.screen)
        sdk_server.transcribe = transcribe
        await record(chat, log)
        await press("a", "b", "left", "f2")
        await chat.shows("Having it written down")
        await chat.until(lambda: len(heard) == 1)
        await press("escape")
        await chat.until(lambda: "written down" not in chat.screen)
        free.set()
        # Refused by the server: the recording is kept, and tried again.
        sdk_server.transcribe = None
        await record(chat, log)
        await press("f2")
        await chat.shows("The recording is not written down", "F2 tries again")
        sdk_server.transcribe = transcribe
        await press("f2")
        await chat.until(lambda: composer.text == "a [31m spokenb")
        assert heard == [(b"begin-end", "audio/wav")] * 2
        await press("!")
        assert composer.text == "a [31m spoken!b"
        assert "written down" not in chat.screen
        pid = await record(chat, log)
    assert not lives(pid)


async def test_recordings_are_taken_from_files_too(sdk_server: SdkServer, tmp_path: Path) -> None:
    sdk_server.transcribe = lambda audio: f"{audio.media_type} {audio.data.decode()}"
    (tmp_path / "memo one.mp3").write_bytes(b"sound")
    (tmp_path / "empty.wav").touch()

    async def send(chat: Chat, path: Path) -> None:
        chat.view.composer.text = "/transcribe"
        await chat.shows("Write down an audio file")
        await chat.pilot.press("enter")
        await chat.until(lambda: isinstance(chat.app.screen, LineScreen))
        chat.app.screen.query_one("#line").value = f"'{path}'"  # type: ignore[attr-defined]
        await chat.pilot.press("enter")

    async with running(sdk_server.url, options=options(sdk_server.url)) as chat:
        await send(chat, tmp_path / "memo one.mp3")
        await chat.until(lambda: chat.view.composer.text == "audio/mpeg sound")
        for name, words in (
            ("nowhere.ogg", "nowhere.ogg cannot be read: no such"),
            ("empty.wav", "empty.wav is empty."),
            ("notes.txt", "notes.txt is no audio file"),
        ):
            await send(chat, tmp_path / name)
            await chat.shows(words)
    async with running(sdk_server.url) as chat:
        await chat.pilot.press("f2")
        await chat.shows("Nothing can be dictated here.")
