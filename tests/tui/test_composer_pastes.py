"""Long pastes: folded in the composer, whole everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from chatkit_tui.translation import speak
from chatkit_tui.tui.composer.pasted import PastedTexts
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

LONG = "\n".join(f"line {number}" for number in range(34))
LABEL = "[Pasted text #1 · 34 lines]"


async def paste(chat: Chat, text: str) -> None:
    """Paste as the terminal's driver does."""
    chat.app.post_message(events.Paste(text))
    await chat.pilot.pause()


def test_only_long_texts_are_folded_and_each_has_one_label() -> None:
    pasted = PastedTexts()
    short = "\n".join("x" * 20)
    assert pasted.fold(short) == short
    assert pasted.fold(LONG) == LABEL
    assert pasted.fold(LONG) == LABEL
    assert pasted.fold("x" * 12_345) == "[Pasted text #2 · 12,345 characters]"
    assert pasted.unfold(f"a {LABEL} b [Pasted text #9 · 30 lines]") == (
        f"a {LONG} b [Pasted text #9 · 30 lines]"
    )
    assert pasted.refold(f"a {LONG} b") == f"a {LABEL} b"
    pasted.open(LABEL)
    assert pasted.refold(f"a {LONG} b") == f"a {LONG} b"


@pytest.mark.usefixtures("german")
def test_a_label_of_another_language_is_one_whatever_is_spoken_later() -> None:
    pasted = PastedTexts()
    speak("de")
    label = pasted.fold(LONG)
    assert label.startswith("[Eingefügter Text 1 · ")
    speak("en")
    assert pasted.spans(f"a {label} b") == [(2, 2 + len(label))]
    assert pasted.unfold(f"a {label} b") == f"a {LONG} b"


async def test_a_long_paste_is_a_chip_that_is_sent_and_kept_in_full(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    async with running(sdk_server.url, drafts=tmp_path) as chat:
        composer = chat.view.composer
        await chat.pilot.press("a", "space")
        await paste(chat, LONG.replace("\n", "\r\n"))
        await chat.shows(f"a {LABEL}")
        assert composer.text == f"a {LONG}"
        await chat.view.drafts.flush()
        assert LONG in "".join(path.read_text() for path in tmp_path.rglob("*.txt"))
        await chat.pilot.press("enter")
        await chat.shows("You said: a line 0")
        assert sdk_server.user_texts() == [f"a {LONG}"]
        await chat.pilot.press("up")
        assert composer.input.text == f"a {LABEL}"
        assert composer.text == f"a {LONG}"


async def test_a_chip_is_one_thing_for_caret_and_deletion(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        area = chat.view.composer.input
        await chat.pilot.press("a")
        await paste(chat, LONG)
        await chat.pilot.press("left")
        assert area.cursor_location == (0, 1)
        await chat.pilot.press("right", "b")
        assert area.text == f"a{LABEL}b"
        area.move_cursor((0, 5))
        assert area.cursor_location == (0, 1)
        area.move_cursor((0, len(LABEL) - 2))
        await chat.pilot.press("x")
        assert area.text == f"a{LABEL}xb"
        await chat.pilot.press("backspace", "backspace")
        assert area.text == "ab"
        await chat.pilot.press("ctrl+underscore")
        assert area.text == f"a{LABEL}xb"
        area.move_cursor((0, 1))
        await chat.pilot.press("delete")
        assert area.text == "axb"


async def test_a_chip_opens(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await paste(chat, LONG)
        await chat.shows(LABEL)
        await chat.pilot.press("f4")
        await chat.shows("line 33")
        assert chat.view.composer.input.text == LONG
        assert chat.view.composer.input.size.height <= 4
        assert chat.view.composer.input.size.height >= 2
