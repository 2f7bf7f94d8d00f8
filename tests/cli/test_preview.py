"""`chatkit-tui preview`: widgets as text in pipes, on a screen where there is one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chatkit_tui.tui.widget_preview.book import gallery
from tests.support.command_line import PROGRAM, chatkit_tui, environment
from tests.support.terminal import Terminal
from tests.support.widget_trees import node, text

ASSETS = Path(__file__).parents[1] / "support" / "sdk_widgets"


def write(path: Path, value: Any) -> str:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


def test_without_a_terminal_a_widget_is_text_of_a_width(tmp_path: Path) -> None:
    data = write(tmp_path / "data.json", {"name": "Ada", "bio": "mathe\x1b[31mmatics"})
    file = str(ASSETS / "basic_root.widget")
    ended = chatkit_tui("preview", file, "--data", data)
    assert (ended.status, ended.stdout, ended.stderr) == (0, "Ada\nmathe␛[31mmatics\n", "")
    ended = chatkit_tui("preview", file)
    assert ended.stdout.startswith("Harry Potter\n")
    assert ended.stderr == "The data is the one that was saved in the file.\n"
    card = json.dumps(node("Card", text("word " * 60), size="full", kolor="red"))
    for columns, width in (({}, 80), ({"COLUMNS": "33"}, 33)):
        ended = chatkit_tui("preview", "-", stdin=card.encode(), env={"COLUMNS": "", **columns})
        assert {len(line) for line in ended.stdout.splitlines()} == {width}
        assert ended.stderr == "Card has no “kolor”.\n"


def test_the_gallery_is_printed_page_after_page() -> None:
    ended = chatkit_tui("preview", "--gallery")
    assert ended.status == 0
    book = gallery()
    for index in range(len(book.paths)):
        assert f"{book.title(index)}\n===" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name a FILE with a widget, or say --gallery."),
        (["--gallery", "a.json"], "Name a FILE with a widget, or say --gallery."),
        (["a.json", "b.json", "--data", "c.json"], "--data fills the template of one FILE."),
        (["none.json"], "chatkit-tui: none.json cannot be read: no such file or directory."),
        (["--actions", "none.json"], "--actions needs a terminal, and stdin is none."),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_sentence(arguments: list[str], words: str) -> None:
    ended = chatkit_tui("preview", *arguments)
    assert (ended.status, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[-1].endswith(words)


def test_a_bad_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", '{\n  "type": "Card",\n}')
    ended = chatkit_tui("preview", file)
    assert (ended.status, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"chatkit-tui: {file}, line 3, column 1: this is no JSON: ")


BUTTON = node("Card", node("Button", label="Go", onClickAction={"type": "go", "payload": {"n": 1}}))
SENT = {"type": "go", "payload": {"n": 1}, "handler": "server", "streaming": True}


def test_what_was_pressed_is_printed_when_the_screen_is_left(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", BUTTON)
    with Terminal([*PROGRAM, "preview", file], env=environment()) as terminal:
        terminal.wait_for("What a control would send")
        terminal.send("\t\r")
        terminal.wait_for("1 go → server, streamed")
        terminal.send("q")
        terminal.wait_for(json.dumps(SENT))
        assert terminal.wait_for_exit() == 0


def test_actions_go_down_a_pipe_while_the_screen_is_a_terminal(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", BUTTON)
    out = tmp_path / "out"
    command = f'exec "$@" preview --actions {file} > {out}'
    argv = ["/bin/sh", "-c", command, "sh", *PROGRAM]
    with Terminal(argv, env=environment()) as terminal:
        terminal.wait_for("What a control would send")
        terminal.send("\t\r")
        terminal.wait_for("1 go → server, streamed")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
    assert json.loads(out.read_text(encoding="utf-8")) == SENT


def test_no_official_sdk_and_no_template_engine_is_read_for_other_commands() -> None:
    script = "import sys, chatkit_tui.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not {"jinja2", "chatkit"} & {name.split(".")[0] for name in done.stdout.split()}
