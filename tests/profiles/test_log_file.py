from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatkit_tui.profiles.log_file import log_path, log_to_file


@pytest.fixture
def logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """A logger of the package whose lines go to the file; all is as before afterwards."""
    monkeypatch.setenv("CHATKIT_TUI_STATE_DIR", str(tmp_path))
    package = logging.getLogger("chatkit_tui")
    handlers, level, propagate = list(package.handlers), package.level, package.propagate
    log_to_file()
    try:
        yield logging.getLogger("chatkit_tui.test")
    finally:
        for handler in set(package.handlers) - set(handlers):
            package.removeHandler(handler)
            handler.close()
        package.setLevel(level)
        package.propagate = propagate


def test_what_a_server_said_drives_no_terminal_that_shows_the_log(logged: logging.Logger) -> None:
    logged.warning("The server answered: %s", "\x1b]0;owned\x07 \x9b2J \r Bearer abcdefgh")
    line = log_path().read_text(encoding="utf-8")
    assert "The server answered: ␛]0;owned␇ ‹9B›2J" in line
    assert "abcdefgh" not in line
    assert all(character.isprintable() or character == "\n" for character in line)
