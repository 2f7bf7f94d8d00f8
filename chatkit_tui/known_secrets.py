"""The secrets that this process has read, so that what it writes can leave them out.

A last line of defence: nothing is meant to write them. It is for texts that others made, such as
the words of an exception.
"""

from __future__ import annotations

HIDDEN = "•••"

_SHORTEST = 6
"""Characters; what is shorter would be found in words that are no secrets."""

_MOST_KNOWN = 200
"""Secrets that are remembered; the oldest are forgotten first."""

_known: dict[str, None] = {}


def remember(value: str) -> None:
    """Know `value` as a secret, whole and in its parts ("Bearer x")."""
    for secret in (value, *value.split()):
        if len(secret) >= _SHORTEST and secret.lower() not in ("bearer", "digest"):
            _known.pop(secret, None)
            _known[secret] = None
    while len(_known) > _MOST_KNOWN:
        _known.pop(next(iter(_known)), None)


def hide(text: str) -> str:
    """`text` without the secrets that are known."""
    for secret in sorted(_known.copy(), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text
