"""Keeps what was sent in confidence out of what is told."""

from __future__ import annotations

from collections.abc import Iterable

import httpx

HIDDEN = "[hidden]"

_OPEN = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "chatkit-frame-instance-id",
        "connection",
        "content-length",
        "content-type",
        "host",
        "openai-beta",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers whose values are no secret."""

_SHORTEST = 4
"""Shorter values are no secrets, and hiding them would only mangle the text."""


def secrets_of(headers: httpx.Headers) -> set[str]:
    """Every value in `headers` that may be a secret, whole and in parts ("Bearer x" → "x")."""
    values: set[str] = set()
    for name, value in headers.multi_items():
        if name.lower() not in _OPEN:
            values.add(value)
            values.update(value.split())
            # Cookies: name=value; name=value
            values.update(part.partition("=")[2].strip(' "') for part in value.split(";"))
    return {value for value in values if len(value) >= _SHORTEST and value.lower() != "bearer"}


def mask(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of `secrets`, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text
