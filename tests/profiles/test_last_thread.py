from __future__ import annotations

import logging
from pathlib import Path

import pytest

from chatkit_tui.errors import StorageError
from chatkit_tui.profiles.last_thread import (
    forget_last_thread,
    load_last_thread,
    save_last_thread,
)
from chatkit_tui.profiles.locations import state_dir


def kept_file() -> Path:
    (path,) = (state_dir() / "last-thread").iterdir()
    return path


def test_each_server_has_its_last_thread() -> None:
    save_last_thread("a", "thr_1")
    save_last_thread("a", "thr_2")
    save_last_thread("b", "thr_3")
    assert load_last_thread("a") == "thr_2"
    assert load_last_thread("b") == "thr_3"
    assert load_last_thread("c") is None


def test_a_thread_is_forgotten_only_when_it_is_the_last_one() -> None:
    save_last_thread("a", "thr_1")
    forget_last_thread("a", "thr_2")
    forget_last_thread("b", "thr_1")
    assert load_last_thread("a") == "thr_1"
    forget_last_thread("a", "thr_1")
    assert load_last_thread("a") is None


@pytest.mark.parametrize(
    "damage", [b"", b"   ", b"\xff\xfe", b"two\nlines", b"\x1b]52;c;AA\x07", b"x" * 5000]
)
def test_a_damaged_file_is_logged_and_is_no_thread(
    damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    save_last_thread("server", "thr_1")
    kept_file().write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert load_last_thread("server") is None
    assert "last thread" in caplog.text


def test_a_file_that_cannot_be_read_is_logged_and_is_no_thread(
    caplog: pytest.LogCaptureFixture,
) -> None:
    save_last_thread("server", "thr_1")
    path = kept_file()
    path.unlink()
    path.mkdir()
    with caplog.at_level(logging.WARNING):
        assert load_last_thread("server") is None
    assert "last thread" in caplog.text


def test_a_state_folder_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHATKIT_TUI_STATE_DIR", str(tmp_path / "file" / "state"))
    assert load_last_thread("server") is None
    with pytest.raises(StorageError):
        save_last_thread("server", "thr_1")
