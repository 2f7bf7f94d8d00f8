from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest

from chatkit_tui.errors import StorageError
from chatkit_tui.profiles.drafts import DraftStore


@pytest.fixture
def drafts(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "drafts")


def test_a_draft_comes_back_as_it_was(drafts: DraftStore) -> None:
    text = "  two\nlines\twith 表 and é\r\n"
    drafts.save("server", "thr_1", text)
    assert drafts.load("server", "thr_1") == text


def test_each_thread_of_each_server_has_its_own(drafts: DraftStore) -> None:
    places = [("a", None), ("a", "new"), ("a", "thr_1"), ("a", "thr_2"), ("b", "thr_1")]
    for number, (server, thread_id) in enumerate(places):
        drafts.save(server, thread_id, f"text {number}")
    loaded = [drafts.load(server, thread_id) for server, thread_id in places]
    assert loaded == [f"text {number}" for number in range(len(places))]


def test_an_empty_draft_is_forgotten(drafts: DraftStore, tmp_path: Path) -> None:
    drafts.save("server", "thr_1", "text")
    drafts.save("server", "thr_1", "")
    assert drafts.load("server", "thr_1") == ""
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_only_the_owner_may_read_a_draft(drafts: DraftStore, tmp_path: Path) -> None:
    drafts.save("server", None, "text")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("thread_id", ["../../escape", "/etc/passwd", "a\0b", "x" * 5000, ".."])
def test_an_id_of_a_server_cannot_lead_elsewhere(
    drafts: DraftStore, tmp_path: Path, thread_id: str
) -> None:
    drafts.save("server", thread_id, "text")
    assert drafts.load("server", thread_id) == "text"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert files[0].parent.parent == tmp_path / "drafts"


def test_there_is_nothing_where_nothing_was_saved(drafts: DraftStore) -> None:
    assert drafts.load("server", "thr_1") == ""


def test_a_draft_that_cannot_be_read_is_logged_and_empty(
    drafts: DraftStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    drafts.save("server", "thr_1", "text")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.unlink()
    file.mkdir()
    with caplog.at_level(logging.WARNING):
        assert drafts.load("server", "thr_1") == ""
    assert str(file) in caplog.text


def test_a_damaged_draft_gives_what_can_be_read(drafts: DraftStore, tmp_path: Path) -> None:
    drafts.save("server", "thr_1", "text")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(b"half a \xc3")
    assert drafts.load("server", "thr_1") == "half a \N{REPLACEMENT CHARACTER}"


def test_a_draft_that_cannot_be_kept_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        DraftStore(tmp_path / "file").save("server", None, "text")
