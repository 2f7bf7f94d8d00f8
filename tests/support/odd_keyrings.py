"""Keyrings as they are met: one that lasts, and those that are of no use."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import NoReturn

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE_VARIABLE = "TEST_KEYRING_FILE"
"""Where the one that lasts keeps its passwords."""

CANARY = "canary-in-the-mine"
"""What those that fail say, and nobody may repeat."""


def backend(kind: type[KeyringBackend]) -> dict[str, str]:
    """The environment in which a process has that keyring."""
    return {"PYTHON_KEYRING_BACKEND": f"{kind.__module__}.{kind.__qualname__}"}


class LastingKeyring(KeyringBackend):
    """Holds passwords in a file, for processes that come one after the other."""

    priority = 1.0
    name = "A lasting keyring"

    @property
    def _passwords(self) -> dict[str, str]:
        path = Path(os.environ[FILE_VARIABLE])
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def _keep(self, passwords: dict[str, str]) -> None:
        Path(os.environ[FILE_VARIABLE]).write_text(json.dumps(passwords))

    def get_password(self, service: str, username: str) -> str | None:
        return self._passwords.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep({**self._passwords, f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        passwords = self._passwords
        if passwords.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such password")
        self._keep(passwords)


class _Failing(KeyringBackend):
    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        self.fail()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.fail()

    def delete_password(self, service: str, username: str) -> None:
        self.fail()

    def fail(self) -> NoReturn:
        raise NotImplementedError


class LockedKeyring(_Failing):
    """Nobody unlocked it."""

    def fail(self) -> NoReturn:
        raise KeyringLocked(CANARY)


class BrokenKeyring(_Failing):
    """Below it something is wrong."""

    def fail(self) -> NoReturn:
        raise OSError(CANARY)


class LeavingKeyring(_Failing):
    """Tries to end the whole program."""

    def fail(self) -> NoReturn:
        raise SystemExit(CANARY)


class HangingKeyring(_Failing):
    """Never answers."""

    def fail(self) -> NoReturn:
        threading.Event().wait()
        raise AssertionError


class ForgetfulKeyring(KeyringBackend):
    """Takes everything and keeps nothing."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        pass
