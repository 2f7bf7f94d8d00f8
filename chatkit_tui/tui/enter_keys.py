"""Enter with a modifier, as terminals without kitty's protocol send it."""

from __future__ import annotations

import re

_ALT_ENTER = "\x1b\r"
_MODIFIED_ENTER = re.compile(r"\x1b\[27;(\d+);13~")
"""xterm's modifyOtherKeys."""


def in_kittys_words(data: str) -> str:
    """Terminal input with such keys in the words of kitty's protocol, which Textual reads.

    Textual takes Alt+Enter for Esc and Enter, and so it would send what is half written.
    """
    return _MODIFIED_ENTER.sub("\x1b[13;\\1u", data.replace(_ALT_ENTER, "\x1b[13;3u"))
