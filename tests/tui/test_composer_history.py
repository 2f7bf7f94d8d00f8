"""The history of prompts in the running program."""

from __future__ import annotations

from pathlib import Path

from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.profiles.prompt_history import PromptHistory
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.composer.history_screen import HistoryScreen
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat


def program(url: str, directory: Path) -> ChatKitApp:
    return ChatKitApp(ChatKitOptions(api=CustomApiConfig(url)), prompts=PromptHistory(directory))


async def test_what_was_sent_or_cleared_comes_back_in_the_next_run(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    first = program(sdk_server.url, tmp_path)
    async with first.run_test() as pilot:
        chat = Chat(first, pilot)
        await chat.until(lambda: chat.idle)
        await chat.say("sent before")
        await chat.shows("You said: sent before")
        await chat.pilot.press(*"cleared", "ctrl+c")
        assert chat.view.composer.text == ""
    second = program(sdk_server.url, tmp_path)
    async with second.run_test() as pilot:
        chat = Chat(second, pilot)
        composer = chat.view.composer
        await chat.until(lambda: composer.memory.recall.texts == ["sent before", "cleared"])
        await chat.pilot.press(*"draft", "home", "up")
        assert composer.text == "cleared"
        await chat.pilot.press("home", "up")
        assert composer.text == "sent before"
        await chat.pilot.press("down", "down")
        assert composer.text == "draft"


async def test_ctrl_r_finds_what_was_written_by_any_program(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    app = program(sdk_server.url, tmp_path)
    async with app.run_test(size=(40, 12), notifications=True) as pilot:
        chat = Chat(app, pilot)
        await chat.until(lambda: chat.idle)
        history = PromptHistory(tmp_path)
        for text in ("deploy the blue one", "something else", "deploy the green one"):
            history.add(chat.view.session.backend.server_key, text)
        await chat.pilot.press(*"draft", "ctrl+r")
        await chat.shows("deploy the blue one", "something else", "deploy the green one")
        await chat.pilot.press(*"DEPLOY")
        await chat.until(lambda: "something else" not in chat.screen)
        await chat.pilot.press("escape")
        assert chat.view.composer.text == "draft"
        await chat.pilot.press("ctrl+r", *"deploy", "ctrl+r", "enter")
        await chat.until(lambda: not isinstance(app.screen, HistoryScreen))
        assert chat.view.composer.text == "deploy the blue one"
        await chat.pilot.press("home", "up")
        assert chat.view.composer.text == "draft"
        await chat.pilot.press("ctrl+r", "up", "down", *"no such", "enter", "escape")
        await chat.until(lambda: not isinstance(app.screen, HistoryScreen))
        assert chat.view.composer.text == "draft"
