"""Secrets, named by where they are kept and read only when they are used.

A configuration names a secret as a table with one key:
`{ keyring = "name" }`, `{ env = "NAME" }`, `{ command = "…" }` or `{ file = "path" }`.
What goes wrong is a ConfigurationError that begins with `origin`, the option or the configuration
key that named the secret, and never tells what the source held.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import stat
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from chatkit_tui.errors import ConfigurationError, reason_of
from chatkit_tui.known_secrets import remember
from chatkit_tui.profiles.config_file import Place
from chatkit_tui.profiles.keyring_access import (
    ADVICE,
    KEYRING_SERVICE,
    KEYRING_TIMEOUT,
    KeyringUnusable,
    read_entry,
)
from chatkit_tui.translation import _

COMMAND_TIMEOUT = 30.0
"""Seconds a command may take to print a secret."""

LONGEST_SECRET = 64 * 1024
"""Bytes; more than this is no secret but a mistake."""


@dataclass(frozen=True, slots=True)
class Secret(ABC):
    """A text to be kept from view; its repr names the source and never the value."""

    origin: str | Place
    is_surely_one: ClassVar[bool] = True
    """Whether the value is to be kept out of every text."""

    @property
    @abstractmethod
    def source(self) -> str:
        """Where the value is kept, in words."""

    async def read(self) -> str:
        """The value, read anew, without blocking the loop; raises ConfigurationError."""
        value = await self._value()
        if self.is_surely_one:
            remember(value)
        return value

    @abstractmethod
    async def _value(self) -> str: ...

    def _failed(self, what: str) -> ConfigurationError:
        return ConfigurationError(_("{place}: {problem}.").format(place=self.origin, problem=what))

    def _text(self, raw: bytes, source: str) -> str:
        """The secret in `raw`, without the white space around it."""
        if len(raw) > LONGEST_SECRET:
            raise self._failed(
                _("{source} gave far too much text for a secret").format(source=source)
            )
        try:
            value = raw.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise self._failed(
                _("{source} gave something that is not text").format(source=source)
            ) from None
        if not value:
            raise self._failed(_("{source} gave nothing").format(source=source))
        return value


@dataclass(frozen=True, slots=True)
class PlainSecret(Secret):
    """A value that stands where it is used; it may be a word as well, such as a team's name."""

    value: str = field(repr=False)
    is_surely_one = False

    @property
    def source(self) -> str:
        return _("plain text")

    async def _value(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class EnvSecret(Secret):
    """The value of an environment variable."""

    name: str
    taken: str | None = field(default=None, repr=False, compare=False)
    """What the variable was before it was kept from the programs that are started from here."""

    @property
    def source(self) -> str:
        return _("the environment variable {name}").format(name=self.name)

    async def _value(self) -> str:
        value = os.environ.get(self.name, self.taken or "").strip()
        if not value:
            raise self._failed(
                _("the environment variable {name} is not set").format(name=self.name)
            )
        return value


@dataclass(frozen=True, slots=True)
class CommandSecret(Secret):
    """What a command prints: a line for the shell, or a program with its arguments.

    It gets no standard input and no terminal, so that it can never wait for the user. Its standard
    error is not shown, since it may hold what should not be seen.
    """

    command: str | tuple[str, ...] = field(repr=False)
    timeout: float = COMMAND_TIMEOUT

    @property
    def source(self) -> str:
        return _("a command")

    async def _value(self) -> str:
        transport, said = await self._start()
        try:
            async with asyncio.timeout(self.timeout):
                await said.all.wait()
                if not said.too_much:
                    await said.exited.wait()
        except TimeoutError:
            raise self._failed(
                _("the command gave no answer in {count:g} seconds").format(count=self.timeout)
            ) from None
        finally:
            await _end(transport, said)
        status = transport.get_returncode()
        if status and not said.too_much:
            raise self._failed(
                _("the command failed with exit status {status}").format(status=status)
            )
        return self._text(bytes(said.output), _("the command"))

    async def _start(self) -> tuple[asyncio.SubprocessTransport, _Said]:
        words = ("/bin/sh", "-c", self.command) if isinstance(self.command, str) else self.command
        starting = asyncio.ensure_future(
            asyncio.get_running_loop().subprocess_exec(
                _Said,
                *words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # asyncio waits forever when it is cancelled between the start and the pipes.
            await _end(*await starting)
            raise
        except OSError as error:
            raise self._failed(
                _("the command cannot be run: {reason}").format(reason=reason_of(error))
            ) from None


class _Said(asyncio.SubprocessProtocol):
    """What a command printed, until it closed its output or printed too much, and its end.

    `asyncio.subprocess.Process` would not do: its `wait()` waits for the end of the output too,
    which never comes when nobody reads on or when something that left the group keeps it open.
    """

    def __init__(self) -> None:
        self.output = bytearray()
        self.all = asyncio.Event()
        self.exited = asyncio.Event()

    @property
    def too_much(self) -> bool:
        return len(self.output) > LONGEST_SECRET

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if not self.too_much:
            self.output += data
        if self.too_much:
            self.all.set()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        self.all.set()

    def process_exited(self) -> None:
        self.exited.set()


@dataclass(frozen=True, slots=True)
class KeyringSecret(Secret):
    """A password in the system's keyring, under the service "chatkit-tui"."""

    name: str
    timeout: float = KEYRING_TIMEOUT

    @property
    def source(self) -> str:
        return _('the keyring, entry "{name}"').format(name=self.name)

    async def _value(self) -> str:
        try:
            value = await read_entry(self.name, patience=self.timeout)
        except KeyringUnusable as error:
            raise KeyringUnusable(
                _("{place}: {problem}; {advice}.").format(
                    place=self.origin, problem=error.message, advice=_(ADVICE)
                )
            ) from None
        if not value:
            raise self._failed(
                _('the keyring has no entry "{name}" for {service}; {login} stores one').format(
                    name=self.name, service=KEYRING_SERVICE, login="`chatkit-tui login`"
                )
            )
        return value


@dataclass(frozen=True, slots=True)
class FileSecret(Secret):
    """The content of a file that only its owner may read."""

    path: Path

    @property
    def source(self) -> str:
        return _("the file {path}").format(path=self.path)

    async def _value(self) -> str:
        return self._text(await asyncio.to_thread(self._content), str(self.path))

    def _content(self) -> bytes:
        try:
            # Opening a named pipe would otherwise wait for somebody to write to it.
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            try:
                self._check(os.fstat(handle).st_mode)
                with open(handle, "rb", closefd=False) as file:
                    return file.read(LONGEST_SECRET + 1)
            finally:
                os.close(handle)
        except OSError as error:
            raise self._failed(
                _("{path} cannot be read: {reason}").format(path=self.path, reason=reason_of(error))
            ) from None

    def _check(self, mode: int) -> None:
        if not stat.S_ISREG(mode):
            raise self._failed(_("{path} is not a file").format(path=self.path))
        if os.name == "posix" and mode & 0o077:
            raise self._failed(
                _("{path} can be read by others; run: {command}").format(
                    path=self.path, command=f"chmod 600 {self.path}"
                )
            )


def out_of_environment(secrets: Mapping[str, Secret]) -> dict[str, Secret]:
    """The same secrets, their variables kept here and hidden from what is started from here."""
    taken = {
        key: replace(secret, taken=os.environ.get(secret.name, secret.taken))
        if isinstance(secret, EnvSecret)
        else secret
        for key, secret in secrets.items()
    }
    for secret in taken.values():
        if isinstance(secret, EnvSecret):
            os.environ.pop(secret.name, None)
    return taken


async def _end(transport: asyncio.SubprocessTransport, said: _Said) -> None:
    """Kill a command that still runs, with all that it started, and read no more of it."""
    if transport.get_returncode() is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(transport.get_pid(), signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            transport.kill()
        await said.exited.wait()
    transport.close()
