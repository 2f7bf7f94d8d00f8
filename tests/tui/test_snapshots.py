"""What the program looks like: a thread with every kind of item and event, at every size.

`make test ARGS='tests/tui/test_snapshots.py --snapshot-update'` takes the pictures anew; look at
each of them before it is committed.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Literal, Self

import pytest
from textual.pilot import Pilot

from chatkit_tui.options import (
    ChatKitOptions,
    ComposerOption,
    CustomApiConfig,
    DisclaimerOption,
    ModelOption,
    StartScreenOption,
    StartScreenPrompt,
    ThreadItemActionsOption,
    ToolOption,
)
from chatkit_tui.tui.app import ChatKitApp
from tests.support.tour_thread import BEGAN, every_event, fill_tour_thread
from tests.tui.conftest import Chat

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

Compare = Callable[..., bool]
Scene = Callable[[Chat], Awaitable[None]]
Scheme = Literal["dark", "light"]

SIZES = [(120, 36), (80, 24), (40, 12)]
LENGTHS = [(120, 84), (80, 88), (40, 106)]
"""Sizes at which the whole thread is in view."""

every_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
both_schemes = pytest.mark.parametrize("scheme", ["dark", "light"])


class TheNextDay(datetime):
    """The server's clock has stopped when the thread ends."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp((BEGAN + timedelta(days=1, minutes=5)).timestamp(), tz)


@pytest.fixture(autouse=True)
def fixed_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One terminal, one time zone, one time: pictures show them."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr("chatkit.server.datetime", TheNextDay)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def program(server: SdkServer, scheme: Scheme, thread_id: str | None) -> ChatKitApp:
    """The program with everything that can be configured to be seen."""
    prompts = (
        StartScreenPrompt("Explain a slow query", "explain", "search"),
        StartScreenPrompt("Write a migration", "migrate", "write-alt"),
        StartScreenPrompt("What is new?", "news", "sparkle"),
    )
    composer = ComposerOption(
        placeholder="Ask about your database",
        tools=(ToolOption("plan", "Query plan", "bolt", pinned=True),),
        models=(ModelOption("small", "Small"), ModelOption("large", "Large", default=True)),
    )
    options = ChatKitOptions(
        api=CustomApiConfig(server.url),
        theme=scheme,
        initial_thread=thread_id,
        start_screen=StartScreenOption("What about your data?", prompts),
        composer=composer,
        disclaimer=DisclaimerOption("Answers can be **wrong**."),
        thread_item_actions=ThreadItemActionsOption(feedback=True, retry=True),
    )
    return ChatKitApp(options)


def alike(
    compare: Compare,
    server: SdkServer,
    scene: Scene,
    *,
    size: tuple[int, int],
    scheme: Scheme,
    thread_id: str | None = None,
) -> bool:
    """Whether the program, led to a scene, looks as it did."""
    app = program(server, scheme, thread_id)

    async def lead(pilot: Pilot[Any]) -> None:
        chat = Chat(app, pilot)
        await chat.until(lambda: chat.idle)
        await chat.until(lambda: thread_id is None or bool(chat.view.transcript.rows.rows))
        # The port is another one each time.
        chat.view.header.server = "db.example.com"
        await scene(chat)
        await at_rest(chat)
        # How many rows were measured by now, and are not estimated for the scroll bar, is chance.
        transcript = chat.view.transcript
        for index in range(len(transcript.rows)):
            transcript.stage.measure(index)
        transcript.rearrange()
        await at_rest(chat)

    return compare(app, terminal_size=size, run_before=lead)


async def at_rest(chat: Chat) -> None:
    """Wait until nothing is left to be drawn: what is paced comes after a quarter of a second."""
    seen = ""
    same = 0
    while same < 8 or chat.view.transcript.drawings.unfinished:
        await chat.pilot.pause(0.05)
        now = chat.screen
        same = same + 1 if now == seen else 0
        seen = now


async def nothing(chat: Chat) -> None:
    """The scene is there at once."""


@every_size
@both_schemes
def test_the_start(
    snap_compare: Compare, sdk_server: SdkServer, size: tuple[int, int], scheme: Scheme
) -> None:
    assert alike(snap_compare, sdk_server, nothing, size=size, scheme=scheme)


@pytest.mark.parametrize("size", LENGTHS, ids=lambda size: str(size[0]))
@both_schemes
def test_every_item(
    snap_compare: Compare, sdk_server: SdkServer, size: tuple[int, int], scheme: Scheme
) -> None:
    thread = fill_tour_thread(sdk_server)
    assert alike(snap_compare, sdk_server, nothing, size=size, scheme=scheme, thread_id=thread)


@every_size
def test_the_middle_of_a_thread(
    snap_compare: Compare, sdk_server: SdkServer, size: tuple[int, int]
) -> None:
    async def walk_back(chat: Chat) -> None:
        chat.view.transcript.focus()
        await chat.until(lambda: chat.view.transcript.cursor is not None)
        for key in ("k", "k", "k", "k", "k", "k"):
            before = chat.view.transcript.cursor
            await chat.pilot.press(key)
            await chat.until(lambda before=before: chat.view.transcript.cursor != before)  # type: ignore[misc]

    thread = fill_tour_thread(sdk_server)
    assert alike(snap_compare, sdk_server, walk_back, size=size, scheme="dark", thread_id=thread)


@every_size
@both_schemes
def test_notices_and_an_error(
    snap_compare: Compare, sdk_server: SdkServer, size: tuple[int, int], scheme: Scheme
) -> None:
    async def fail(chat: Chat) -> None:
        await chat.say("And the statistics?")
        await chat.shows("The statistics are locked.")
        await chat.until(lambda: chat.idle)

    sdk_server.respond = every_event
    thread = fill_tour_thread(sdk_server)
    assert alike(snap_compare, sdk_server, fail, size=size, scheme=scheme, thread_id=thread)
