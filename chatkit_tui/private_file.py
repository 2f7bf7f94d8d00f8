"""Files that only their owner may read, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from chatkit_tui.errors import StorageError, reason_of
from chatkit_tui.translation import _


def make_private_directory(path: Path) -> None:
    """Make `path` and its missing parents with mode 0700; raises StorageError."""
    try:
        missing = []
        here = path
        while not here.exists() and here != here.parent:
            missing.append(here)
            here = here.parent
        for directory in reversed(missing):
            directory.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _("The folder {path} cannot be made: {reason}.").format(
                path=path, reason=reason_of(error)
            )
        ) from error


def write_private(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Replace what `path` holds by `text` (UTF-8) in one step, with `mode` where it is not private.

    Safe in any thread and in a signal handler that interrupts another write. Characters that UTF-8
    cannot hold become question marks. Raises StorageError and then leaves the old content.
    """
    make_private_directory(path.parent)
    # tempfile takes a lock, on which a signal handler could wait for the code it interrupted.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(handle, "wb") as file:
                if mode != 0o600:
                    os.chmod(temporary, mode)
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(
            _("{path} cannot be written: {reason}.").format(path=path, reason=reason_of(error))
        ) from error


def remove_private(path: Path) -> None:
    """Remove `path` if it is there; raises StorageError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            _("{path} cannot be removed: {reason}.").format(path=path, reason=reason_of(error))
        ) from error
