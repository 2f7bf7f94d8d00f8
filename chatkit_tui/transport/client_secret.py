"""Client secrets: got once for all who wait, renewed before they expire and when refused."""

from __future__ import annotations

import asyncio
import base64
import json
import math
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MARGIN = 30.0
"""Seconds before its expiry at which a secret is renewed."""

_SELF_DESCRIBING = re.compile(r"ek_[^_]+_\d\d([A-Za-z0-9+/_-]+=*)")

_EPOCH_MILLISECONDS = 1e11
"""Epoch numbers beyond this are milliseconds."""


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A secret; `expires_at` in epoch seconds and `data_locality` ("us", "eu") where known."""

    value: str = field(repr=False)
    expires_at: float | None = None
    data_locality: str | None = None

    @classmethod
    def of(cls, value: str, expires_at: float | None = None) -> ClientSecret:
        """`value` with what it tells about itself, if it tells; opaque ones are as good."""
        hint = _hint(value)
        locality = hint.get("data_locality")
        return cls(
            value,
            expires_at if expires_at is not None else epoch_seconds(hint.get("expires_at")),
            locality.lower() if isinstance(locality, str) else None,
        )


class ClientSecrets:
    """The current secret, shared by all requests; `fetch` gets the last one and returns the next.

    One fetch runs at a time, and those who come meanwhile share what it brings.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Awaitable[ClientSecret]],
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._fetch = fetch
        self._now = now
        self._lock = asyncio.Lock()
        self._secret: ClientSecret | None = None
        self._renew_at: float | None = None

    async def current(self) -> ClientSecret:
        """A secret with at least MARGIN seconds left, as far as anybody knows."""
        async with self._lock:
            due = self._renew_at is not None and self._now() >= self._renew_at
            return await self._renew() if self._secret is None or due else self._secret

    async def after(self, refused: ClientSecret) -> ClientSecret:
        """Another secret than `refused`, which the server did not take."""
        async with self._lock:
            if self._secret is None or self._secret.value == refused.value:
                return await self._renew()
            return self._secret

    async def _renew(self) -> ClientSecret:
        old = self._secret
        secret = await self._fetch(old.value if old else None)
        self._secret = secret
        self._renew_at = None
        if secret.expires_at is not None and secret.expires_at - MARGIN > self._now():
            # A fresh secret that looks expired means that the clocks differ: use it until refused.
            self._renew_at = secret.expires_at - MARGIN
        return secret


def epoch_seconds(value: object) -> float | None:
    """A time as servers write it (epoch seconds, milliseconds, ISO 8601) in epoch seconds."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError, OSError):
            try:
                value = float(value)
            except ValueError:
                return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    seconds = value / 1000 if abs(value) > _EPOCH_MILLISECONDS else float(value)
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _hint(value: str) -> dict[str, Any]:
    """What a secret of the form `ek_<id>_<two digits><base64 JSON>` says about itself."""
    form = _SELF_DESCRIBING.fullmatch(value)
    if form is None:
        return {}
    encoded = form.group(1).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = json.loads(base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
