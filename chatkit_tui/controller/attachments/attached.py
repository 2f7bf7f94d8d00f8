"""One file of a message that is being written."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.errors import ChatKitError


class Stage(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    """For the server, or for its turn."""
    UPLOADING = "uploading"
    READY = "ready"
    """The server has it, and `id` may be sent."""
    FAILED = "failed"
    """`error` says why; it may be tried again."""
    REMOVED = "removed"


@dataclass(eq=False)
class Attached:
    """A file as the user knows it, and how far it is; only `Uploads` changes it.

    `name` is as on the disk or at the server: it passes `display` before a terminal.
    """

    name: str
    path: Path | None = None
    """None where it was uploaded elsewhere."""
    mime_type: str = ""
    size: int | None = None
    """In bytes, once it is known."""
    id: str | None = None
    stage: Stage = Stage.WAITING
    sent: int = 0
    """Bytes on their way."""
    error: ChatKitError | None = None
    preview_url: str | None = None
    key: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names it in what is kept on disk."""

    @property
    def pending(self) -> bool:
        """Whether it becomes ready or fails by itself."""
        return self.stage in (Stage.WAITING, Stage.UPLOADING)

    @property
    def percent(self) -> int:
        """How much of it is on its way."""
        if self.stage is Stage.READY:
            return 100
        return min(99, 100 * self.sent // self.size) if self.size else 0
