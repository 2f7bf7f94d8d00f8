"""Autocomplete in the running program: entities, commands, and everything that may go wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.widgets import OptionList

from chatkit_tui import (
    ChatKitError,
    ChatKitOptions,
    Command,
    CommandSelection,
    CommandsOption,
    CustomApiConfig,
    EntitiesOption,
    Entity,
    EntitySelection,
    MenuSelection,
    StartScreenOption,
    StartScreenPrompt,
)
from chatkit_tui.tui.composer.completion.menu import CompletionMenu
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

ADA = Entity("1", "Ada Lovelace", icon="user", group="People", data={"n": 1.0})
ALAN = replace(ADA, id="2", title="Alan Turing")
PLAN = Entity("d", "Apollo [b]plan[/b]\x1b[2J", group="Documents")


class Finder:
    """Answers searches when it is told to, each on its own."""

    def __init__(self, *entities: Entity) -> None:
        self.entities = entities
        self.asked: list[str] = []
        self._answers: dict[str, asyncio.Future[None]] = {}
        self.slow = False

    def gate(self, query: str) -> asyncio.Future[None]:
        return self._answers.setdefault(query, asyncio.get_running_loop().create_future())

    async def __call__(self, query: str) -> list[Entity]:
        self.asked.append(query)
        if self.slow:
            await self.gate(query)
        if query == "boom":
            raise ChatKitError("The directory is down.")
        if query == "bug":
            raise RuntimeError("secret")
        return [each for each in self.entities if query.lower() in each.title.lower()]


def options(server: SdkServer, search: Any, **more: Any) -> ChatKitOptions:
    entities = EntitiesOption(on_tag_search=search)
    return ChatKitOptions(api=CustomApiConfig(server.url), entities=entities, **more)


def menu(chat: Chat) -> list[str]:
    """The lines of the menu that is open, none while it is closed."""
    found = list(chat.view.composer.query(CompletionMenu))
    if not found or not found[0].display:
        return []
    return [str(option.prompt).strip() for option in found[0].query_one(OptionList).options]


async def typed(chat: Chat, text: str) -> None:
    await chat.pilot.press(*("space" if each == " " else each for each in text))


async def test_an_entity_is_found_chosen_edited_as_one_and_sent(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    finder = Finder(ADA, PLAN)
    wanted = options(sdk_server, finder)
    async with running(sdk_server.url, options=wanted, drafts=tmp_path) as chat:
        await typed(chat, "Ask @a")
        await chat.until(lambda: len(menu(chat)) == 4)
        assert menu(chat)[:2] == ["People", "☺ Ada Lovelace"]
        assert "[b]plan[/b]␛[2J" in menu(chat)[3]
        await chat.pilot.press("down", "up", "enter")
        field = chat.view.composer.input
        assert field.text == "Ask @Ada Lovelace "
        await chat.pilot.press("backspace", "left")
        assert field.cursor_location == (0, 4), "the caret steps over a chip"
        await chat.pilot.press("end", "backspace")
        assert field.text == "Ask "
        await chat.pilot.press("ctrl+underscore")
        assert field.text == "Ask @Ada Lovelace"
        await typed(chat, " now")
        await chat.until(lambda: any(tmp_path.rglob("*.txt")))
    async with running(sdk_server.url, options=wanted, drafts=tmp_path) as chat:
        await chat.until(lambda: chat.view.composer.input.text == "Ask @Ada Lovelace now")
        await chat.pilot.press("enter")
        await chat.shows("Ask @Ada Lovelace now")
        await chat.until(lambda: chat.idle and sdk_server.count("threads.create") == 1)
    request = next(each for each in sdk_server.requests if each.op == "threads.create")
    parts = request.json["params"]["input"]["content"]
    assert parts[1] == {
        "type": "input_tag",
        "id": "1",
        "text": "Ada Lovelace",
        "data": {"n": 1.0},
        "group": "People",
        "interactive": False,
    }
    assert [parts[0]["text"], parts[2]["text"]] == ["Ask ", " now"]


async def test_late_failing_and_empty_answers(sdk_server: SdkServer) -> None:
    finder = Finder(ADA, ALAN)
    async with running(sdk_server.url, options=options(sdk_server, finder)) as chat:
        finder.slow = True
        await typed(chat, "@a")
        await chat.until(lambda: finder.asked[-1:] == ["a"])
        await chat.shows("Searching…")
        await typed(chat, "la")
        await chat.until(lambda: finder.asked[-1:] == ["ala"])
        finder.gate("ala").set_result(None)
        await chat.until(lambda: menu(chat) == ["People", "☺ Alan Turing"])
        finder.gate("a").cancel()
        await chat.pilot.pause()
        assert menu(chat) == ["People", "☺ Alan Turing"], "an older answer came later"
        finder.slow = False
        chat.view.composer.text = ""
        await typed(chat, "@boom")
        await chat.shows("The directory is down.")
        chat.view.composer.text = ""
        await typed(chat, "@bug")
        await chat.shows("entities.on_tag_search failed (RuntimeError)")
        chat.view.composer.text = ""
        await typed(chat, "@zz")
        await chat.shows("Nothing found")
        await chat.pilot.press("escape")
        assert menu(chat) == []
        assert chat.view.composer.input.text == "@zz"
        await typed(chat, "z")
        assert menu(chat) == [], "what was closed stays closed for this word"


async def test_enter_before_the_answer_waits_for_it(sdk_server: SdkServer) -> None:
    finder = Finder(ADA, ALAN)
    async with running(sdk_server.url, options=options(sdk_server, finder)) as chat:
        await typed(chat, "@a")
        await chat.until(lambda: len(menu(chat)) == 3)
        await chat.pilot.press("l", "enter")
        await chat.until(lambda: chat.view.composer.input.text == "@Alan Turing ")
        chat.view.composer.text = ""
        await typed(chat, "@a")
        await chat.until(lambda: len(menu(chat)) == 3)
        finder.slow = True
        await typed(chat, "la")
        await chat.until(lambda: finder.asked[-1:] == ["ala"])
        assert menu(chat) == ["People", "☺ Alan Turing"], "what does not fit is gone at once"
    finder = Finder(ADA)
    finder.slow = True
    async with running(sdk_server.url, options=options(sdk_server, finder)) as chat:
        await typed(chat, "@ad")
        await chat.until(lambda: finder.asked[-1:] == ["ad"])
        await chat.pilot.press("enter")
        assert sdk_server.count("threads.create") == 0
        finder.gate("ad").set_result(None)
        await chat.until(lambda: chat.view.composer.input.text == "@Ada Lovelace ")


async def test_commands_of_both_kinds(sdk_server: SdkServer) -> None:
    done: list[str] = []

    def search(query: str) -> list[Command]:
        known = [Command("sum", "Summarize", "Make it short"), Command("doc", "Pick"), MORE]
        return [each for each in known if query.lower() in each.label.lower()]

    def select(command: Command) -> CommandSelection | None:
        done.append(command.id)
        match command.id:
            case "doc":
                return EntitySelection(ADA)
            case "more":
                return MenuSelection((Command("sum", "Again"), Command("doc", "A document")))
        return None

    commands = CommandsOption(on_search=search, on_select=select)
    wanted = options(sdk_server, Finder(ADA), commands=commands)
    async with running(sdk_server.url, options=wanted) as chat:
        composer = chat.view.composer
        await typed(chat, "/")
        await chat.until(lambda: "Summarize  Make it short" in menu(chat))
        assert "/new  Begin a new thread" in menu(chat)
        chat.view.composer.text = ""
        await typed(chat, "/th")
        await chat.until(lambda: menu(chat)[1:3] == ["/threads  Go to another thread", THEME])
        assert chat.view.composer.query_one(OptionList).highlighted == 1, "not /new, seen before"
        chat.view.composer.text = ""
        await typed(chat, "/")
        await chat.until(lambda: "Summarize  Make it short" in menu(chat))
        await typed(chat, "summ")
        await chat.until(lambda: len(menu(chat)) == 1)
        await chat.pilot.press("enter")
        await chat.until(lambda: done == ["sum"] and composer.text == "")
        await typed(chat, "/more")
        await chat.until(lambda: len(menu(chat)) == 1)
        await chat.pilot.press("tab")
        await chat.until(lambda: menu(chat) == ["Again", "A document"])
        await typed(chat, "doc")
        await chat.until(lambda: menu(chat) == ["A document"])
        await chat.pilot.press("enter")
        await chat.until(lambda: composer.input.text == "@Ada Lovelace ")
        composer.text = ""
        await typed(chat, "/keys")
        await chat.until(lambda: len(menu(chat)) == 2)
        await chat.pilot.press("enter")
        await chat.until(lambda: type(chat.app.screen).__name__ == "KeysScreen")
        assert sdk_server.count("threads.create") == 0


THEME = "/theme  Change the theme"
MORE = Command("more", "More…")


async def test_what_is_no_command_is_sent(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        await typed(chat, "/usr is a path")
        await chat.shows("Nothing found")
        await chat.pilot.press("enter")
        await chat.shows("You said: /usr is a path")


async def test_prompts_and_composer_values_with_tags(sdk_server: SdkServer) -> None:
    parts: list[dict[str, Any]] = [
        {"type": "input_text", "text": "Ask "},
        {"type": "input_tag", "id": "1", "text": "Ada", "data": {"k": [1]}},
    ]
    start = StartScreenOption("Hello", (StartScreenPrompt("Ask Ada", parts),))
    async with running(
        sdk_server.url, options=options(sdk_server, Finder(), start_screen=start)
    ) as chat:
        controller = chat.view.controller
        assert controller is not None
        await controller.set_composer_value(content=parts)
        await chat.until(lambda: chat.view.composer.input.text == "Ask @Ada")
        chat.view.composer.text = ""
        await chat.pilot.press("escape", "enter")
        await chat.until(lambda: sdk_server.count("threads.create") == 1)
    request = next(each for each in sdk_server.requests if each.op == "threads.create")
    tag = request.json["params"]["input"]["content"][1]
    assert (tag["id"], tag["text"], tag["data"]) == ("1", "Ada", {"k": [1]})


async def test_the_at_sign_and_options_that_come_later(sdk_server: SdkServer) -> None:
    finder = Finder(ADA)
    async with running(sdk_server.url) as chat:
        controller = chat.view.controller
        assert controller is not None
        sign = chat.view.composer.query_one("#at-sign")
        assert not sign.display
        await typed(chat, "Ask @ad")
        assert menu(chat) == []
        chat.view.composer.text = "Ask"
        entities = EntitiesOption(on_tag_search=finder, show_composer_menu=True)
        await controller.set_options(replace(controller.options, entities=entities))
        await chat.until(lambda: sign.display and sign.region.width > 0)
        await chat.pilot.click("#at-sign")
        await chat.until(lambda: menu(chat) == ["People", "☺ Ada Lovelace"])
        assert chat.view.composer.input.text == "Ask @"
        await chat.pilot.click("CompletionMenu OptionList", offset=(3, 1))
        await chat.until(lambda: chat.view.composer.input.text == "Ask @Ada Lovelace ")
