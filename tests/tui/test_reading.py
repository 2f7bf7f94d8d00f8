"""What a reader does with a conversation: select with the mouse, copy, quote, see the source."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chatkit_tui.settings import Settings
from tests.tui.conftest import Chat, running
from tests.tui.test_item_actions import answering

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

ANSWER = "An **answer** that is " + "long and " * 12 + "over."
WRAPPED = ANSWER.replace("*", "")


async def select_answer(chat: Chat) -> None:
    """Drag over the whole answer."""
    rows = chat.screen.split("\n")
    first = next(row for row, line in enumerate(rows) if "An answer" in line)
    last = next(row for row, line in enumerate(rows) if "over." in line)
    assert last > first
    await chat.pilot.mouse_down(offset=(2, first))
    await chat.pilot.hover(offset=(2, last))
    await chat.pilot.hover(offset=(90, last))
    await chat.pilot.mouse_up(offset=(90, last))
    assert chat.view.transcript.selected_text == WRAPPED


async def test_a_selection_is_copied_and_quoted(sdk_server: SdkServer) -> None:
    answering(sdk_server, ANSWER)
    copies: list[str] = []
    async with running(sdk_server.url, settings=Settings(time_stamps=False)) as chat:
        assert not chat.view.transcript.time_stamps
        chat.view.copy = lambda text, what="": copies.append(text)  # type: ignore[method-assign]
        await chat.say("Question")
        await chat.shows("over.")
        await chat.until(lambda: chat.idle)
        await select_answer(chat)
        await chat.pilot.press("ctrl+c")
        assert copies == [WRAPPED]
        await chat.until(lambda: chat.view.transcript.selection is None)
        await select_answer(chat)
        await chat.pilot.press("escape")
        assert chat.view.transcript.selection is None
        assert chat.view.transcript.has_focus
        await select_answer(chat)
        await chat.pilot.press("q")
        await chat.until(lambda: chat.view.composer.has_focus_within)
        await chat.say("Why?")
        await chat.until(lambda: len(sdk_server.store.user_messages()) == 2)
        assert sdk_server.store.user_messages()[1].quoted_text == WRAPPED


async def test_the_source_of_the_thread_is_a_mode_that_is_told(sdk_server: SdkServer) -> None:
    answering(sdk_server, ANSWER)
    async with running(sdk_server.url) as chat:
        await chat.say("Question")
        await chat.shows("An answer", datetime.now().strftime("%H:"))
        chat.view.transcript.focus()
        await chat.pilot.press("m")
        await chat.shows("An **answer**", "source (m)")
        await chat.pilot.press("m")
        await chat.shows("An answer")
        assert "source (m)" not in chat.screen
