from __future__ import annotations

import os
import signal
import stat
import threading
from pathlib import Path

import pytest

from chatkit_tui.errors import StorageError
from chatkit_tui.private_file import make_private_directory, remove_private, write_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file.txt"
    write_private(path, "grüße")
    assert path.read_text(encoding="utf-8") == "grüße"
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_a_file_that_was_open_to_all_is_private_after_a_write(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert mode(path) == 0o600


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_private(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"file cannot be written: no space left on device\."):
        write_private(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be made"):
        make_private_directory(tmp_path / "file" / "folder")


def test_text_that_is_not_unicode_is_written_with_question_marks(tmp_path: Path) -> None:
    write_private(tmp_path / "file", "a\ud800b")
    assert (tmp_path / "file").read_text() == "a?b"


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    remove_private(tmp_path / "nothing")


def test_a_folder_in_place_of_the_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file" / "inner").mkdir(parents=True)
    with pytest.raises(StorageError, match="cannot be written"):
        write_private(tmp_path / "file", "text")
    with pytest.raises(StorageError, match="cannot be removed"):
        remove_private(tmp_path / "file")


def test_a_signal_handler_can_write_while_a_write_is_under_way(tmp_path: Path) -> None:
    path = tmp_path / "file"
    handled = threading.Semaphore(0)
    main_thread = threading.main_thread().ident
    assert main_thread is not None

    def handler(*_: object) -> None:
        try:
            write_private(path, "by the handler")
        finally:
            handled.release()

    def interrupt() -> None:
        for _ in range(50):
            signal.pthread_kill(main_thread, signal.SIGUSR1)
            handled.acquire()

    previous = signal.signal(signal.SIGUSR1, handler)
    interrupter = threading.Thread(target=interrupt)
    interrupter.start()
    try:
        while interrupter.is_alive():
            write_private(path, "by the program")
            assert path.read_text() in ("by the program", "by the handler")
    finally:
        interrupter.join()
        signal.signal(signal.SIGUSR1, previous)
    assert os.listdir(tmp_path) == ["file"]
