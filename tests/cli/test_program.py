"""The program as a whole: its start, its help, its demo."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.support.command_line import PROGRAM, chatkit_tui, environment, finish, start
from tests.support.sdk_server import SdkServer


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["send", "-h"], ["threads", "-h"]])
def test_help(arguments: list[str]) -> None:
    ended = chatkit_tui(*arguments)
    assert (ended.status, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Usage: chatkit-tui ")
    assert "--profile" in ended.stdout


def test_help_that_nobody_reads_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = finish(start("--help", stdout=writer))
    os.close(writer)
    assert (ended.status, ended.stderr) == (141, "")


def test_a_theme_that_is_not_known_is_refused_with_those_that_are(tmp_path: Path) -> None:
    known = "there is no theme nope; there are auto, light, dark, ansi,"
    ended = chatkit_tui("--demo", "--theme", "nope")
    assert ended.status == 2
    assert f"--theme: {known}" in ended.stderr
    ended = chatkit_tui("--demo", env={"CHATKIT_TUI_THEME": "nope"})
    assert f"CHATKIT_TUI_THEME: {known}" in ended.stderr
    (tmp_path / "config.toml").write_text('[ui]\ntheme = "nope"\n')
    ended = finish(start("--demo", env={"CHATKIT_TUI_CONFIG_DIR": str(tmp_path)}))
    assert f"config.toml, line 2: ui.theme: {known}" in ended.stderr


def test_the_version() -> None:
    assert chatkit_tui("-V").stdout == f"chatkit-tui, version {version('chatkit-tui')}\n"


def test_the_help_tells_every_exit_status_that_there_is() -> None:
    text = " ".join(chatkit_tui("send", "--help").stdout.split())
    for status in (
        "0 done",
        "1 the server",
        "2 usage",
        "3 auth",
        "4 the server was not reached",
        "5 the connection ended",
        "130 Ctrl+C",
        "143 SIGTERM",
    ):
        assert status in text


def test_the_screen_wants_a_terminal_and_says_what_does_not(sdk_server: SdkServer) -> None:
    controller, terminal = pty.openpty()
    nothing = chatkit_tui("--url", sdk_server.url)
    half = finish(start("--url", sdk_server.url, stdin=terminal))
    os.close(terminal)
    os.close(controller)
    for ended, stream in ((nothing, "stdin"), (half, "stdout")):
        assert (ended.status, ended.stdout) == (2, "")
        assert f"{stream} is not a terminal; `chatkit-tui send` works without one." in ended.stderr
    assert not sdk_server.requests


def test_a_send_imports_no_screen(sdk_server: SdkServer) -> None:
    program = (
        "import sys; from chatkit_tui.cli import main;"
        f"main(['send', 'x', '--url', {sdk_server.url!r}]); print(*sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    modules = {*ended.stdout.split()}
    assert "chatkit_tui.controller.controller" in modules
    assert not modules & {"textual", "keyring", "chatkit"}


def test_a_state_folder_that_cannot_be_is_no_obstacle(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    state = {"CHATKIT_TUI_STATE_DIR": str(tmp_path / "file" / "state")}
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, env=state)
    assert (ended.status, ended.stdout) == (0, "You said: x\n")
    assert "cannot be made" in ended.stderr


def test_an_error_of_its_own_is_one_sentence_and_a_log_entry(tmp_path: Path) -> None:
    program = (
        "import sys, chatkit_tui.cli as cli;"
        "cli.Choice.of = lambda context: 1 / 0;"
        "sys.exit(cli.main(['send', 'x']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment(CHATKIT_TUI_STATE_DIR=str(tmp_path)),
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (70, "")
    assert len(ended.stderr.splitlines()) == 1
    assert str(tmp_path / "chatkit-tui.log") in ended.stderr
    assert "ZeroDivisionError" in (tmp_path / "chatkit-tui.log").read_text()


def test_the_demo_answers_a_pipe_that_closes_after_a_line_and_keeps_the_thread() -> None:
    line = 'printf "hi" | "$@" | head -1; echo "${PIPESTATUS[*]}"'
    ended = subprocess.run(
        ["bash", "-c", line, "-", *PROGRAM, "send", "-", "--demo", "--output", "json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    first, status = ended.stdout.splitlines()
    event = json.loads(first)
    assert event["type"] == "thread.created"
    assert re.fullmatch(r"0 (0|141) 0", status)
    assert ended.stderr == ""
    listed = chatkit_tui("threads", "list", "--demo", "--output", "json")
    assert [thread["id"] for thread in listed.json_lines] == [event["thread"]["id"]]
