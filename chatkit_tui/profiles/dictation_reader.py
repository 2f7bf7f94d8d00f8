"""What a profile says of messages that are spoken.

[profiles.work.dictation]
command = ["arecord", "-q", "-f", "cd", "{file}"]    # without {file}, its output is taken
mime_type = "audio/wav"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.options import DictationOption

Wrong = Callable[..., ConfigurationError]
"""Makes the error for a key below `dictation`, of a sentence with a `place` and other words."""

KEYS = ("enabled", "command", "mime_type")

_AUDIO = re.compile(r"audio/[\w.+-]+(?:;[\w=.+ -]+)?")


def read_dictation(value: object, wrong: Wrong) -> DictationOption:
    """What a table says, or `true`: then recordings are taken from files."""
    from chatkit_tui.options import DictationOption

    table = {"enabled": value} if isinstance(value, bool) else value
    if not isinstance(table, dict):
        raise wrong("", _("{place} must be true, or a table with {keys}."), keys=", ".join(KEYS))
    for key in table:
        if key not in KEYS:
            raise wrong(key, _("{place} is not a setting; there are {keys}."), keys=", ".join(KEYS))
    enabled = table.get("enabled", True)
    if not isinstance(enabled, bool):
        raise wrong("enabled", _("{place} must be true or false."))
    mime_type = table.get("mime_type", "audio/wav")
    if not isinstance(mime_type, str) or not _AUDIO.fullmatch(mime_type):
        raise wrong(
            "mime_type",
            _('{place} must be the type of what is recorded, such as "audio/wav".'),
        )
    return DictationOption(enabled, _command(table.get("command"), wrong), mime_type)


def _command(value: object, wrong: Wrong) -> str | tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, list) and value and all(isinstance(word, str) and word for word in value):
        return tuple(value)
    raise wrong(
        "command",
        _("{place} must be a command line, or a list of a program and its arguments."),
    )
