"""Events, listeners and tasks: nobody's mistake is anybody else's problem."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from chatkit_tui.controller.emitter import Emitter
from chatkit_tui.controller.listeners import Listeners
from chatkit_tui.controller.tasks import TaskOwner


async def test_handlers_may_be_plain_or_async_and_may_leave() -> None:
    tasks = TaskOwner()
    emitter = Emitter(tasks)
    heard: list[Any] = []
    done = asyncio.Event()

    async def slow(detail: dict[str, Any]) -> None:
        heard.append(("slow", detail))
        done.set()

    off = emitter.on("chatkit.effect", lambda detail: heard.append(("plain", detail)))
    emitter.on("chatkit.effect", slow)
    emitter.emit("chatkit.effect", name="x", data={})
    await done.wait()
    assert heard == [("plain", {"name": "x", "data": {}}), ("slow", {"name": "x", "data": {}})]
    off()
    off()
    emitter.emit("chatkit.effect", name="y")
    emitter.emit("chatkit.unheard")
    await tasks.aclose()
    assert [who for who, _ in heard].count("plain") == 1


async def test_handler_that_raises_is_logged_and_the_others_are_called(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tasks = TaskOwner()
    emitter = Emitter(tasks)
    heard: list[str] = []
    done = asyncio.Event()

    async def fails_later(detail: dict[str, Any]) -> None:
        done.set()
        raise ValueError("later")

    def fails(detail: dict[str, Any]) -> None:
        detail.clear()
        raise ValueError("at once")

    emitter.on("e", fails)
    emitter.on("e", fails_later)
    emitter.on("e", lambda detail: heard.append(detail["key"]))
    with caplog.at_level(logging.ERROR):
        emitter.emit("e", key="value")
        await done.wait()
        await asyncio.sleep(0)
    assert heard == ["value"]
    assert "at once" in caplog.text
    assert "later" in caplog.text
    await tasks.aclose()


def test_listener_may_leave_while_it_is_told() -> None:
    told: list[str] = []
    listeners: Listeners[str] = Listeners("tests")

    def once(word: str) -> None:
        told.append(word)
        leave()

    leave = listeners.add(once)
    listeners.add(told.append)
    listeners("a")
    listeners("b")
    assert told == ["a", "a", "b"]


async def test_cancelling_the_caller_cancels_the_work_and_waits_for_it() -> None:
    tasks = TaskOwner()
    steps: list[str] = []
    begun = asyncio.Event()

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("cleaned up")

    caller = asyncio.create_task(tasks.run(work(), name="work"))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert steps == ["cleaned up"]


async def test_closing_the_owner_ends_the_caller_quietly() -> None:
    tasks = TaskOwner()
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    caller = asyncio.create_task(tasks.run(work(), name="work"))
    await begun.wait()
    await tasks.aclose()
    assert tasks.closed
    await caller


async def test_what_the_work_raises_reaches_the_caller() -> None:
    async def work() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await TaskOwner().run(work(), name="work")
