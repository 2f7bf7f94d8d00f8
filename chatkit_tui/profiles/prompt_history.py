"""What the user sent or cleared before, a file for each server, shared by all running programs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatkit_tui.errors import StorageError
from chatkit_tui.private_file import make_private_directory, write_private
from chatkit_tui.profiles.locations import safe_name
from chatkit_tui.translation import _

KEPT = 1_000
"""Entries kept for each server; the oldest go first."""

LARGEST = 8_000_000
"""Bytes that the entries of a server may take; the oldest go first here too."""

SLACK = 200
"""Lines that may stand in a file beyond what is kept, so that most entries are only appended."""


class PromptHistory:
    """Histories under `directory`, which is made at the first entry.

    Its methods block, so call them in a thread. A line is a JSON string; a torn one is passed over.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def load(self, server: str) -> list[str]:
        """All entries, the newest last, each once. Raises StorageError."""
        return self._read(self._path(server))[0]

    def add(self, server: str, text: str) -> None:
        """Make `text` the newest entry. Raises StorageError."""
        path = self._path(server)
        with self._locked(path):
            texts, lines, size = self._read(path)
            line = _line(text)
            if lines >= KEPT + SLACK or size + len(line) > LARGEST:
                kept = _newest([*(each for each in texts if each != text), text])
                write_private(path, "".join(map(_line, kept)))
            else:
                _append(path, line)

    def _read(self, path: Path) -> tuple[list[str], int, int]:
        """The entries in `path`, and how many lines and bytes it has."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return [], 0, 0
        except OSError as error:
            raise StorageError(
                _("The history {path} cannot be read: {reason}.").format(
                    path=path, reason=error.strerror
                )
            ) from error
        lines = data.splitlines()
        newest_first = dict.fromkeys(text for line in reversed(lines) for text in _entry(line))
        return _newest(list(newest_first)[::-1]), len(lines), len(data)

    @contextmanager
    def _locked(self, path: Path) -> Iterator[None]:
        """Keep other programs from writing; the lock is a file of its own, since `path` changes."""
        make_private_directory(path.parent)
        try:
            handle = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                _("The history {path} is locked: {reason}.").format(
                    path=path, reason=error.strerror
                )
            ) from error
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)

    def _path(self, server: str) -> Path:
        return self._directory / f"{safe_name(server)}.jsonl"


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two programs that write at once may lose an entry.
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def _append(path: Path, line: str) -> None:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "rb+", buffering=0) as file:
            torn = False
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                torn = file.read(1) != b"\n"
            file.write(("\n" * torn + line).encode())
    except OSError as error:
        raise StorageError(
            _("The history {path} cannot be written: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from error


def _line(text: str) -> str:
    return json.dumps(text) + "\n"


def _entry(line: bytes) -> Iterator[str]:
    """The text in a line, if there is one."""
    try:
        text = json.loads(line)
    except ValueError:
        return
    if isinstance(text, str):
        yield text


def _newest(texts: list[str]) -> list[str]:
    """The last of `texts`, as many as are kept."""
    room, first = LARGEST, len(texts)
    while first > max(0, len(texts) - KEPT) and room >= len(_line(texts[first - 1])):
        first -= 1
        room -= len(_line(texts[first]))
    return texts[first:]
