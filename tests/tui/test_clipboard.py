"""Copies reach the clipboard where the user sits, and what is told of them is true."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatkit_tui.tui.clipboard import Outcome, Ways, escape_sequence, ways
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

XCLIP = ("xclip", "-selection", "clipboard")
XSEL = ("xsel", "--clipboard", "--input")
X11 = {"TERM": "xterm", "DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        (X11, "linux", Ways((XCLIP, XSEL), False, True)),
        (X11 | {"WAYLAND_DISPLAY": "w"}, "linux", Ways((("wl-copy",), XCLIP, XSEL), False, True)),
        (X11 | {"SSH_TTY": "/dev/pts/1"}, "linux", Ways((), False, True)),
        (X11 | {"TMUX": "/tmp/x"}, "linux", Ways((XCLIP, XSEL), True, True)),
        ({"TERM": "tmux", "TMUX": "x", "SSH_CONNECTION": "1"}, "linux", Ways((), True, True)),
        ({"TERM": "xterm"}, "darwin", Ways((("pbcopy",),), False, True)),
        ({"TERM": "xterm", "WSL_DISTRO_NAME": "U"}, "linux", Ways((("clip.exe",),), False, True)),
        ({"TERM": "linux"}, "linux", Ways()),
    ],
)
def test_the_ways_that_may_work_here(
    environ: dict[str, str], platform: str, expected: Ways
) -> None:
    assert ways(environ, lambda name: f"/bin/{name}", platform) == expected
    nothing = ways(environ, lambda name: None, platform)
    assert nothing == Ways((), False, expected.escape)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome(tool="wl-copy"), "Copied 3 characters with wl-copy."),
        (Outcome(escape=True), "Sent 3 characters to the terminal by OSC 52."),
        (
            Outcome(tool="xclip", tmux=True, escape=True),
            "Copied 3 characters with xclip; sent to tmux's buffer and to the terminal by "
            "OSC 52 too.",
        ),
        (
            Outcome(escape=True, problems=("xclip failed (no display)",)),
            "Sent 3 characters to the terminal by OSC 52. But xclip failed (no display). "
            "In the transcript, w writes a message to a file.",
        ),
        (
            Outcome(problems=("it is too long for OSC 52",)),
            "Not copied: it is too long for OSC 52. "
            "In the transcript, w writes a message to a file.",
        ),
        (
            Outcome(),
            "Not copied, there is no clipboard to be reached. "
            "In the transcript, w writes a message to a file.",
        ),
    ],
)
def test_what_was_done_is_told(outcome: Outcome, told: str) -> None:
    assert outcome.told("3 characters") == told


def test_osc_52_has_a_limit() -> None:
    assert escape_sequence("ä\n") == "\x1b]52;c;w6QK\a"
    assert escape_sequence("x" * 75_000) is not None
    assert escape_sequence("x" * 75_001) is None


def program(folder: Path, name: str, script: str) -> None:
    """A clipboard tool of this test."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)


async def test_a_cut_goes_to_the_tool_that_works(
    sdk_server: SdkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    clipboard = tmp_path / "clipboard"
    program(tmp_path, "xclip", "echo 'no display' >&2; exit 1")
    # Like the real ones, it stays in the background with what it was given to write to.
    program(tmp_path, "xsel", f'cat > "{clipboard}"; sleep 10 &')
    async with running(sdk_server.url) as chat:
        chat.view.composer.text = "one ünd two"
        await chat.pilot.press("f7", "ctrl+x")
        await chat.shows("Copied 11 characters with xsel.")
        assert clipboard.read_text() == "one ünd two"
        assert chat.view.composer.text == ""
        await chat.pilot.press("ctrl+v")
        assert chat.view.composer.text == "one ünd two"
        program(tmp_path, "xsel", "exit 3")
        chat.view.copy("x" * 80_000, "the message")
        await chat.shows("Not copied: xclip failed", "too long for OSC 52", "w writes")
