"""Starts the command line quickly: a process that has it imported forks for each run.

Importing is most of what a short run costs, and the tests run the program some two hundred times.
Each run is a process of its own all the same, in a session of its own, with the descriptors,
environment, arguments and folder it was given, and ends as an interpreter ends.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
LONGEST_ORDER = 1 << 20
_ITEM = {"id": "i", "thread_id": "t", "created_at": "2026-03-14T15:09:26Z"}
_SAID = {"type": "user_message", "content": [{"type": "input_text", "text": "x"}]}
_ANSWERED = {"type": "assistant_message", "content": [{"type": "output_text", "text": "x"}]}
EVENTS: list[dict[str, Any]] = [
    {"type": "thread.created", "thread": {"id": "t", "created_at": "2026-03-14T15:09:26Z"}},
    {"type": "stream_options", "stream_options": {"allow_cancel": True}},
    {"type": "thread.item.done", "item": _ITEM | _SAID | {"attachments": []}},
    {"type": "thread.item.added", "item": _ITEM | _ANSWERED},
    {
        "type": "thread.item.updated",
        "item_id": "i",
        "update": {
            "type": "assistant_message.content_part.text_delta",
            "content_index": 0,
            "delta": "x",
        },
    },
]
"""A turn: models are built when they first read something, which is done once for all runs."""

CHECK = 0.01
"""Seconds between two looks at which runs have ended."""


class WarmProcess:
    """A run of the command line; as much of `subprocess.Popen` as tests need."""

    def __init__(
        self,
        home: _Home,
        pid: int,
        stdin: IO[bytes] | None,
        stdout: IO[bytes] | None,
        stderr: IO[bytes] | None,
    ) -> None:
        self.pid = pid
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.returncode: int | None = None
        self._home = home

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, minus the signal that ended it."""
        if self.returncode is None:
            self.returncode = self._home.status_of(self.pid, timeout)
        return self.returncode

    def communicate(self, data: bytes | None = None, timeout: float | None = None) -> Output:
        """Write `data`, read all there is, wait for the end."""
        found: dict[IO[bytes], bytes] = {}

        def read(stream: IO[bytes]) -> None:
            found[stream] = stream.read()

        streams = [stream for stream in (self.stdout, self.stderr) if stream is not None]
        readers = [threading.Thread(target=read, args=(each,), daemon=True) for each in streams]
        for reader in readers:
            reader.start()
        if self.stdin is not None:
            try:
                self.stdin.write(data or b"")
                self.stdin.close()
            except BrokenPipeError:
                pass  # It did not want to hear more.
        self.wait(timeout)
        for reader in readers:
            reader.join(timeout)
        for stream in streams:
            stream.close()
        return tuple(None if each is None else found[each] for each in (self.stdout, self.stderr))

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


Output = tuple[bytes | None, ...]


class _Home:
    """The process that has everything imported, and the way to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.warm_start", str(theirs.fileno())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._socket = ours
        self._ended: dict[int, int] = {}
        atexit.register(self._process.kill)

    def start(self, argv: Sequence[str], env: Mapping[str, str], descriptors: Sequence[int]) -> int:
        """The id of a new run."""
        order = json.dumps({"argv": list(argv), "env": dict(env), "cwd": os.getcwd()}).encode()
        socket.send_fds(self._socket, [order], list(descriptors))
        while "started" not in (news := self._hear(None)):
            pass
        return int(news["started"])

    def status_of(self, pid: int, timeout: float | None) -> int:
        while pid not in self._ended:
            self._hear(timeout)
        return self._ended.pop(pid)

    def _hear(self, timeout: float | None) -> dict[str, int]:
        self._socket.settimeout(timeout)
        try:
            news: dict[str, int] = json.loads(self._socket.recv(LONGEST_ORDER))
        except TimeoutError:
            raise subprocess.TimeoutExpired("chatkit-tui", timeout or 0) from None
        if "ended" in news:
            self._ended[news["ended"]] = news["status"]
        return news


_home: _Home | None = None


def warm_start(
    argv: Sequence[str], *, stdin: int, stdout: int, env: Mapping[str, str]
) -> WarmProcess:
    """Start the program; `stdin` and `stdout` are descriptors, or as for `Popen`."""
    global _home
    if _home is None:
        _home = _Home()
    given: list[int] = []
    kept: list[IO[bytes] | None] = []
    opened: list[int] = []
    for wanted, mode in ((stdin, "wb"), (stdout, "rb"), (subprocess.PIPE, "rb")):
        end: IO[bytes] | None = None
        if wanted == subprocess.PIPE:
            reader, writer = os.pipe()
            theirs, ours = (reader, writer) if mode == "wb" else (writer, reader)
            opened.append(theirs)
            end = os.fdopen(ours, mode)
        elif wanted == subprocess.DEVNULL:
            theirs = os.open(os.devnull, os.O_RDWR)
            opened.append(theirs)
        else:
            theirs = wanted
        given.append(theirs)
        kept.append(end)
    try:
        pid = _home.start(argv, env, given)
    finally:
        for each in opened:
            os.close(each)
    return WarmProcess(_home, pid, *kept)


def _serve(link: socket.socket) -> list[str]:
    """Fork for each order, for ever; returns the arguments in the forked process only."""
    running: set[int] = set()
    while True:
        ready, _, _ = select.select([link], [], [], CHECK if running else None)
        if ready:
            order, descriptors, _, _ = socket.recv_fds(link, LONGEST_ORDER, 3)
            if not order:
                sys.exit()
            pid = os.fork()
            if not pid:
                link.close()
                return _become(json.loads(order), descriptors)
            for each in descriptors:
                os.close(each)
            running.add(pid)
            link.send(json.dumps({"started": pid}).encode())
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                running.discard(pid)
                code = os.waitstatus_to_exitcode(status)
                link.send(json.dumps({"ended": pid, "status": code}).encode())


def _become(order: Any, descriptors: Sequence[int]) -> list[str]:
    """Take over what the run was given."""
    os.setsid()
    for number, given in enumerate(descriptors):
        os.dup2(given, number)
    for given in descriptors:
        if given > 2:
            os.close(given)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    return [*order["argv"]]


def _main() -> int:
    import anyio._backends._asyncio  # noqa: F401
    import httpcore  # noqa: F401

    from chatkit_tui.cli import main
    from chatkit_tui.commands import answer, connection, json_lines, run, send, threads  # noqa: F401
    from chatkit_tui.export import plain_text  # noqa: F401
    from chatkit_tui.protocol.decode import decode_event

    for event in EVENTS:
        decode_event(event)
    # What is not looked at in the end of a run is neither copied nor freed piece by piece.
    gc.collect()
    gc.freeze()
    return main(_serve(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    sys.exit(_main())
