"""A program of the user's that records sound until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

from chatkit_tui.display import display_line
from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _
from chatkit_tui.tui.dictation.sound import LONGEST, Sound

Command = str | tuple[str, ...]
"""A line for the shell, or a program and its arguments."""

FILE = "{file}"
"""Stands in a command for the file to write to; without it, sound comes from its output."""

LASTS = 600.0
"""Seconds after which a recording is ended."""

END_WITHIN = 2.0
"""Seconds that a recorder gets to end after each signal."""

LOOK_EVERY = 0.5
"""Seconds between two looks at how long the file is."""

COMPLAINT = 2_000
"""Bytes of what a recorder complains of that are kept."""


class Recorder:
    """One recording. `stop` ends it; cancelling `record` kills the program and keeps nothing."""

    def __init__(self, command: Command, mime_type: str) -> None:
        self._words = ("/bin/sh", "-c", command) if isinstance(command, str) else command
        self._mime_type = mime_type
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """What was recorded until now is wanted."""
        self._stopped.set()

    async def record(self) -> Sound:
        """What was recorded until `stop`, until the program ended or until it was enough.

        Raises CommandRefused.
        """
        if not any(FILE in word for word in self._words):
            return Sound(await self._run(self._words, None), self._mime_type)
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="chatkit-tui-"))
        try:
            path = folder / "recording"
            words = tuple(word.replace(FILE, str(path)) for word in self._words)
            return Sound(await self._run(words, path), self._mime_type)
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    async def _run(self, words: tuple[str, ...], path: Path | None) -> bytes:
        name = os.path.basename(words[0])
        try:
            transport, heard = await _start(words)
        except OSError as error:
            why = error.strerror.lower() if error.strerror else _("no reason given")
            refused = _("{name} cannot be started: {reason}.")
            raise CommandRefused(refused.format(name=name, reason=why)) from None
        try:
            await self._until_enough(heard, path)
            await _ask_to_end(transport, heard)
        finally:
            await _kill(transport, heard)
        sound = bytes(heard.sound) if path is None else await asyncio.to_thread(_beginning, path)
        if not sound:
            complaint = _last_line(heard.complaint)
            refused = _("{name} recorded nothing.")
            if complaint:
                refused = _("{name} recorded nothing: {complaint}.")
            raise CommandRefused(refused.format(name=name, complaint=complaint))
        return sound

    async def _until_enough(self, heard: _Heard, path: Path | None) -> None:
        ends = [asyncio.ensure_future(each.wait()) for each in (self._stopped, heard.enough)]
        until = time.monotonic() + LASTS
        try:
            while time.monotonic() < until:
                done, _waiting = await asyncio.wait(
                    ends, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED
                )
                if done or (path and await asyncio.to_thread(_size, path) >= LONGEST):
                    return
        finally:
            for each in ends:
                each.cancel()


class _Heard(asyncio.SubprocessProtocol):
    """What a recorder gave."""

    def __init__(self) -> None:
        self.sound = bytearray()
        self.complaint = bytearray()
        self.enough = asyncio.Event()
        """It ended, or there is no room for more."""
        self.exited = asyncio.Event()
        self.all = asyncio.Event()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 2:
            self.complaint = (self.complaint + data)[-COMPLAINT:]
        else:
            self.sound += data[: LONGEST - len(self.sound)]
            if len(self.sound) >= LONGEST:
                self.enough.set()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == 1:
            self.all.set()

    def process_exited(self) -> None:
        self.exited.set()
        self.enough.set()


async def _start(words: tuple[str, ...]) -> tuple[asyncio.SubprocessTransport, _Heard]:
    starting = asyncio.ensure_future(
        asyncio.get_running_loop().subprocess_exec(
            _Heard, *words, stdin=asyncio.subprocess.DEVNULL, start_new_session=True
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        # asyncio waits forever when it is cancelled between the start and the pipes.
        await _kill(*await starting)
        raise


async def _ask_to_end(transport: asyncio.SubprocessTransport, heard: _Heard) -> None:
    """Let the program write its end, as at Ctrl+C; what it said until then is read."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if not heard.exited.is_set():
            _signal(transport, number)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_WITHIN):
                await heard.exited.wait()
                await heard.all.wait()
            return


async def _kill(transport: asyncio.SubprocessTransport, heard: _Heard) -> None:
    """End the program with all that it started, and read no more of it."""
    _signal(transport, getattr(signal, "SIGKILL", signal.SIGTERM))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(END_WITHIN):
            await heard.exited.wait()
    transport.close()


def _signal(transport: asyncio.SubprocessTransport, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(transport.get_pid(), number)
        elif transport.get_returncode() is None:
            transport.terminate()


def _last_line(complaint: bytearray) -> str:
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return display_line(lines[-1]).rstrip(".") if lines else ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _beginning(path: Path) -> bytes:
    """As much of a file as is sent; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError:
        return b""
