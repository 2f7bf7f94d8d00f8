"""The thread that was in front last, for each server: what the program goes on with."""

from __future__ import annotations

import logging
from pathlib import Path

from chatkit_tui.errors import StorageError
from chatkit_tui.private_file import remove_private, write_private
from chatkit_tui.profiles.locations import safe_name, state_dir

log = logging.getLogger(__name__)

LONGEST_ID = 1024
"""Characters; a longer id is taken for a damaged file."""


def load_last_thread(server: str) -> str | None:
    """The id kept for `server`; None where there is none, or none that can be read."""
    try:
        path = _path(server)
        thread_id = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        log.warning("The last thread kept in %s is not text", path)
        return None
    except (OSError, StorageError) as error:
        log.warning("The last thread of %s cannot be read: %s", server, error)
        return None
    thread_id = thread_id.strip()
    if not thread_id.isprintable() or not 0 < len(thread_id) <= LONGEST_ID:
        log.warning("The last thread kept in %s is not a thread id", path)
        return None
    return thread_id


def save_last_thread(server: str, thread_id: str) -> None:
    """Keep `thread_id` as the last thread of `server`; raises StorageError."""
    write_private(_path(server), thread_id)


def forget_last_thread(server: str, thread_id: str) -> None:
    """Keep no last thread of `server` if that is `thread_id`; raises StorageError."""
    if load_last_thread(server) == thread_id:
        remove_private(_path(server))


def _path(server: str) -> Path:
    return state_dir() / "last-thread" / f"{safe_name(server)}.txt"
