"""Following the end, holding still elsewhere, and the way back to the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from chatkit_tui.options import ChatKitOptions, CustomApiConfig, ThreadOption
from chatkit_tui.tui.transcript.pill import Pill
from tests.support.rows import MARKDOWN
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.loop_thread import Gate
    from tests.support.sdk_server import SdkServer

LINES = "\n\n".join(f"Line {number} of it." for number in range(40))


def growing(server: SdkServer, gate: Gate) -> None:
    """Answer with many lines; with as many deltas behind the gate when asked for more."""
    from tests.support.assistant import assistant_message

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        more = item.content[0].text == "More?"
        events = assistant_message(thread, LINES, *(["\n\nMore of it."] * 30 if more else []))
        for event in events[:3]:
            yield event
        if more:
            await gate.passed()
        for event in events[3:]:
            yield event

    server.respond = respond


@asynccontextmanager
async def responding(
    server: SdkServer, *, auto_scroll: bool = True, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Chat, Callable[[], None]]]:
    """A chat with a long answer, and another one that goes on when the given function is called."""
    gate = server.gate()
    growing(server, gate)
    options = ChatKitOptions(
        api=CustomApiConfig(server.url), thread=ThreadOption(auto_scroll=auto_scroll)
    )
    async with running(server.url, options=options, size=size) as chat:
        await chat.say("Talk")
        await chat.until(lambda: chat.idle and len(chat.view.transcript.rows) >= 2)
        await chat.say("More?")
        await chat.until(lambda: len(chat.view.transcript.rows) >= 4)
        yield chat, gate.open


def reading(chat: Chat) -> list[str]:
    """The lines of the transcript on the screen, without the cursor and the last line.

    Over the last line lies the pill, and its place changes with what stands below the transcript.
    """
    region = chat.view.transcript.region
    rows = chat.screen.split("\n")[region.y : region.bottom - 2]
    return [row[2 : region.width - 1].rstrip() for row in rows]


def held(chat: Chat, before: list[str]) -> bool:
    """Whether every line is where it was, as far as there are as many."""
    now = reading(chat)
    common = min(len(now), len(before))
    return now[:common] == before[:common]


def at_last_line(chat: Chat) -> bool:
    return next(line for line in reversed(reading(chat)) if line) == "More of it."


def pill(chat: Chat) -> str:
    found = chat.view.query_one(Pill)
    return str(found.query_one("#pill-text").render()) if found.display else ""


async def settled(chat: Chat) -> None:
    await chat.until(lambda: chat.idle)
    await chat.pilot.pause()
    await chat.pilot.pause()


async def test_the_end_is_followed_while_it_is_in_view(sdk_server: SdkServer) -> None:
    async with responding(sdk_server) as (chat, go_on):
        go_on()
        await settled(chat)
        assert at_last_line(chat)
        assert chat.view.transcript.at_end
        assert pill(chat) == ""


async def test_nothing_that_comes_moves_what_is_read(sdk_server: SdkServer) -> None:
    async with responding(sdk_server) as (chat, go_on):
        await chat.pilot.press("pageup", "pageup")
        await chat.pilot.pause()
        before = reading(chat)
        await chat.shows("↓ end")
        go_on()
        await settled(chat)
        assert held(chat, before)
        await chat.view.controller.send_user_message("And?")  # type: ignore[union-attr]
        await chat.until(lambda: pill(chat) == "↓ 2 new")
        assert held(chat, before)


@pytest.mark.parametrize("way", ["ctrl+end", "end", "click", "G"])
async def test_every_way_back_to_the_end(sdk_server: SdkServer, way: str) -> None:
    async with responding(sdk_server) as (chat, go_on):
        chat.view.transcript.focus()
        await chat.pilot.press("pageup", "pageup")
        await chat.shows("↓ end")
        if way == "click":
            assert await chat.pilot.click("#pill-text")
        else:
            await chat.pilot.press(way)
        await chat.until(lambda: pill(chat) == "")
        go_on()
        await settled(chat)
        assert at_last_line(chat)


async def test_resizing_and_folding_keep_the_row_at_the_top(sdk_server: SdkServer) -> None:
    from chatkit.types import ThoughtTask, Workflow, WorkflowItem

    from tests.support.assistant import assistant_message

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        from datetime import datetime

        from chatkit.types import ThreadItemDoneEvent

        tasks = [ThoughtTask(title=f"Step {n}", content="Thinking. " * 20) for n in range(5)]
        workflow = Workflow(type="reasoning", tasks=[*tasks], expanded=False)
        made = WorkflowItem(
            id="wf", thread_id=thread.id, created_at=datetime.now(), workflow=workflow
        )
        yield ThreadItemDoneEvent(item=made)
        for event in assistant_message(thread, f"{MARKDOWN}\n\n{LINES}"):
            yield event

    sdk_server.respond = respond
    async with running(sdk_server.url, size=(80, 24)) as chat:
        await chat.say("Talk")
        await chat.until(lambda: chat.idle and len(chat.view.transcript.rows) >= 3)
        await chat.pilot.press("pageup")
        await chat.pilot.pause()
        before = reading(chat)
        for size in ((60, 20), (100, 40), (41, 12), (80, 24)):
            await chat.pilot.resize_terminal(*size)
            await chat.pilot.pause()
            assert reading(chat)[0] == before[0]
        key = chat.view.transcript.rows.rows[1].key
        for _ in range(2):
            assert chat.view.transcript.toggle(key)
            await chat.pilot.pause()
            await chat.pilot.pause()
            assert held(chat, before)


async def test_without_auto_scroll_nothing_moves_even_at_the_end(sdk_server: SdkServer) -> None:
    async with responding(sdk_server, auto_scroll=False) as (chat, go_on):
        await chat.pilot.press("ctrl+end")
        await chat.pilot.pause()
        before = reading(chat)
        assert pill(chat) == ""
        go_on()
        await settled(chat)
        assert held(chat, before)
        assert pill(chat) == "↓ end"
        await chat.pilot.press("ctrl+end")
        await chat.pilot.pause()
        assert at_last_line(chat)
