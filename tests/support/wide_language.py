"""A language of wide letters: what is left of ours stands out, and what is too wide, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from chatkit_tui import translation

_WIDE = {code: code + 0xFEE0 for code in range(ord("A"), ord("z") + 1) if chr(code).isalpha()}


def wide(text: str) -> str:
    """A text in that language; placeholders stay as they are."""
    parts = re.split(r"(\{\w*\})", text)
    return "".join(part if part.startswith("{") else part.translate(_WIDE) for part in parts)


class _Wide(NullTranslations):
    def gettext(self, message: str) -> str:
        return wide(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return wide(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken() -> Iterator[None]:
    """Everything is said in that language meanwhile."""
    before, translation._catalogue = translation._catalogue, _Wide()
    try:
        yield
    finally:
        translation._catalogue = before
