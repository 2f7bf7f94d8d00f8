"""Files that were dropped on the terminal, or copied in a file manager: their paths are pasted."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

LONGEST = 16 * 1024
"""Characters of a paste that may be paths."""

MOST = 50
"""Paths of one paste."""

_BEGINS = re.compile(r"(?:[\"'])?(?:/|~/|file:///|file://localhost/|[A-Za-z]:\\\\?)")


def pasted_files(text: str) -> Sequence[Path]:
    """The files that a paste consists of, and nothing else; none where it holds anything else.

    Blocks. What lies in a hidden place is never meant: pages can put a path on the clipboard, and
    keys and passwords lie there.
    """
    if len(text) > LONGEST or not _BEGINS.match(text.strip()):
        return ()
    for words in (text.strip().splitlines(), _words(text)):
        paths = [_path(word.strip()) for word in words if word.strip()]
        if 0 < len(paths) <= MOST and all(each is not None and _is_meant(each) for each in paths):
            return [each for each in paths if each is not None]
    return ()


def _words(text: str) -> list[str]:
    """The words of a line as shells read them: how terminals quote what is dropped on them."""
    try:
        return shlex.split(text)
    except ValueError:
        return []


def _path(word: str) -> Path | None:
    if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
        word = word[1:-1]
    if word.startswith("file:"):
        parts = urlsplit(word)
        if parts.netloc not in ("", "localhost") or parts.query:
            return None
        word = unquote(parts.path, errors="surrogateescape")
    try:
        path = Path(word).expanduser()
    except RuntimeError:
        return None
    return path if path.is_absolute() and "\x00" not in word else None


def _is_meant(path: Path) -> bool:
    try:
        hidden = any(part.startswith(".") for part in path.parts)
        return not hidden and path.is_file()
    except (OSError, ValueError):
        return False
