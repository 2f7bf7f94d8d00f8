"""A keyring may be of any kind: whatever it does is an answer or one sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import keyring
import keyring.backends.fail
import pytest
from keyring.backend import KeyringBackend

from chatkit_tui.profiles.keyring_access import (
    KeyringUnusable,
    keep_entry,
    probe,
    read_entry,
    remove_entry,
)
from tests.support.memory_keyring import MemoryKeyring
from tests.support.odd_keyrings import (
    CANARY,
    BrokenKeyring,
    ForgetfulKeyring,
    HangingKeyring,
    LeavingKeyring,
    LockedKeyring,
)

ENOUGH = 0.2
"""Seconds of patience with those that never answer."""


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[KeyringBackend], None]:
    """Make that the keyring of this machine."""

    def make(backend: KeyringBackend) -> None:
        monkeypatch.setattr(keyring.core, "_keyring_backend", backend)

    return make


async def test_what_is_kept_is_found_and_removed(use: Callable[[KeyringBackend], None]) -> None:
    use(MemoryKeyring())
    assert await probe() == keyring.get_keyring().name
    assert await read_entry("work") is None
    await keep_entry("work", "secret")
    assert await read_entry("work") == "secret"
    assert keyring.get_password("chatkit-tui", "work") == "secret"
    assert await remove_entry("work")
    assert not await remove_entry("work")


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        (keyring.backends.fail.Keyring, "there is no keyring on this machine"),
        (LockedKeyring, "the keyring is locked"),
        (BrokenKeyring, "the keyring cannot be used (OSError)"),
        (LeavingKeyring, "the keyring cannot be used (RuntimeError)"),
        (HangingKeyring, "the keyring gave no answer in 0.2 seconds"),
    ],
)
async def test_one_that_is_of_no_use_is_one_sentence(
    use: Callable[[KeyringBackend], None], backend: type[KeyringBackend], sentence: str
) -> None:
    use(backend())
    asked: list[Awaitable[object]] = [
        probe(patience=ENOUGH),
        read_entry("work", patience=ENOUGH),
        keep_entry("work", "x", patience=ENOUGH),
        remove_entry("work", patience=ENOUGH),
    ]
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(answer, KeyringUnusable)
        assert answer.message == sentence
        assert CANARY not in repr((answer, answer.__cause__))


async def test_one_that_keeps_nothing_is_noticed(use: Callable[[KeyringBackend], None]) -> None:
    use(ForgetfulKeyring())  # type: ignore[no-untyped-call]
    with pytest.raises(KeyringUnusable, match="did not keep"):
        await keep_entry("work", "x")


async def test_the_program_goes_on_while_one_hangs(use: Callable[[KeyringBackend], None]) -> None:
    use(HangingKeyring())  # type: ignore[no-untyped-call]
    asked = asyncio.create_task(read_entry("work"))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not asked.done()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
