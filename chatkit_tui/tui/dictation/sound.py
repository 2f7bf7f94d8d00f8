"""Sound that can be sent to be written down."""

from __future__ import annotations

import mimetypes
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _

LONGEST = 25 * 2**20
"""Bytes of sound that are sent; servers of speech recognition take no more."""

_TYPES = {
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "audio/mp4",
    ".mpga": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".webm": "audio/webm",
}
"""By extension; the system's own list differs from machine to machine."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording and its MIME type."""

    data: bytes = field(repr=False)
    mime_type: str


def sound_in(named: str) -> Sound:
    """The sound in a file that somebody typed, pasted or dropped the name of; blocks.

    Raises CommandRefused.
    """
    path = _path(named)
    mime_type = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or ""
    if not mime_type.startswith("audio/"):
        words = _("{name} is no audio file: {endings} are.")
        raise CommandRefused(words.format(name=path.name, endings=", ".join(sorted(_TYPES))))
    try:
        # Opening a named pipe would otherwise wait for somebody to write to it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                words = _("{name} is not a file that can be read.")
                raise CommandRefused(words.format(name=path.name))
            data = file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None)
        reason = reason.lower() if reason else _("no such name is possible")
        words = _("{name} cannot be read: {reason}.").format(name=path.name, reason=reason)
        raise CommandRefused(words) from None
    if len(data) > LONGEST:
        words = _("{name} is larger than {size}.")
        raise CommandRefused(words.format(name=path.name, size=f"{LONGEST // 2**20} MiB"))
    if not data:
        raise CommandRefused(_("{name} is empty.").format(name=path.name))
    return Sound(data, mime_type)


def _path(named: str) -> Path:
    """The path of a file as terminals paste it: quoted, or as a file: address."""
    named = named.strip().strip("'\"")
    if named.startswith("file://"):
        named = unquote(urlsplit(named).path)
    return Path(named).expanduser()
