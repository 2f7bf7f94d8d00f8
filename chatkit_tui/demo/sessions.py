"""Client secrets of the backend: short-lived, and for the holder of the launch token only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A secret in the hosted service's format; `expires_at` is in unix seconds."""

    value: str = field(repr=False)
    expires_at: int


class Sessions:
    """Issues client secrets and knows the ones that still count."""

    def __init__(
        self, launch_token: str, seconds: float, *, now: Callable[[], float] = time.time
    ) -> None:
        self._launch_token = launch_token.encode()
        self._seconds = seconds
        self._now = now
        self._expiries: dict[bytes, int] = {}

    def is_launch_token(self, offered: str) -> bool:
        """Compares in constant time, so that the token cannot be guessed piece by piece."""
        return hmac.compare_digest(offered.encode(), self._launch_token)

    def issue(self) -> ClientSecret:
        """A new secret: `ek_<id>_`, version 00, and base64 JSON that holds its expiry."""
        self._forget_expired()
        expires_at = int(self._now() + self._seconds)
        claims = {"expires_at": expires_at, "nonce": secrets.token_hex(32)}
        value = "ek_demo_00" + base64.b64encode(json.dumps(claims).encode()).decode()
        self._expiries[_digest(value)] = expires_at
        return ClientSecret(value, expires_at)

    def accepts(self, offered: str) -> bool:
        """Whether `offered` was issued here and has not expired."""
        expires_at = self._expiries.get(_digest(offered))
        return expires_at is not None and self._now() < expires_at

    def _forget_expired(self) -> None:
        now = self._now()
        self._expiries = {key: at for key, at in self._expiries.items() if at > now}


def _digest(secret: str) -> bytes:
    """What is kept of a secret: finding a digest tells nothing about the secret by its timing."""
    return hashlib.sha256(secret.encode()).digest()
