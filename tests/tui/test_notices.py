"""What a server says beside its answers: notices, progress, whether it can be stopped."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from chatkit_tui.controller.state import Progress, Turn, TurnPhase
from chatkit_tui.tui.activity import describe
from chatkit_tui.tui.banners import NOTICES_SHOWN, Banner
from chatkit_tui.tui.screens.raw_json import RawJsonScreen
from tests.support.faults import Answer
from tests.tui.conftest import running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import SdkServer

HOSTILE = "\x1b]52;c;aGFjaw==\x07\x9b31m[bold]x[/bold]\u202eevil"


def stream(*events: dict[str, Any]) -> Answer:
    """A stream of these events, whatever they are."""
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return Answer(200, body, "text/event-stream")


def saying(server: SdkServer, *notices: tuple[str, str | None, str]) -> None:
    """Let every answer be these notices: level, title and message of each."""
    from chatkit.types import NoticeEvent

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        for level, title, message in notices:
            yield NoticeEvent.model_construct(level=level, title=title, message=message)

    server.respond = respond


THREAD = {"type": "thread.created", "thread": {"id": "thr_1", "created_at": "2026-01-01"}}


async def test_notices_are_markdown_and_leave_one_by_one(sdk_server: SdkServer) -> None:
    saying(
        sdk_server,
        ("info", None, "too many by one"),
        ("warning", f"Nearly {HOSTILE}", "**80 %** is *used*"),
        ("celebration", None, "[See plans](https://example.com/plans)"),
        ("danger", None, f"`disk full` {HOSTILE}"),
    )
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows(
            "▲ Nearly ␛]52;c;aGFjaw==␇‹9B›31m[bold]x[/bold]evil",
            "80 % is used",
            "ℹ See plans (https://example.com/plans)",
            "✖ disk full ␛]52",
            "3 notices · Esc dismiss",
        )
        assert len(chat.view.banners.shown) == NOTICES_SHOWN
        assert not set("\x1b\x07\x9b\u202e") & set(chat.screen)
        await chat.until(lambda: chat.idle)
        await chat.pilot.press("escape")
        await chat.until(lambda: "disk full" not in chat.screen)
        await chat.pilot.click(chat.view.banners.shown[0])
        await chat.until(lambda: "Nearly" not in chat.screen)
        assert "See plans" in chat.screen


async def test_of_notices_by_the_hundred_only_those_that_stay_are_drawn(
    fault_proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Banner] = []
    monkeypatch.setattr(Banner, "on_mount", lambda banner: drawn.append(banner), raising=False)
    notices = [{"type": "notice", "message": f"no. {number}"} for number in range(300)]
    fault_proxy.on("threads.create", stream(THREAD, *notices))
    async with running(fault_proxy.url) as chat:
        await chat.say("one")
        await chat.shows("no. 299", "3 notices")
        assert len(drawn) < 100


async def test_a_long_notice_scrolls_and_leaves_room(sdk_server: SdkServer) -> None:
    text = "\n\n".join(f"line {number}" for number in range(40))
    saying(sdk_server, ("info", None, text))
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await chat.say("one")
        await chat.shows("line 0", "Tab reads on")
        await chat.until(lambda: chat.idle)
        assert chat.view.banners.size.height <= 5
        await chat.pilot.press("tab", *["j"] * 6)
        await chat.shows("line 3", "↑↓ scroll")
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)


async def test_progress_shows_its_icon_and_what_may_not_be_stopped_is_not(
    sdk_server: SdkServer,
) -> None:
    from chatkit.types import ProgressUpdateEvent

    gate = sdk_server.gate()
    sdk_server.allow_cancel = False

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        yield ProgressUpdateEvent(icon="search", text="Searching the archive")
        await gate.passed()

    sdk_server.respond = respond
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows("⌕ Searching the archive · ")
        assert "Esc stops" not in chat.screen
        await chat.pilot.press("escape")
        await chat.shows("The server does not let this")
        await chat.pilot.press("ctrl+c")
        await chat.until(lambda: len(chat.app._notifications) == 2)
        assert not chat.idle
        gate.open()
        await chat.until(lambda: chat.idle)


async def test_a_stopped_answer_is_said_to_be_and_what_came_is_kept(sdk_server: SdkServer) -> None:
    from tests.support.assistant import assistant_message

    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        for event in assistant_message(thread, "As far ", "as it went")[:4]:
            yield event
        await gate.passed()

    sdk_server.respond = respond
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows("As far as it went", "Esc stops")
        await chat.pilot.press("escape")
        await chat.shows("■ You stopped this response.", "is kept", "As far as it went", "F5 retry")


def test_silence_and_countdowns_are_told() -> None:
    turn = Turn(phase=TurnPhase.RESPONDING, started_at=100.0, last_data_at=110.0)
    assert describe(turn, None, 129.0) == ("Answering", "29 s")
    assert describe(turn, Progress("Reading"), 131.5) == ("Reading", "31 s · no data for 21 s")
    turn.waiting_for, turn.retry_at = "The server says so.", 142.0
    assert describe(turn, None, 131.5)[1] == "Trying again in 10 s · Esc gives up"


async def test_v_shows_the_json_of_any_item(
    fault_proxy: FaultProxy, tmp_path: Path, monkeypatch: Any
) -> None:
    item = {
        "id": "itm_1",
        "thread_id": "thr_1",
        "type": "hologram",
        "voxels": {"x": 8, "deep": [1.5, None, "\x9b31m\u202e"]},
    }
    fault_proxy.on("threads.create", stream(THREAD, {"type": "thread.item.done", "item": item}))
    monkeypatch.chdir(tmp_path)
    async with running(fault_proxy.url, size=(80, 24)) as chat:
        await chat.say("one")
        await chat.shows("Item hologram · v shows all of it")
        copies: list[str] = []
        chat.view.copy = lambda text, what="": copies.append(text)  # type: ignore[method-assign]
        await chat.until(lambda: chat.idle)
        chat.view.alerts.clear()
        chat.view.transcript.focus()
        await chat.pilot.press("G", "v")
        await chat.until(lambda: isinstance(chat.app.screen, RawJsonScreen))
        await chat.shows("hologram · ", '"voxels": {', "‹9B›31m")
        await chat.pilot.press("y", "w")
        assert json.loads(copies[0]) == item
        await chat.shows("itm_1.json")
        await chat.pilot.press("enter")
        await chat.until(lambda: (tmp_path / "itm_1.json").exists())
        await chat.until(lambda: isinstance(chat.app.screen, RawJsonScreen))
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.focused is chat.view.transcript)
