"""The program in a real terminal, its files in a folder of the test's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def program_env(tmp_path: Path) -> dict[str, str]:
    """The environment of the program: a user's, but for where its files go."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("CHATKIT_TUI_")}
    for kind in ("CONFIG", "DATA", "STATE"):
        env[f"CHATKIT_TUI_{kind}_DIR"] = str(tmp_path / kind.lower())
    return env


@pytest.fixture
def start(program_env: dict[str, str]) -> Iterator[Start]:
    """Start the program with these arguments; ended when the test is."""
    running: list[Terminal] = []

    def start_program(*arguments: str, columns: int = 120, rows: int = 36) -> Terminal:
        argv = [sys.executable, "-m", "chatkit_tui", *arguments]
        terminal = Terminal(argv, env=program_env, columns=columns, rows=rows)
        running.append(terminal)
        return terminal

    yield start_program
    for terminal in running:
        terminal.close()
