"""Commands that are run at events: real ones, on the official server's events."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from chatkit_tui import ChatKitController
from chatkit_tui.backend import backend_for
from chatkit_tui.event_commands import EventCommands
from chatkit_tui.profiles.profile import Profile
from tests.support.sdk_server import SdkServer


async def test_events_reach_their_commands_in_order(tmp_path: Path, sdk_server: SdkServer) -> None:
    written = tmp_path / "events"
    append = f"cat >> {written}"
    names = ("chatkit.response.start", "chatkit.response.end", "chatkit.thread.change")
    backend = backend_for(Profile(url=sdk_server.url, events=dict.fromkeys(names, append)))
    controller = ChatKitController(await backend.start())
    backend.attach(controller)
    await controller.send_user_message("Hi")
    async with asyncio.timeout(20):
        while not written.exists() or written.read_text().count("\n") < 3:
            await asyncio.to_thread(os.sync)
    await controller.aclose()
    await backend.stop()
    events = [json.loads(line) for line in written.read_text().splitlines()]
    assert sorted(event["event"] for event in events) == sorted(names)
    (thread_id,) = sdk_server.store.threads
    assert {event["threadId"] for event in events} == {thread_id}


async def test_a_command_that_runs_is_ended_with_the_program(
    tmp_path: Path, sdk_server: SdkServer, caplog: pytest.LogCaptureFixture
) -> None:
    pids = tmp_path / "pids"
    commands: dict[str, str | tuple[str, ...]] = {
        "chatkit.ready": ("/nonexistent",),
        "chatkit.thread.change": f"echo $$ > {pids}.part; mv {pids}.part {pids}; sleep 600",
    }
    backend = backend_for(Profile(url=sdk_server.url, events=commands))
    controller = ChatKitController(await backend.start())
    backend.attach(controller)
    await controller.send_user_message("Hi")
    async with asyncio.timeout(20):
        while not pids.exists():
            await asyncio.to_thread(os.sync)
    pid = int(pids.read_text())
    await controller.aclose()
    await backend.stop()
    async with asyncio.timeout(20):
        while Path(f"/proc/{pid}").exists() and "Z" not in _state(pid):
            await asyncio.to_thread(os.sync)
    assert "cannot be run" in caplog.text


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


async def test_too_many_events_are_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    commands = EventCommands({})
    for _ in range(201):
        commands._happened("chatkit.log", "true", {"error": ValueError("x")})
    assert caplog.text.count("was left out") == 1
