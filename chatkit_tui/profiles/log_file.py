"""The program's log: a private file under the state directory, secrets masked, safe to look at."""

from __future__ import annotations

import logging
import os
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from chatkit_tui.display import display
from chatkit_tui.errors import StorageError
from chatkit_tui.known_secrets import HIDDEN, hide
from chatkit_tui.profiles.locations import state_dir

LARGEST = 1_000_000
"""Bytes after which a new file is begun; one older file is kept."""

_SECRETS = re.compile(
    r"(?i)(bearer\s+|basic\s+|(?:authorization|cookie|x-[\w-]*key)['\"]?\s*[:=]\s*['\"]?)"
    r"[^\s'\",;]{4,}|\b(?:ek|sk)[_-][\w.~+/=-]{6,}"
)


def mask(text: str) -> str:
    """`text` without the secrets that were read, and without what looks like one."""
    return _SECRETS.sub(lambda match: f"{match[1] or ''}{HIDDEN}", hide(text))


class _MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return display(mask(super().format(record)))


class _PrivateFileHandler(RotatingFileHandler):
    def _open(self) -> IO[str]:  # type: ignore[override]
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(handle, "a", encoding="utf-8", errors="replace")


def log_path() -> Path:
    """Where the log is; raises StorageError."""
    return state_dir() / "chatkit-tui.log"


def log_to_file() -> None:
    """Send what the package logs to its file; without a place to write, nowhere."""
    logger = logging.getLogger("chatkit_tui")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    try:
        handler: logging.Handler = _PrivateFileHandler(
            log_path(), maxBytes=LARGEST, backupCount=1, delay=True
        )
    except StorageError:
        handler = logging.NullHandler()
    handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
