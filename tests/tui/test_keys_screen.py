"""F1: every key there is, as it is now."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Static

import chatkit_tui.tui
from chatkit_tui.settings import Settings
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


def nodes_with_keys() -> list[type[DOMNode]]:
    """Every class of the screen that declares bindings."""

    def below(node: type[DOMNode]) -> Iterator[type[DOMNode]]:
        for each in node.__subclasses__():
            yield each
            yield from below(each)

    for module in pkgutil.walk_packages(chatkit_tui.tui.__path__, "chatkit_tui.tui."):
        importlib.import_module(module.name)
    return [
        node
        for node in dict.fromkeys(below(DOMNode))
        if node.__module__.startswith("chatkit_tui.") and "BINDINGS" in node.__dict__
    ]


def test_no_part_of_the_program_is_missing() -> None:
    from chatkit_tui.tui.key_sections import FIRST_START, PREVIEW, SECTIONS

    listed = {section.node for section in (*SECTIONS, *FIRST_START, *PREVIEW)}
    assert set(nodes_with_keys()) == listed


def test_every_binding_can_be_named_and_says_what_it_does() -> None:
    for node in nodes_with_keys():
        actions: dict[str, str] = {}
        for binding in node.__dict__["BINDINGS"]:
            assert isinstance(binding, Binding)
            assert binding.id, f"{binding.action} has no id: it cannot be rebound"
            assert binding.description, f"{binding.id} does not say what it does"
            assert actions.setdefault(binding.id, binding.action) == binding.action, (
                f"{binding.id} stands for two actions: a keymap would give both the same key"
            )
        keys = [each.key for each in Binding.make_bindings(node.__dict__["BINDINGS"])]
        assert len(keys) == len(set(keys)), f"{node}: rebinding one of a key would unbind both"


def test_no_id_stands_in_two_places() -> None:
    from chatkit_tui.tui.key_sections import all_lines

    ids = [line.id for _, line in all_lines({})]
    assert len(ids) == len(set(ids))


async def test_every_key_is_shown_with_its_id(sdk_server: SdkServer) -> None:
    from chatkit_tui.tui.key_sections import SECTIONS, key_lines

    async with running(sdk_server.url, size=(120, 30)) as chat:
        await chat.pilot.press("f1")
        await chat.shows("Everywhere in a chat", "Ctrl+N                New thread")
        table = str(chat.app.screen.query_one("#keys-table", Static).content)
        for section in SECTIONS:
            assert section.title in table
            for line in key_lines(section.node, {}):
                assert line.description in table
                assert line.id in table or line.id[:-1] in table
        assert "Ctrl+J Shift+Enter Alt+Enter Ctrl+Enter" in table
        assert "start.number_1…9" in table
        await chat.pilot.press("f1")
        assert chat.app.screen.focused is chat.view.composer.input


async def test_typing_finds_keys_on_a_small_screen(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await chat.pilot.press("question_mark")
        await chat.shows("Ctrl+Q  Quit")
        await chat.pilot.press(*"ctrl+k")
        await chat.shows("Ctrl+K  Threads", "Ctrl+K Ctrl+C  Close the list")
        assert "Quit" not in chat.screen
        await chat.pilot.press("escape", *"zzz")
        await chat.shows("No key is found with that.")
        await chat.pilot.press("escape")
        await chat.shows("Ctrl+Q  Quit")
        await chat.until(lambda: chat.app.screen.query_one("#keys-scroll").max_scroll_y > 0)
        await chat.pilot.press("pagedown", "down")
        await chat.until(lambda: "Ctrl+Q  Quit" not in chat.screen)
        await chat.pilot.press("ctrl+end")
        await chat.shows("Ctrl+End  To the last key")
        await chat.pilot.press("escape")
        assert chat.app.screen.focused is chat.view.composer.input


async def test_keys_are_shown_as_they_are_now(sdk_server: SdkServer) -> None:
    settings = Settings(keys={"threads.new": "f10,f11", "app.quit": "none"})
    async with running(sdk_server.url, size=(90, 20), settings=settings) as chat:
        await chat.pilot.press("f1", *"f10")
        await chat.shows("F10 F11               Begin a new thread")
        await chat.pilot.press("escape")
        await chat.shows("no key                Quit")
