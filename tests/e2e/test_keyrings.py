"""Whatever the keyring is like, the screen is there at once, takes keys, and says what is wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import ROOT
from tests.support.odd_keyrings import (
    CANARY,
    FILE_VARIABLE,
    HangingKeyring,
    LastingKeyring,
    LeavingKeyring,
    LockedKeyring,
    backend,
)
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

PROGRAM = """
import sys
from chatkit_tui.profiles import secrets

read_entry = secrets.read_entry
secrets.read_entry = lambda name, *, patience: read_entry(name, patience=1.5)
from chatkit_tui.cli import main

sys.exit(main())
"""
"""The program, with less patience than people have."""


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ({"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}, "there is no keyring on"),
        (backend(LockedKeyring), "the keyring is locked;"),
        (backend(LeavingKeyring), "the keyring cannot be used (RuntimeError);"),
        (backend(HangingKeyring), "the keyring gave no answer in 1.5 seconds;"),
        (backend(LastingKeyring), "You said: hello"),
    ],
)
def test_of_any_kind(
    sdk_server: SdkServer,
    program_env: dict[str, str],
    tmp_path: Path,
    kind: dict[str, str],
    outcome: str,
) -> None:
    (tmp_path / "keyring.json").write_text(json.dumps({"chatkit-tui/work": "right"}))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(
        f'[profiles.work]\nurl = "{sdk_server.url}"\ntoken = {{ keyring = "work" }}\n'
    )
    env = {
        **program_env,
        **kind,
        FILE_VARIABLE: str(tmp_path / "keyring.json"),
        "PYTHONPATH": str(ROOT),
    }
    argv = [sys.executable, "-c", PROGRAM, "--profile", "work"]
    with Terminal(argv, env=env) as terminal:
        terminal.wait_for("Message the assistant")
        terminal.send("hello\r")
        terminal.send("and more")
        terminal.wait_for("and more")
        terminal.wait_for(lambda text: outcome in " ".join(text.replace("█", " ").split()))
        assert CANARY.encode() not in terminal.written
        terminal.send("\x11")
        assert terminal.wait_for_exit() == 0
    assert bool(sdk_server.requests) == (outcome == "You said: hello")
