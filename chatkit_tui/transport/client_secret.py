"""Client secrets: got once for all who wait, renewed before they expire and when refused."""

from __future__ import annotations

import asyncio
import base64
import json
import math
import re
import time
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chatkit_tui.errors import ChatKitError, RateLimited, ServerUnavailable

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

    One fetch runs at a time, and those who come meanwhile share what it brings, an error included.
    Whoever asks for a pause (429, 503 with Retry-After) gets it from all of them.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Awaitable[ClientSecret]],
        *,
        now: Callable[[], float] = lambda: time.time(),
    ) -> None:
        self._fetch = fetch
        self._now = now
        self._lock = asyncio.Lock()
        self._secret: ClientSecret | None = None
        self._renew_at: float | None = None
        self._failure: ChatKitError | None = None
        self._failures = 0
        self._closed_until = 0.0

    async def current(self) -> ClientSecret:
        """A secret with at least MARGIN seconds left, as far as anybody knows."""
        failures = self._failures
        async with self._lock:
            due = self._renew_at is not None and self._now() >= self._renew_at
            if self._secret is None or due:
                return await self._renew(failures)
            return self._secret

    async def after(self, refused: ClientSecret) -> ClientSecret:
        """Another secret than `refused`, which the server did not take."""
        failures = self._failures
        async with self._lock:
            if self._secret is None or self._secret.value == refused.value:
                return await self._renew(failures)
            return self._secret

    async def _renew(self, failures: int) -> ClientSecret:
        """Another secret; `failures` is how many there had been when the caller began to wait."""
        if self._failure is not None and (
            self._failures > failures or self._now() < self._closed_until
        ):
            raise self._again(self._failure)
        old = self._secret
        try:
            secret = await self._fetch(old.value if old else None)
        except ChatKitError as error:
            self._failures += 1
            self._failure = error
            self._closed_until = self._now() + (_pause(error) or 0.0)
            raise
        self._secret, self._failure = secret, None
        self._renew_at = None
        if secret.expires_at is not None and secret.expires_at - MARGIN > self._now():
            # A fresh secret that looks expired means that the clocks differ: use it until refused.
            self._renew_at = secret.expires_at - MARGIN
        return secret

    def _again(self, error: ChatKitError) -> ChatKitError:
        """The same for somebody else, with what is left of the pause."""
        error = copy(error)
        if isinstance(error, RateLimited | ServerUnavailable) and error.retry_after is not None:
            error.retry_after = max(0.0, self._closed_until - self._now())
        return error


def _pause(error: ChatKitError) -> float | None:
    return error.retry_after if isinstance(error, RateLimited | ServerUnavailable) else None


def epoch_seconds(value: object) -> float | None:
    """A time as servers write it (epoch seconds, milliseconds, ISO 8601) in epoch seconds."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
            # Servers that name no zone mean UTC.
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
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
