"""What `o` offers, and how it is opened: with the target in view, and never over the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.browser import desktop_at_hand, open_address
from chatkit_tui.tui.links import open_links, targets_of
from chatkit_tui.tui.screens.links import LinksScreen
from tests.support.rows import assistant_item, item, user_item
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

PAGE = {"type": "url", "title": "The guide", "url": "https://a.example/guide"}
FILE = {"type": "file", "title": "Report", "filename": "report.pdf"}
ENTITY = {"type": "entity", "id": "acme", "title": "ACME", "data": {"room": 2}}
TEXT = """\
See [the shop](https://b.example/shop), <https://c.example>, https://d.example/x. and
[again](https://b.example/shop), [it](https://a.example/guide) or [nothing](relative.md).
"""


def cited(*sources: dict[str, Any], text: str = TEXT) -> Any:
    annotations = [{"type": "annotation", "source": each, "index": 4} for each in sources]
    return assistant_item(text, annotations)


def names(thing: Any) -> list[tuple[str, str]]:
    return [(each.title, each.address) for each in targets_of(thing)]


def test_sources_come_first_with_their_numbers_and_links_once() -> None:
    assert names(cited(PAGE, FILE, PAGE, ENTITY)) == [
        ("The guide", "https://a.example/guide"),
        ("Report", ""),
        ("ACME", ""),
        ("the shop", "https://b.example/shop"),
        ("https://c.example", "https://c.example"),
        ("d.example", "https://d.example/x"),
    ]


def test_an_entity_tells_what_is_known_of_it() -> None:
    [target] = targets_of(cited(ENTITY, text=""))
    assert target.facts == (("Kind", "entity"), ("Id", "acme"), ("Data", '{"room":2}'))
    assert target.opens is None


def test_other_items_have_links_too() -> None:
    search = {"type": "web_search", "sources": [PAGE, FILE]}
    thought = {"type": "thought", "content": "At [b](https://b.example)."}
    workflow = item("workflow", workflow={"type": "custom", "tasks": [search, thought]})
    assert [name for name, _ in names(workflow)] == ["The guide", "Report", "b"]
    assert [name for name, _ in names(item("task", task=search))] == ["The guide", "Report"]
    parts = [
        {"type": "Title", "value": "See https://t.example."},
        {"type": "Markdown", "value": "[m](https://m.example) and https://t.example"},
        {"type": "Image", "src": "https://i.example/a.png", "alt": "A cat"},
        {"type": "Image", "src": "javascript:alert(1)", "alt": "No"},
        {"type": "Zork", "value": "https://z.example", "children": ["https://s.example"]},
    ]
    widget = item(
        "widget", widget={"type": "Card", "children": [{"type": "Row", "children": parts}]}
    )
    assert names(widget) == [
        ("t.example", "https://t.example"),
        ("m", "https://m.example"),
        ("A cat", "https://i.example/a.png"),
        ("z.example", "https://z.example"),
        ("s.example", "https://s.example"),
    ]
    image = item("generated_image", image={"id": "i", "url": "https://a.example/i.png"})
    assert names(image) == [("Generated image", "https://a.example/i.png")]
    assert names(user_item("(see https://a.example/b_(c))")) == [
        ("a.example", "https://a.example/b_(c)")
    ]
    assert names(item("end_of_turn")) == []


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "1 2 3 4"}, "darwin", False),
        ({"DISPLAY": ":10", "SSH_TTY": "/dev/pts/1"}, "linux", False),
    ],
)
def test_a_browser_is_at_hand_only_on_this_desktop(
    environ: dict[str, str], platform: str, expected: bool
) -> None:
    assert desktop_at_hand(environ, platform) is expected


def opener(where: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop whose xdg-open is `script`."""
    program = where / "xdg-open"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(where))
    monkeypatch.setenv("DISPLAY", ":0")
    for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"):
        monkeypatch.delenv(name, raising=False)


async def test_the_desktop_gets_the_address_and_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    opener(tmp_path, f'[ -t 0 ] || [ -t 1 ] || echo "$@" > {said}', monkeypatch)
    await open_address("https://a.example/$(id);x")
    assert said.read_text() == "https://a.example/$(id);x\n"


async def test_what_cannot_be_opened_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener(tmp_path, "exit 3", monkeypatch)
    with pytest.raises(ChatKitError, match="xdg-open could not open the address"):
        await open_address("https://a.example/")
    with pytest.raises(ChatKitError, match="Only http"):
        await open_address("file:///etc/passwd")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(ChatKitError, match="No program"):
        await open_address("https://a.example/")


async def pick(chat: Chat, thing: Any) -> LinksScreen:
    open_links(chat.view, thing)
    await chat.until(lambda: isinstance(chat.app.screen, LinksScreen))
    await chat.pilot.pause()
    screen = chat.app.screen
    assert isinstance(screen, LinksScreen)
    return screen


async def test_a_number_shows_the_target_and_enter_opens_it(
    sdk_server: SdkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    opener(tmp_path, f'echo "$@" > {said}.new; /bin/mv {said}.new {said}', monkeypatch)
    async with running(sdk_server.url, size=(80, 24)) as chat:
        screen = await pick(chat, cited(PAGE, FILE))
        await chat.shows("1 The guide", "2 Report", "https://a.example/guide", "Enter opens it")
        await chat.pilot.press("2")
        await chat.shows("Name: report.pdf", "y copies")
        await chat.pilot.press("enter")
        assert chat.app.screen is screen, "there is nothing to open in a file"
        await chat.pilot.press("3")
        await chat.shows("https://b.example/shop")
        assert not said.exists()
        await chat.pilot.press("enter")
        await chat.until(said.exists)
        assert said.read_text() == "https://b.example/shop\n"
        assert chat.app.screen is not screen


async def test_over_ssh_the_address_is_copied(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await pick(chat, cited(PAGE, text=""))
        await chat.shows("https://a.example/guide", "Enter copies it")
        await chat.pilot.press("enter")
        await chat.until(lambda: chat.app.clipboard == "https://a.example/guide")


async def test_without_links_it_says_so(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        open_links(chat.view, user_item("Hi"))
        await chat.shows("no link and no source")


async def test_a_deeplink_is_an_event_for_who_embeds_the_chat(sdk_server: SdkServer) -> None:
    thing = cited(text="See [your order](chatkit-link://order?id=7).")
    async with running(sdk_server.url, size=(80, 24)) as chat:
        heard: list[dict[str, Any]] = []
        controller = chat.view.controller
        assert controller is not None
        controller.on("chatkit.deeplink", heard.append)
        await pick(chat, thing)
        await chat.shows("1 your order", "chatkit-link://order?id=7", "Enter follows it")
        await chat.pilot.press("enter")
        assert heard == [{"name": "order", "data": {"id": "7"}}]
        assert not isinstance(chat.app.screen, LinksScreen)
