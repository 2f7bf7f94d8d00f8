"""URLs of this backend that need no secret, and how they outlive a restart.

Previews and pictures are fetched without credentials, so their URLs hold something unguessable. The
port and that something change at each start: what is stored holds a stand-in for them.
"""

from __future__ import annotations

import secrets

STAND_IN = "demo-public-6f1d0c5e2b7a49d8:/"
"""Stands for this run's public address; odd enough that nobody types it."""


class Addresses:
    """Where this run of the backend is reached; `base_url` has no slash at its end."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.public_path = f"/public/{secrets.token_urlsafe(24)}"
        self._public = base_url + self.public_path

    def picture(self, name: str) -> str:
        """The URL of one of the tour's own pictures."""
        return f"{self._public}/pictures/{name}.png"

    def preview(self, token: str) -> str:
        """The URL of the attachment whose preview token is `token`."""
        return f"{self._public}/attachments/{token}"

    def to_stored(self, text: str) -> str:
        """JSON for the database: this run's addresses become stand-ins."""
        return text.replace(self._public, STAND_IN)

    def from_stored(self, text: str) -> str:
        """JSON from the database: stand-ins become this run's addresses."""
        return text.replace(STAND_IN, self._public)
