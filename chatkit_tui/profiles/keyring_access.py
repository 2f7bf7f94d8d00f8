"""The system's keyring, which may be missing, locked, broken, or never answer.

It is asked in a thread that nobody waits for at the exit, for as long as the caller has patience.
What is wrong is a KeyringUnusable: a sentence about the keyring, without its beginning and end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import ModuleType
from typing import TypeVar

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import N_, _

KEYRING_SERVICE = "chatkit-tui"
"""The service name under which the keyring keeps our secrets."""

KEYRING_TIMEOUT = 30.0
"""Seconds for the keyring, long enough for a person to unlock it in its own window."""

PROBE_TIMEOUT = 5.0
"""Seconds for a look at whether there is a keyring."""

ADVICE = N_("an environment variable, a command or a file can hold the secret instead")

T = TypeVar("T")


class KeyringUnusable(ConfigurationError):
    """There is no keyring, or it is locked, broken or silent."""


async def read_entry(name: str, *, patience: float = KEYRING_TIMEOUT) -> str | None:
    """The password of that name, None where there is none; raises KeyringUnusable."""
    return await _asked(lambda it: it.get_password(KEYRING_SERVICE, name), patience)


async def keep_entry(name: str, value: str, *, patience: float = KEYRING_TIMEOUT) -> None:
    """Store a password and see that it is there; raises KeyringUnusable."""

    def keep(keyring: ModuleType) -> bool:
        keyring.set_password(KEYRING_SERVICE, name, value)
        return bool(keyring.get_password(KEYRING_SERVICE, name) == value)

    if not await _asked(keep, patience):
        raise KeyringUnusable(_("the keyring did not keep what it was given"))


async def remove_entry(name: str, *, patience: float = KEYRING_TIMEOUT) -> bool:
    """Remove a password; whether there was one. Raises KeyringUnusable."""

    def remove(keyring: ModuleType) -> bool:
        if keyring.get_password(KEYRING_SERVICE, name) is None:
            return False
        keyring.delete_password(KEYRING_SERVICE, name)
        return True

    return await _asked(remove, patience)


async def probe(*, patience: float = PROBE_TIMEOUT) -> str:
    """What keyring there is, by name, and that it answers; raises KeyringUnusable."""

    def look(keyring: ModuleType) -> str:
        keyring.get_password(KEYRING_SERVICE, "is anybody there")
        return str(keyring.get_keyring().name)

    return await _asked(look, patience)


async def _asked(question: Callable[[ModuleType], T], patience: float) -> T:
    def ask() -> T:
        import keyring

        return question(keyring)

    try:
        async with asyncio.timeout(patience):
            return await in_daemon_thread(ask, name="keyring")
    except TimeoutError:
        raise KeyringUnusable(
            _("the keyring gave no answer in {count:g} seconds").format(count=patience)
        ) from None
    except Exception as error:
        # Backends raise whatever the system below them raises; its text may quote a secret.
        raise KeyringUnusable(_problem(error)) from None


def _problem(error: Exception) -> str:
    match type(error).__name__:
        case "NoKeyringError":
            return _("there is no keyring on this machine")
        case "KeyringLocked":
            return _("the keyring is locked")
        case kind:
            return _("the keyring cannot be used ({kind})").format(kind=kind)
