"""Starting the embedded backend, knowing where it is, and ending it.

Standard library only: the server SDK takes seconds to import and is loaded by the other process.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import secrets
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REQUIRED_MODULES = ("chatkit", "agents", "starlette", "uvicorn", "python_multipart")
"""What the extra `demo` brings, by the names it is imported by."""

START_TIMEOUT = 30.0
"""Seconds from the start of the process to its first line."""

STOP_TIMEOUT = 5.0
"""Seconds a backend gets to end by itself, and once more after it was told to terminate."""

LOG_LIMIT = 1_000_000
"""Bytes after which the log is begun anew at the next start."""

LOG_TAIL = 8
"""Lines of the log that go into a failure."""


class DemoMissing(RuntimeError):
    """The extra `demo` is not installed."""


class DemoFailed(RuntimeError):
    """The backend could not start, or ended by itself; `tail` is the end of what it logged."""

    def __init__(self, message: str, *, log_file: Path, tail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.log_file = log_file
        self.tail = tail


@dataclass(frozen=True, slots=True)
class DemoPrompt:
    """A suggestion for the start screen; `icon` is a ChatKit icon name."""

    label: str
    prompt: str
    icon: str | None


@dataclass(frozen=True, slots=True)
class DemoInfo:
    """Where a running backend is reached and what its start screen says.

    POST to `session_url` with `Authorization: Bearer <token>` gives client secrets; everything else
    is below `base_url` as at the hosted service. `assistant` is "tour" or "agent".
    """

    base_url: str
    session_url: str
    token: str = field(repr=False)
    greeting: str
    prompts: tuple[DemoPrompt, ...]
    assistant: str


def missing_extra() -> bool:
    """Whether the backend cannot run for want of its packages; imports none of them."""
    return bool(_missing_modules())


def _missing_modules() -> list[str]:
    """Names of what is not installed; a bare directory of that name does not count."""
    return [name for name in REQUIRED_MODULES if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin is not None


class DemoBackend:
    """One backend process. It ends with `stop`, and with this process however that ends.

    `data_dir` keeps threads and files (created 0700), `log_file` what the process says (default: in
    `data_dir`). `assistant` is "auto" (an agent when a model is configured in the environment),
    "tour" or "agent". `delay_factor` stretches the tour's pauses; 0 leaves them out.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        log_file: Path | None = None,
        assistant: str = "auto",
        delay_factor: float = 1.0,
        session_seconds: float = 600.0,
    ) -> None:
        self._data_dir = data_dir
        self.log_file = log_file or data_dir / "demo.log"
        self._settings: dict[str, Any] = {
            "data_dir": str(data_dir.absolute()),
            "assistant": assistant,
            "delay_factor": delay_factor,
            "session_seconds": session_seconds,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._log_start = 0
        self._stopping = False

    @property
    def pid(self) -> int | None:
        """The process while there is one, to be told apart in tests and messages."""
        return self._process.pid if self._process else None

    async def start(self) -> DemoInfo:
        """Start the process and return once it listens; requests may be sent from then on.

        It listens long before the server SDK is loaded: the first answer can take seconds.
        Raises DemoMissing or DemoFailed.
        """
        if self._process is not None and self._process.returncode is None:
            raise RuntimeError("The demo backend is already started.")
        missing = await asyncio.to_thread(_missing_modules)
        if missing:
            raise DemoMissing(f"The demo backend needs packages that are missing: {missing[0]}.")
        self._stopping = False
        token = secrets.token_urlsafe(32)
        self._process = process = await self._spawn()
        try:
            async with asyncio.timeout(START_TIMEOUT):
                line = await _exchange(process, {**self._settings, "token": token})
            return _read_info(line, token)
        except (TimeoutError, ValueError, KeyError, TypeError) as error:
            await self._end(process)
            raise await self._failure("The demo backend did not start") from error
        except BaseException:
            await self._end(process)
            raise

    async def stop(self) -> None:
        """End the process, gently at first. Does nothing when it is not running."""
        self._stopping = True
        if self._process is not None:
            await self._end(self._process)

    async def ended(self) -> DemoFailed | None:
        """Wait until the process is gone; what to tell the user when `stop` was not the reason."""
        process = self._process
        if process is None:
            return None
        await process.wait()
        return None if self._stopping else await self._failure("The demo backend has ended")

    async def _spawn(self) -> asyncio.subprocess.Process:
        """The process, with its stderr in the log and out of the terminal's reach."""
        try:
            log = await asyncio.to_thread(self._open_log)
        except OSError as error:
            reason = f"The demo backend has no place to write: {error.strerror} ({error.filename})."
            raise DemoFailed(reason, log_file=self.log_file) from error
        try:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # the directory the user happens to be in must not shadow a module
                "-m",
                "chatkit_tui.demo",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=_environment(),
                cwd=self._data_dir,
                start_new_session=True,  # Ctrl+C at the terminal is not meant for the backend
            )
        except OSError as error:
            reason = f"The demo backend could not be started: {error.strerror}."
            raise DemoFailed(reason, log_file=self.log_file) from error
        finally:
            os.close(log)

    def _open_log(self) -> int:
        """A descriptor at the end of the log; remembers where this run's part begins."""
        self._data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = os.open(self.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if os.fstat(log).st_size > LOG_LIMIT:
            os.ftruncate(log, 0)
        self._log_start = os.fstat(log).st_size
        return log

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Close the process's stdin, which ends it; force it when that takes too long."""
        if process.stdin is not None:
            process.stdin.close()
        for force in (process.terminate, process.kill):
            try:
                async with asyncio.timeout(STOP_TIMEOUT):
                    await process.wait()
                break
            except TimeoutError:
                force()
        await process.wait()
        if self._process is process:
            self._process = None

    async def _failure(self, what: str) -> DemoFailed:
        tail = await asyncio.to_thread(self._log_tail)
        reason = tail.splitlines()[-1].strip() if tail else "it gave no reason"
        message = f"{what}: {reason.removesuffix('.')} (log: {self.log_file})."
        return DemoFailed(message, log_file=self.log_file, tail=tail)

    def _log_tail(self) -> str:
        """The last lines of this run's part of the log."""
        with self.log_file.open("rb") as log:
            log.seek(self._log_start)
            text = log.read().decode("utf-8", "replace")
        return "\n".join(text.strip().splitlines()[-LOG_TAIL:])


async def _exchange(process: asyncio.subprocess.Process, settings: dict[str, Any]) -> bytes:
    """Tell the process its settings and return its first line, empty when it ended instead."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(settings).encode() + b"\n")
        await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        return b""
    return await process.stdout.readline()


def _read_info(line: bytes, token: str) -> DemoInfo:
    said = json.loads(line)
    prompts = tuple(DemoPrompt(p["label"], p["prompt"], p["icon"]) for p in said["prompts"])
    return DemoInfo(
        base_url=said["base_url"],
        session_url=f"{said['base_url']}/v1/chatkit/sessions",
        token=token,
        greeting=said["greeting"],
        prompts=prompts,
        assistant=said["assistant"],
    )


def _environment() -> dict[str, str]:
    """This process's environment, so that a checkout that is not installed finds itself too."""
    root = str(Path(__file__).parents[2])
    environment = dict(os.environ)
    if root not in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([root, known] if known else [root])
    return environment
