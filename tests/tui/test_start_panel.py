"""The start screen: its greeting, its prompts, and the ways to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    StartScreenOption,
    StartScreenPrompt,
)
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

GREETING = "Good morning, what would you like to know about the weather of this week?"


def options(server: SdkServer, prompts: int) -> ChatKitOptions:
    start = StartScreenOption(
        GREETING,
        tuple(
            StartScreenPrompt(f"Label {n}", f"prompt {n}", "bolt") for n in range(1, prompts + 1)
        ),
    )
    return ChatKitOptions(api=CustomApiConfig(server.url), start_screen=start)


async def test_a_digit_sends_a_prompt(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server, 3)) as chat:
        await chat.shows("1 ↯ Label 1", "3 ↯ Label 3", "Tab, then")
        await chat.pilot.press("tab")
        await chat.shows("Enter or a number")
        await chat.pilot.press("9", "3")
        await chat.shows("You said: prompt 3")
        assert sdk_server.user_texts() == ["prompt 3"]
        assert chat.app.focused is chat.view.composer.input


async def test_escape_leads_to_the_prompts_and_back(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server, 3)) as chat:
        await chat.shows("Label 3")
        await chat.pilot.press("escape", "down", "enter")
        await chat.shows("You said: prompt 2")
        await chat.pilot.press("ctrl+n")
        await chat.shows("Label 3")
        await chat.pilot.press("escape", "escape")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)


async def test_letters_begin_a_message_of_ones_own(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server, 3)) as chat:
        await chat.shows("Label 3")
        await chat.pilot.press("tab", *"or 2", "enter")
        await chat.shows("You said: or 2")
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.focused is chat.view.transcript)
        await chat.pilot.press("ctrl+n")
        await chat.shows("Label 3")
        await chat.pilot.press(*"new", "enter")
        await chat.shows("You said: new")


async def test_a_small_screen_shows_the_greeting_and_that_there_is_more(
    sdk_server: SdkServer,
) -> None:
    async with running(sdk_server.url, size=(40, 12), options=options(sdk_server, 12)) as chat:
        await chat.shows("Label 1", "more")
        words = " ".join(chat.screen.split())
        assert GREETING in words
        assert "Label 12" not in chat.screen
        await chat.pilot.press("tab", "end")
        await chat.shows("Label 12")
        assert "↓" not in chat.screen
        await chat.pilot.press("enter")
        await chat.shows("You said: prompt 12")


async def test_a_greeting_as_long_as_the_screen_leaves_room_for_prompts(
    sdk_server: SdkServer,
) -> None:
    start = StartScreenOption("word " * 400, (StartScreenPrompt("Label 1", "prompt 1"),))
    given = ChatKitOptions(api=CustomApiConfig(sdk_server.url), start_screen=start)
    async with running(sdk_server.url, size=(40, 12), options=given) as chat:
        await chat.shows("Label 1", "word")
