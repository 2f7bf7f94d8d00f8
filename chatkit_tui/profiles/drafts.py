"""What the user has typed and not sent yet, one file for each thread of each server."""

from __future__ import annotations

import logging
from pathlib import Path

from chatkit_tui.private_file import remove_private, write_private
from chatkit_tui.profiles.locations import safe_name

log = logging.getLogger(__name__)


class DraftStore:
    """Drafts under `directory`, which is made at the first save.

    Its methods block, so call them in a thread; `save` may also be called by a signal handler.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def load(self, server: str, thread_id: str | None) -> str:
        """The draft of a thread, None being the one not begun yet; "" where none can be read."""
        path = self._path(server, thread_id)
        try:
            return path.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            log.warning("The draft in %s cannot be read: %s", path, error.strerror)
            return ""

    def save(self, server: str, thread_id: str | None, text: str) -> None:
        """Keep `text` as the draft; "" forgets it. Raises StorageError."""
        path = self._path(server, thread_id)
        if text:
            write_private(path, text)
        else:
            remove_private(path)

    def _path(self, server: str, thread_id: str | None) -> Path:
        name = "new" if thread_id is None else safe_name(thread_id)
        return self._directory / safe_name(server) / f"{name}.txt"
