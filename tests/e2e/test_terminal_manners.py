"""The terminal is shared: with a shell, with an editor, with whoever looks elsewhere."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.e2e.conftest import Start
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

CTRL_E, CTRL_G, CTRL_V, CTRL_X, CTRL_Z = "\x05", "\x07", "\x16", "\x18", "\x1a"
F7, F9 = "\x1b[18~", "\x1b[20~"
FOCUS_LOST = "\x1b[O"
MOUSE = {1000, 1003, 1006, 1015}


def test_ctrl_z_gives_the_shell_a_clean_terminal_and_fg_brings_all_back(
    sdk_server: SdkServer, program_env: dict[str, str]
) -> None:
    program = f"{sys.executable} -m chatkit_tui --url {sdk_server.url}"
    script = f"stty -a; echo BEFORE; {program}; stty -a; echo STOPPED; read wait; fg; echo LEFT"
    with Terminal(["/bin/bash", "--norc", "-m", "-c", script], env=program_env) as shell:
        shell.wait_for("What can I help with")
        shell.send("half a sente")
        shell.wait_for("half a sente")
        modes = shell.modes_on()
        shell.send(CTRL_Z)
        shell.wait_for("STOPPED")
        assert shell.modes_on() == set()
        settings = re.findall(rb"speed.*?(?=BEFORE|STOPPED)", shell.written, re.DOTALL)
        assert len(settings) == 2
        assert settings[0] == settings[1]
        shell.send("\r")
        shell.wait_for("half a sente")
        shell.wait_for("New thread")
        assert shell.modes_on() == modes
        shell.send("nce")
        shell.wait_for("half a sentence")
        shell.send(F9)
        shell.wait_for("Mouse off: select")
        assert not shell.modes_on() & MOUSE
        shell.send("\x11")
        shell.wait_for("LEFT")
        assert shell.modes_on() == set()


def test_what_is_written_goes_to_the_editor_and_comes_back(
    start: Start, sdk_server: SdkServer, program_env: dict[str, str], tmp_path: Path
) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(
        "#!/bin/sh\n"
        'ls -l "$2"; echo "option $1: $(cat "$2")"; read answer\n'
        '[ "$answer" = fail ] && exit 3\n'
        'echo "$answer" >> "$2"; echo "$2" > "$0.file"\n'
    )
    editor.chmod(0o700)
    program_env["VISUAL"] = f"'{editor}' --wait"
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("What can I help with")
    terminal.send("one")
    terminal.wait_for("❯ one")
    terminal.send("\ntwo ")
    terminal.wait_for("two")
    modes = terminal.modes_on()
    terminal.send(CTRL_G)
    shown = terminal.wait_for("option --wait: one")
    assert "-rw-------" in shown
    assert terminal.modes_on() == set()
    terminal.send("three\r")
    terminal.wait_for(lambda text: "two three" in text and "❯" in text)
    assert terminal.modes_on() == modes
    terminal.send(CTRL_X + CTRL_E)
    terminal.wait_for("two three")
    terminal.wait_for("option --wait: one")
    terminal.send("fail\r")
    terminal.wait_for("my editor ended with status 3; the text is as it was.")
    terminal.send("!\r")
    terminal.wait_for("You said: one")
    assert sdk_server.user_texts() == ["one\ntwo three!"]
    file = Path(f"{editor}.file").read_text().strip()
    assert file.endswith(".md")
    assert not Path(file).exists()


def test_the_clipboard_the_title_and_an_answer_are_told_to_the_terminal(
    start: Start, sdk_server: SdkServer, program_env: dict[str, str]
) -> None:
    program_env |= {"SSH_TTY": "/dev/pts/9", "LC_TERMINAL": "iTerm2"}
    gate, answer = sdk_server.gate(), sdk_server.respond

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        await gate.passed()
        async for event in answer(thread, item, context):
            yield event

    sdk_server.respond = respond
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("What can I help with")
    terminal.send("cöpied")
    terminal.wait_for("cöpied")
    terminal.send(F7 + CTRL_X)
    terminal.wait_for("Sent 6 characters to the terminal by OSC 52.")
    copied = b64encode("cöpied".encode())
    assert b"\x1b]52;c;" + copied + b"\x07" in terminal.written
    assert b"\x1b]9;" not in terminal.written
    terminal.send(CTRL_V + "\r" + FOCUS_LOST)
    terminal.wait_for(lambda _: "\x1b]2;Responding… · ".encode() in terminal.written)
    gate.open()
    terminal.wait_for("You said: cöpied")
    terminal.wait_for(lambda _: b"\x1b]9;chatkit-tui: Answered: " in terminal.written)
    titles = re.findall("\x1b]2;([^\x07]*)\x07", terminal.written.decode())
    assert titles[0] == "New thread · chatkit-tui"
    assert all(each != after for each, after in pairwise(titles))
    terminal.send("\x11")
    assert terminal.wait_for_exit() == 0
    assert terminal.written.count(b"\x1b[22;2t") == 1
    assert terminal.written.endswith(b"\x1b]2;\x07\x1b[23;2t") or (
        b"\x1b]2;" not in terminal.written.rpartition(b"\x1b]2;\x07\x1b[23;2t")[2]
    )
