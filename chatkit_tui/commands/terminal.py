"""Whether there is a terminal."""

from __future__ import annotations

import sys


def not_a_terminal(*, but: str = "") -> str | None:
    """The first of the standard streams that is no terminal; the one in `but` need not be."""
    streams = (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr))
    named = ((name, stream) for name, stream in streams if name != but)
    return next((name for name, each in named if each is None or not each.isatty()), None)
