"""The history of prompts: on disk, bounded, shared by several programs."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from chatkit_tui.errors import StorageError
from chatkit_tui.profiles import prompt_history
from chatkit_tui.profiles.prompt_history import PromptHistory


def the_file(directory: Path) -> Path:
    return next(directory.glob("*.jsonl"))


def test_entries_come_back_in_order_and_each_once(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path / "made" / "here")
    assert history.load("server") == []
    for text in ("one", "two\nlines ☃", "one", "three"):
        history.add("server", text)
    history.add("another server", "elsewhere")
    assert PromptHistory(tmp_path / "made" / "here").load("server") == [
        "two\nlines ☃",
        "one",
        "three",
    ]


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    PromptHistory(tmp_path / "history").add("server", "private")
    assert (tmp_path / "history").stat().st_mode & 0o777 == 0o700
    for path in (tmp_path / "history").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_torn_and_foreign_lines_are_passed_over(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path)
    history.add("server", "whole")
    with the_file(tmp_path).open("ab") as file:
        file.write(b'\xff\xfe\n{"not": "text"}\n12\n"to')
    assert history.load("server") == ["whole"]
    history.add("server", "after the tear")
    assert history.load("server") == ["whole", "after the tear"]


def test_the_oldest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_history, "KEPT", 5)
    monkeypatch.setattr(prompt_history, "SLACK", 3)
    history = PromptHistory(tmp_path)
    for number in range(40):
        history.add("server", f"entry {number}")
        assert len(the_file(tmp_path).read_bytes().splitlines()) <= 8
    assert history.load("server") == [f"entry {number}" for number in range(35, 40)]


def test_large_entries_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_history, "LARGEST", 1_000)
    history = PromptHistory(tmp_path)
    for number in range(10):
        history.add("server", f"{number}" * 300)
        assert the_file(tmp_path).stat().st_size <= 1_000
    assert history.load("server") == [f"{number}" * 300 for number in (7, 8, 9)]


def write_many(directory: Path, name: str) -> None:
    """What one of several programs does."""
    history = PromptHistory(directory)
    for number in range(40):
        history.add("server", f"{name} {number}")


def test_several_programs_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_many, args=(tmp_path, name)) for name in "abc"]
    for each in writers:
        each.start()
    for each in writers:
        each.join(30)
    kept = PromptHistory(tmp_path).load("server")
    assert sorted(kept) == sorted(f"{name} {number}" for name in "abc" for number in range(40))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        PromptHistory(tmp_path / "file" / "history").add("server", "text")
