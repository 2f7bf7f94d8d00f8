"""Commands of the user's that are run when something happens, with the event on their stdin.

    [profiles.work.events]
    "chatkit.effect" = "jq -r .name >> effects.log"

stdin is one line of JSON: the event's name as `event`, and its detail as the web component has it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import subprocess
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from chatkit_tui.daemon_thread import in_daemon_thread

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController

log = logging.getLogger(__name__)

Command = str | tuple[str, ...]
"""A line for the shell, or a program and its arguments."""

PATIENCE = 60.0
"""Seconds that one command may take."""

MOST_WAITING = 200
"""Events that wait for the commands of earlier ones; what comes beyond is left out, and logged."""


class EventCommands:
    """Runs one command at a time, in the order of the events."""

    def __init__(self, commands: Mapping[str, Command]) -> None:
        self._commands = commands
        self._waiting: asyncio.Queue[tuple[Command, str]] = asyncio.Queue(MOST_WAITING)
        self._worker: asyncio.Task[None] | None = None
        self._running: subprocess.Popen[bytes] | None = None

    def listen(self, controller: ChatKitController) -> None:
        """Run the commands at that controller's events, until `stop`."""
        for event, command in self._commands.items():
            controller.on(event, partial(self._happened, event, command))
        self._worker = asyncio.create_task(self._work(), name="event commands")

    async def stop(self) -> None:
        """End the command that runs, and run no more."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker])
            self._worker = None

    def _happened(self, event: str, command: Command, detail: Mapping[str, Any]) -> None:
        line = json.dumps({"event": event, **detail}, ensure_ascii=False, default=str)
        try:
            self._waiting.put_nowait((command, f"{line}\n"))
        except asyncio.QueueFull:
            log.warning("The command for %s lags behind; an event was left out", event)

    async def _work(self) -> None:
        while True:
            command, line = await self._waiting.get()
            try:
                status = await in_daemon_thread(partial(self._run, command, line), name="event")
            except OSError as error:
                log.warning("A command for an event cannot be run: %s", error.strerror)
            except subprocess.TimeoutExpired:
                log.warning("A command for an event took longer than %g seconds", PATIENCE)
            else:
                if status:
                    log.warning("A command for an event failed with exit status %d", status)
            finally:
                self._end()

    def _run(self, command: Command, line: str) -> int:
        """Run a command to its end; blocks."""
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(  # noqa: S603 - the user's own words, from his own file
            ("/bin/sh", "-c", command) if isinstance(command, str) else command,
            stdin=subprocess.PIPE,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
        self._running = process
        process.communicate(line.encode("utf-8", "replace"), timeout=PATIENCE)
        return process.returncode

    def _end(self) -> None:
        """Kill what still runs, with all that it started."""
        process, self._running = self._running, None
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
