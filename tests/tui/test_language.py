"""The language of the screen: from the first paint on, and when the options name another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    StartScreenOption,
    StartScreenPrompt,
)
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


@pytest.mark.usefixtures("german")
async def test_the_language_of_the_options_and_another_one_later(sdk_server: SdkServer) -> None:
    start = StartScreenOption(prompts=(StartScreenPrompt("Tea", "Which tea?"),))
    options = ChatKitOptions(CustomApiConfig(sdk_server.url), locale="de-AT", start_screen=start)
    async with running(sdk_server.url, options=options) as chat:
        controller = chat.view.controller
        assert controller is not None
        await chat.shows("Neues Gespräch", "Schreib dem Assistenten", "Womit kann ich helfen?")
        await chat.shows("Tab, dann Enter oder eine Ziffer", "F1 Tasten", "Ctrl+K Gespräche")
        await chat.pilot.press("f1")
        await chat.shows("Überall im Gespräch", "Ctrl+F                Im Gespräch suchen")
        await chat.pilot.press("escape", "ctrl+p")
        await chat.shows("Im Gespräch suchen")
        await chat.pilot.press("escape")
        await controller.set_options(replace(options, locale="en"))
        await chat.shows("New thread", "Message the assistant", "What can I help with today?")
        await chat.shows("Tab, then Enter or a number", "F1 keys", "Ctrl+K threads")
        await controller.set_options(replace(options, locale="de"))
        await chat.shows("Neues Gespräch", "Tab, dann Enter oder eine Ziffer", "F1 Tasten")


@pytest.mark.usefixtures("german")
async def test_an_integrators_own_words_stay(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    options = ChatKitOptions(
        CustomApiConfig(sdk_server.url), start_screen=StartScreenOption(greeting="Tea or milk?")
    )
    async with running(sdk_server.url, options=options) as chat:
        await chat.shows("Neues Gespräch", "Tea or milk?", "Schreib dem Assistenten")
