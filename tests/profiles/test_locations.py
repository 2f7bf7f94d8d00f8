from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.errors import StorageError
from chatkit_tui.profiles.locations import config_dir, data_dir, safe_name, state_dir

FOLDERS = [("CONFIG", config_dir), ("DATA", data_dir), ("STATE", state_dir)]


@pytest.mark.parametrize(("kind", "folder"), FOLDERS)
def test_an_environment_variable_moves_a_folder(
    kind: str, folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"CHATKIT_TUI_{kind}_DIR", str(tmp_path / "elsewhere"))
    assert folder() == tmp_path / "elsewhere"


@pytest.mark.parametrize(("kind", "folder"), FOLDERS)
def test_a_folder_is_the_platforms_otherwise(
    kind: str, folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"CHATKIT_TUI_{kind}_DIR")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert folder().is_relative_to(tmp_path)
    assert "chatkit-tui" in folder().parts


def test_a_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CHATKIT_TUI_STATE_DIR", "~/state")
    assert state_dir() == tmp_path / "state"


@pytest.mark.parametrize("folder", [data_dir, state_dir])
def test_what_is_written_to_is_private(folder: Callable[[], Path]) -> None:
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700


def test_the_config_folder_is_not_made() -> None:
    assert not config_dir().exists()


def test_a_folder_that_cannot_be_made_is_a_storage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHATKIT_TUI_STATE_DIR", str(tmp_path / "file" / "state"))
    with pytest.raises(StorageError):
        state_dir()


@given(st.text())
def test_a_safe_name_is_one_part_of_a_path(text: str) -> None:
    name = safe_name(text)
    assert Path(name).name == name
    assert name not in (".", "..")
    assert name.isascii()
    assert name.isprintable()
    assert len(name) < 64


def test_safe_names_of_different_texts_differ() -> None:
    texts = ["thr_a", "thr_A", "thr/a", "thr a", "", ".", "..", "x" * 50, "x" * 51, "é", "è"]
    assert len({safe_name(text).lower() for text in texts}) == len(texts)
