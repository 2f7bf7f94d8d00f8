"""A recorder is a program: it ends when it is told to, and never outlives what it was for."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from chatkit_tui.errors import CommandRefused
from chatkit_tui.tui.dictation import recorder
from chatkit_tui.tui.dictation.recorder import FILE, Recorder

SCRIPT = str(Path(__file__).with_name("fake_recorder.py"))


async def begun(log: Path) -> int:
    """The process id of a recorder that records; `log` is the pipe it writes it to."""
    async with asyncio.timeout(20):
        return int(await asyncio.to_thread(log.read_text))


def lives(pid: int) -> bool:
    """Whether it runs; one that has ended may be waiting to be noticed."""
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


async def recorded(log: Path, *arguments: str) -> tuple[bytes, int]:
    os.mkfifo(log)
    made = Recorder((sys.executable, SCRIPT, str(log), *arguments), "audio/wav")
    task = asyncio.create_task(made.record())
    pid = await begun(log)
    made.stop()
    sound = await task
    assert sound.mime_type == "audio/wav"
    return sound.data, pid


@pytest.mark.parametrize("arguments", [(), (FILE,)])
async def test_the_second_press_ends_it_and_all_it_said_is_kept(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    data, pid = await recorded(tmp_path / "log", *arguments)
    assert data == b"begin-end"
    assert not lives(pid)


async def test_one_in_a_shell_that_heeds_no_signal_is_killed_with_its_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "END_WITHIN", 0.1)
    monkeypatch.setenv("STUBBORN", "1")
    log = tmp_path / "log"
    os.mkfifo(log)
    made = Recorder(f"'{sys.executable}' '{SCRIPT}' '{log}'; true", "audio/wav")
    task = asyncio.create_task(made.record())
    pid = await begun(log)
    made.stop()
    assert (await task).data == b"begin"
    for _ in range(1000):
        if not lives(pid):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it lives")


async def test_one_that_is_dropped_is_killed_at_once_and_its_file_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    monkeypatch.setenv("STUBBORN", "1")
    log = tmp_path / "log"
    os.mkfifo(log)
    made = Recorder((sys.executable, SCRIPT, str(log), FILE), "audio/wav")
    task = asyncio.create_task(made.record())
    pid = await begun(log)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not lives(pid)
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("arguments", [(), (FILE,)])
async def test_no_more_than_is_sent_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(recorder, "LONGEST", 3)
    monkeypatch.setattr(recorder, "LOOK_EVERY", 0.01)
    made = Recorder((sys.executable, SCRIPT, str(tmp_path / "log"), *arguments), "audio/wav")
    assert (await made.record()).data == b"beg"


async def test_what_does_not_work_is_said_in_the_recorders_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROKEN", "1")
    with pytest.raises(CommandRefused, match=r"recorded nothing: no microphone\.$"):
        await Recorder((sys.executable, SCRIPT, str(tmp_path / "log")), "audio/wav").record()
    with pytest.raises(CommandRefused, match="no-such-recorder cannot be started: no such file"):
        await Recorder(("no-such-recorder",), "audio/wav").record()
