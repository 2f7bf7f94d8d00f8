"""Where this program keeps its files.

Each folder can be moved by an environment variable: CHATKIT_TUI_CONFIG_DIR, CHATKIT_TUI_DATA_DIR
and CHATKIT_TUI_STATE_DIR. Otherwise it is where the platform keeps such things.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Literal

from chatkit_tui.private_file import make_private_directory

APP_NAME = "chatkit-tui"


def config_dir() -> Path:
    """Where config.toml is looked for; not made here, since only a first start writes to it."""
    return _directory("config")


def data_dir() -> Path:
    """Where lasting data goes (the demo's threads and files); made 0700, may raise StorageError."""
    return _made(_directory("data"))


def state_dir() -> Path:
    """Where drafts, the last thread, cookies and logs go; made 0700, may raise StorageError."""
    return _made(_directory("state"))


def safe_name(text: str) -> str:
    """A file name for any `text`, a server's id included: readable, and one for each text."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", text)[:40].strip("-.") or "x"
    return f"{readable}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _directory(kind: Literal["config", "data", "state"]) -> Path:
    override = os.environ.get(f"CHATKIT_TUI_{kind.upper()}_DIR")
    if override:
        return Path(override).expanduser().absolute()
    from platformdirs import PlatformDirs

    directories = PlatformDirs(APP_NAME, appauthor=False)
    match kind:
        case "config":
            return directories.user_config_path
        case "data":
            return directories.user_data_path
        case "state":
            return directories.user_state_path


def _made(path: Path) -> Path:
    make_private_directory(path)
    return path
