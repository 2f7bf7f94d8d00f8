"""Keeps every test away from the files, the environment and the keyring of whoever runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

FOREIGN = (
    *("CHATKIT_TUI_", "OPENAI_", "TEXTUAL", "NO_COLOR", "SSH_", "TMUX", "COLUMNS", "LINES"),
    *("LC_", "LANG"),
)
"""Beginnings of variables that would change what the program does."""

OWN = ("TEXTUAL_SNAPSHOT_TEMPDIR",)
"""Variables that belong to the test run itself."""

PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fresh config, data and state folders; no settings, no proxies; a keyring in memory."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            foreign = name.startswith(FOREIGN) and name not in OWN
            if foreign or name.lower() in PROXIES:
                patch.delenv(name)
        patch.setenv("LANG", "C.UTF-8")
        for kind in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"CHATKIT_TUI_{kind}_DIR", str(home / kind.lower()))
        patch.setenv("PYTHON_KEYRING_BACKEND", "tests.support.memory_keyring.MemoryKeyring")
        yield
    if keyring := sys.modules.get("tests.support.memory_keyring"):
        keyring.passwords.clear()
