"""Ctrl+P: whatever the program can do just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import CommandList, CommandPalette
from textual.widgets import Input

from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    HeaderAction,
    HeaderOption,
    StartScreenOption,
    StartScreenPrompt,
    ThreadItemActionsOption,
)
from chatkit_tui.settings import Settings
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


async def offered(chat: Chat, query: str = "") -> list[str]:
    """Open the palette and return what it offers, keys at the end of each line."""
    await chat.pilot.press("ctrl+p", *query)
    await chat.until(lambda: isinstance(chat.app.screen, CommandPalette))
    palette = chat.app.screen
    await chat.until(lambda: palette.has_class("-ready"))
    await chat.pilot.pause()
    options = palette.query_one(CommandList).options
    return [" ".join(str(option.prompt).split()) for option in options]


async def test_before_anything_is_said_the_transcript_has_no_commands(
    sdk_server: SdkServer,
) -> None:
    settings = Settings(keys={"view.new_thread": "f10"})
    async with running(sdk_server.url, settings=settings, size=(40, 12)) as chat:
        commands = await offered(chat)
        assert {"Quit Ctrl+Q", "New thread F10", "Threads Ctrl+K", "Change the theme"} <= {
            *commands
        }
        assert not any("message y" in each for each in commands)
        assert not any(each.startswith("Commands") for each in commands)
        assert not any("header" in each for each in commands)
        assert not any("Choose a tool" in each for each in commands)
        assert "Export the thread to a file" not in commands
        await chat.shows("New thread  F10")


async def test_commands_act_where_the_user_stands(sdk_server: SdkServer) -> None:
    options = ChatKitOptions(
        api=CustomApiConfig(sdk_server.url),
        header=HeaderOption(right_action=HeaderAction(icon="star", on_click=lambda: None)),
        thread_item_actions=ThreadItemActionsOption(feedback=True),
        start_screen=StartScreenOption(prompts=(StartScreenPrompt("Hi", "Hi"),)),
    )
    async with running(sdk_server.url, options=options) as chat:
        await chat.say("one")
        await chat.shows("You said: one")
        await chat.until(lambda: chat.idle)
        await chat.pilot.press("escape", "k")
        commands = await offered(chat)
        assert "Quote the selection or the message q" in commands
        assert "A good answer +" in commands
        assert "Have it answered again r" not in commands
        assert "The action at the right of the header F8" in commands
        assert "Export the thread to a file" in commands
        assert not any("Send the prompt" in each for each in commands), "it is not on the screen"
        assert "Next item j Alt+↓ Tab" not in commands, "steps are found by searching only"
        await chat.pilot.press(*"edit the", "enter")
        await chat.until(lambda: chat.view.composer.text == "one")


async def test_a_command_of_the_composer_is_found_and_run(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        chat.view.composer.text = "first second"
        commands = await offered(chat, "delete w")
        assert commands[0] == "Delete word left Ctrl+W Alt+Backspace"
        await chat.pilot.press("enter")
        await chat.until(lambda: chat.view.composer.text == "first ")


async def test_enter_waits_for_what_is_found(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        chat.view.composer.text = "first second"
        await offered(chat)
        line = chat.app.screen.query_one(Input)
        line.value = "delete word left"
        await line.action_submit()
        await chat.until(lambda: chat.view.composer.text == "first ")


async def test_over_a_question_only_its_own_commands_are_offered(sdk_server: SdkServer) -> None:
    from chatkit_tui.tui.screens.question import ConfirmScreen

    async with running(sdk_server.url) as chat:
        answers: list[bool | None] = []
        chat.app.push_screen(ConfirmScreen("Really?", "Yes"), answers.append)
        await chat.shows("Really?")
        commands = await offered(chat, "yes")
        assert commands[0] == "Yes y"
        assert not any("thread" in each for each in commands)
        await chat.pilot.press("enter")
        await chat.until(lambda: answers == [True])


async def test_the_theme_is_changed(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        await offered(chat, "theme")
        await chat.pilot.press("enter")
        await chat.shows("gruvbox")
        await chat.pilot.press(*"gruv", "enter")
        await chat.until(lambda: chat.app.theme == "gruvbox")
