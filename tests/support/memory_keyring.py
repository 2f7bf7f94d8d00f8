"""A keyring that forgets: what tests use in place of the one of the machine."""

from __future__ import annotations

import json
import os

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

CONTENT_VARIABLE = "TEST_KEYRING"
"""JSON of what it holds at first, {service: {name: password}}, for processes a test starts."""

passwords: dict[tuple[str, str], str] = {}


class MemoryKeyring(KeyringBackend):
    """Holds passwords in this process only."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        given = json.loads(os.environ.get(CONTENT_VARIABLE, "{}"))
        for service, entries in given.items():
            passwords.update({(service, name): value for name, value in entries.items()})

    def get_password(self, service: str, username: str) -> str | None:
        return passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if passwords.pop((service, username), None) is None:
            raise PasswordDeleteError("no such password")
