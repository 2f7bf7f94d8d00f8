"""Keys as the user wants them, in every part of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chatkit_tui.settings import Settings
from chatkit_tui.tui.key_names import key_name, read_key
from chatkit_tui.tui.keymap import read_keymap
from chatkit_tui.tui.screens.keys import KeysScreen
from chatkit_tui.tui.screens.question import ConfirmScreen
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


async def test_keys_move_in_every_part_of_the_program(sdk_server: SdkServer) -> None:
    settings = Settings(
        keys={
            "app.keys": "f2",
            "keys.close": "f10",
            "view.threads": "Ctrl+F10",
            "composer.send": "f7",
            "composer.newline": "enter",
            "transcript.compose": "Z",
            "threads.delete": "f2",
            "confirm.no": "x",
        }
    )
    async with running(sdk_server.url, settings=settings) as chat:
        press, composer = chat.pilot.press, chat.view.composer
        await chat.shows("F2 keys · F7 send · Enter new line · Ctrl+F10 threads")
        await press("f2")
        assert isinstance(chat.app.screen, KeysScreen)
        await press("f10")
        assert not isinstance(chat.app.screen, KeysScreen)
        await press("a", "enter", "b", "ctrl+j", "c")
        assert composer.text == "a\nbc"
        await press("f7")
        await chat.shows("You said: a")
        await chat.until(lambda: chat.idle)
        await press("escape", "i")
        assert not composer.input.has_focus
        await chat.shows("F2 keys · Z write · j next")
        await press("Z")
        assert composer.input.has_focus
        await press("ctrl+k")
        assert not chat.view.history.shown
        await press("ctrl+f10")
        await chat.until(lambda: chat.view.history.in_hand)
        await press("ctrl+d")
        assert not isinstance(chat.app.screen, ConfirmScreen)
        await press("f2")
        await chat.until(lambda: isinstance(chat.app.screen, KeysScreen | ConfirmScreen))


async def test_the_keys_of_a_question_move(sdk_server: SdkServer) -> None:
    settings = Settings(keys={"confirm.no": "x", "confirm.yes": "none"})
    async with running(sdk_server.url, settings=settings) as chat:
        answers: list[bool | None] = []
        chat.app.push_screen(ConfirmScreen("Really?", "Yes"), answers.append)
        await chat.shows("Really?")
        await chat.pilot.press("n", "escape", "y")
        assert answers == []
        await chat.pilot.press("x")
        assert answers == [False]


async def test_none_unbinds(sdk_server: SdkServer) -> None:
    settings = Settings(
        keys={
            "app.quit": "none",
            "view.threads": "none",
            "composer.select_all": "none",
            "transcript.compose": "none",
        }
    )
    async with running(sdk_server.url, settings=settings) as chat:
        chat.view.composer.text = "text"
        await chat.pilot.press("ctrl+k", "f7", "ctrl+q")
        assert chat.app.is_running
        assert not chat.view.history.shown
        assert not chat.view.composer.input.selected_text
        chat.view.composer.text = ""
        await chat.say("Hi")
        await chat.shows("You said: Hi")
        await chat.until(lambda: chat.idle)
        await chat.pilot.press("escape", "i")
        assert not chat.view.composer.input.has_focus


async def test_what_is_wrong_is_told_and_the_rest_works(sdk_server: SdkServer) -> None:
    settings = Settings(keys={"view.thread\x1b": "f2", "view.threads": "f10"})
    async with running(sdk_server.url, settings=settings, size=(80, 24)) as chat:
        await chat.shows("[keys] in config.toml", "There is no binding view.thread␛")
        await chat.pilot.press("f10")
        await chat.until(lambda: chat.view.history.shown)


def test_every_binding_can_be_rebound_and_unbound() -> None:
    from chatkit_tui.tui.key_sections import all_lines, key_lines

    for section, line in all_lines({}):
        assert line.keys, f"{line.id} has no key to begin with"
        before = {each.id: each.keys for each in key_lines(section.node, {})}
        for wanted, keys in (("f20,f21", ("f20", "f21")), ("none", ())):
            lines = key_lines(section.node, {line.id: wanted})
            assert {each.id: each.keys for each in lines} == before | {line.id: keys}


@pytest.mark.parametrize(
    ("wanted", "keymap", "told"),
    [
        ({"view.threads": " Ctrl+F10 , F10 "}, {"view.threads": "ctrl+f10,f10"}, []),
        ({"composer.send": "ctrl+j", "composer.newline": "enter"}, None, []),
        ({"transcript.copy": "?"}, {"transcript.copy": "question_mark"}, []),
        (
            {"threads": "f2", "view.new_threads": "f2", "nonsense": "f2"},
            {},
            [
                "There is no binding threads; perhaps view.threads is meant.",
                "There is no binding view.new_threads; perhaps view.new_thread or view.threads "
                "is meant.",
                "There is no binding nonsense.",
            ],
        ),
        (
            {"view.threads": "ctl+l,f10", "view.retry": "???"},
            {"view.threads": "f10"},
            [
                "view.threads: “ctl+l” is no key; perhaps Ctrl+L is meant.",
                "view.retry: “???” is no key.",
            ],
        ),
        (
            {"view.threads": "l", "composer.redo": "space", "transcript.copy": "l"},
            {"transcript.copy": "l"},
            [
                "view.threads: l is left out, since it could not be typed any more.",
                "composer.redo: Space is left out, since it could not be typed any more.",
            ],
        ),
        (
            {"composer.redo": "ctrl+k"},
            {"composer.redo": "ctrl+k"},
            ["Ctrl+K is composer.redo and view.threads at the same time."],
        ),
        (
            {"composer.newline": "enter"},
            {"composer.newline": "enter"},
            ["Enter is composer.newline now, and no longer composer.send."],
        ),
        ({"confirm.yes": "ctrl+n", "links.open": "ctrl+n"}, None, []),
        ({"view.threads": "f10", "threads.close": "f10"}, None, []),
    ],
)
def test_what_a_keymap_means(
    wanted: dict[str, str], keymap: dict[str, str] | None, told: list[str]
) -> None:
    meant, problems = read_keymap(wanted)
    assert problems == told
    assert meant == (wanted if keymap is None else keymap)


@pytest.mark.parametrize(
    ("written", "key", "name"),
    [
        ("Ctrl+Y", "ctrl+y", "Ctrl+Y"),
        ("shift+control+t", "ctrl+shift+t", "Ctrl+Shift+T"),
        ("Shift+a", "A", "A"),
        ("g", "g", "g"),
        ("esc", "escape", "Esc"),
        ("Shift+↑", "shift+up", "Shift+↑"),
        ("PgUp", "pageup", "PgUp"),
        ("F12", "f12", "F12"),
        ("+", "plus", "+"),
        ("ctrl++", "ctrl+plus", "Ctrl++"),
        ("ctrl+_", "ctrl+underscore", "Ctrl+_"),
        ("comma", "comma", ","),
        ("/", "slash", "/"),
        ("hello", None, ""),
        ("foo+a", None, ""),
        ("", None, ""),
    ],
)
def test_keys_are_read_as_they_are_written(written: str, key: str | None, name: str) -> None:
    assert read_key(written) == key
    if key is not None:
        assert key_name(key) == name
        assert read_key(name) == key
