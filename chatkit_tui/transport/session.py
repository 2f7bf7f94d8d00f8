"""Session backends: what hands out client secrets, in the shapes met in the wild."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.translation import _
from chatkit_tui.transport.client_secret import ClientSecret, epoch_seconds
from chatkit_tui.transport.refusals import refusal_in_success

_SECRET_KEYS = ("client_secret", "clientSecret")
_EXPIRY_KEYS = ("expires_at", "expiresAt")
_LONGEST_BARE_SECRET = 8192
_MAX_DEPTH = 6


def read_secret(response: httpx.Response, body: bytes) -> ClientSecret:
    """The secret in a session backend's answer: JSON of any known shape, or the bare secret."""
    try:
        data = parse_json(body)
    except ProtocolError:
        data = body.decode("utf-8", "replace")
    if isinstance(data, str):
        return _bare(data)
    for holder in _objects(data):
        for key in _SECRET_KEYS:
            value = holder.get(key)
            inner = value if isinstance(value, dict) else {}
            secret = inner.get("value") if inner else value
            if isinstance(secret, str) and secret.strip():
                return ClientSecret.of(secret.strip(), _expiry(inner) or _expiry(holder))
    raise refusal_in_success(data, response, message_is_error=True) or ProtocolError(
        _("The session endpoint's answer holds no client secret.")
    )


def _bare(text: str) -> ClientSecret:
    text = text.strip()
    if (
        not text
        or len(text) > _LONGEST_BARE_SECRET
        or text.startswith("<")
        or len(text.split()) > 1
    ):
        raise ProtocolError(_("The session endpoint's answer is no client secret."))
    return ClientSecret.of(text)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in `data`, the outer ones first, down to a sensible depth."""
    level = [data]
    for _depth in range(_MAX_DEPTH):
        objects = [each for each in level if isinstance(each, dict)]
        yield from objects
        level = [value for each in objects for value in each.values()]


def _expiry(holder: dict[str, Any]) -> float | None:
    """Epoch seconds from `expires_at`, or from `expires_after` counted from now."""
    for key in _EXPIRY_KEYS:
        if (moment := epoch_seconds(holder.get(key))) is not None:
            return moment
    after = holder.get("expires_after")
    seconds = after.get("seconds") if isinstance(after, dict) else after
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
        return time.time() + seconds
    return None
