"""Two chats in somebody else's Textual app, each with its own server, thread, draft and keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widgets import Input

from chatkit_tui import ChatKitOptions, ChatKitView, CustomApiConfig, HeaderOption, HeaderTitle
from chatkit_tui.tui.screens.keys import KeysScreen
from tests.support.assistant import assistant_message
from tests.support.loop_thread import Gate
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import PATIENCE


class Host(App[None]):
    """A program with two chats and something of its own."""

    CSS = "Horizontal { height: 1fr; } ChatKitView { width: 1fr; }"
    BINDINGS = [Binding("f10", "mine", "The host's own")]  # noqa: RUF012 - as apps write it

    def __init__(self, *urls: str) -> None:
        super().__init__()
        self.pressed = 0
        self.views = [
            ChatKitView(
                ChatKitOptions(
                    api=CustomApiConfig(url),
                    header=HeaderOption(title=HeaderTitle(text=f"Chat {number}")),
                )
            )
            for number, url in enumerate(urls, 1)
        ]

    def compose(self) -> ComposeResult:
        yield Input(id="own")
        yield Horizontal(*self.views)

    def action_mine(self) -> None:
        self.pressed += 1

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


@pytest.fixture
def other_server() -> Iterator[SdkServer]:
    server = SdkServer()
    yield server
    server.close()


@asynccontextmanager
async def hosted(*servers: SdkServer) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host(*(server.url for server in servers))
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: all(view.controller is not None for view in app.views))
        yield app, pilot


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.01)


def saying(text: str, gate: Gate) -> Any:
    """A server's answer, given when `gate` is open."""

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        await gate.passed()
        for event in assistant_message(thread, text):
            yield event

    return respond


def busy(view: ChatKitView) -> bool:
    assert view.controller is not None
    return view.controller.active.turn.busy


def thread_of(view: ChatKitView) -> str | None:
    assert view.controller is not None
    return view.controller.active.thread_id


async def test_two_chats_stream_at_once_and_keep_to_themselves(
    sdk_server: SdkServer, other_server: SdkServer
) -> None:
    gates = [server.gate() for server in (sdk_server, other_server)]
    sdk_server.respond = saying("From the left.", gates[0])
    other_server.respond = saying("From the right.", gates[1])
    async with hosted(sdk_server, other_server) as (app, pilot):
        left, right = app.views
        assert "Chat 1" in app.text
        assert "Chat 2" in app.text
        for view in (left, right):
            view.composer.focus()
            await pilot.press("H", "i", "enter")
        await until(pilot, lambda: all(map(busy, app.views)))
        left.composer.focus()
        await pilot.press("d", "r", "a", "f", "t")
        assert (left.composer.text, right.composer.text) == ("draft", "")
        await pilot.press("f10")
        assert app.pressed == 1, "the host's own keys go on working"
        right.composer.focus()
        await pilot.press("?")
        await until(pilot, lambda: isinstance(app.screen, KeysScreen))
        await pilot.press("escape")
        left.composer.focus()
        for gate in gates:
            gate.open()
        await until(pilot, lambda: "From the left." in app.text and "From the right." in app.text)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: thread_of(left) is None)
        assert thread_of(right) in other_server.store.threads
        app.query_one("#own").focus()
        await pilot.press("ctrl+n", "x")
        assert thread_of(right) is not None, "keys of the chats stay with them"
        assert app.query_one("#own", Input).value == "x"
    assert sdk_server.user_texts() == ["Hi"]
    assert other_server.user_texts() == ["Hi"]


async def test_the_theme_is_the_hosts(sdk_server: SdkServer) -> None:
    async with hosted(sdk_server) as (app, pilot):
        (view,) = app.views
        grounds = []
        for theme in ("textual-light", "nord"):
            app.theme = theme
            await pilot.pause()
            grounds.append(view.background_colors[1])
        assert grounds[0].brightness > 0.7
        assert grounds[1].brightness < 0.3


async def test_a_chat_can_leave_while_it_streams(sdk_server: SdkServer) -> None:
    gate = sdk_server.gate()

    sdk_server.respond = saying("Too late.", gate)
    async with hosted(sdk_server) as (app, pilot):
        (view,) = app.views
        view.composer.focus()
        await pilot.press("H", "i", "enter")
        controller = view.controller
        assert controller is not None
        await until(pilot, lambda: controller.active.turn.busy)
        await view.remove()
        assert controller.active.closed
        assert app.is_running
        gate.open()
