"""However the program ends, the terminal is left as it was and the text is kept."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Start
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

WRITTEN = "a sentence nobody wants to type twice"


def saved_draft(program_env: dict[str, str]) -> str:
    """What is on disk of what was written."""
    drafts = Path(program_env["CHATKIT_TUI_STATE_DIR"]) / "drafts"
    return "".join(path.read_text() for path in drafts.rglob("*.txt"))


def test_killed_with_text_in_the_composer_the_next_start_has_it(
    start: Start, sdk_server: SdkServer, program_env: dict[str, str]
) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("Message the assistant")
    terminal.send(WRITTEN)
    terminal.wait_for(lambda _: WRITTEN in saved_draft(program_env))
    terminal.kill(signal.SIGKILL)
    assert terminal.wait_for_exit() == -signal.SIGKILL
    again = start("--url", sdk_server.url)
    again.wait_for(WRITTEN)
    again.send("\r")
    again.wait_for(f"You said: {WRITTEN}")
    assert sdk_server.user_texts() == [WRITTEN]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_clean_and_the_draft_saved(
    sdk_server: SdkServer, program_env: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    pid_file = tmp_path / "pid"
    script = (
        "stty -a; echo BEFORE; "
        f"{sys.executable} -m chatkit_tui --url {sdk_server.url} & echo $! > {pid_file}; fg; "
        "echo CODE=$?; stty -a; echo AFTER; read wait"
    )
    shell = Terminal(["/bin/bash", "--norc", "-m", "-c", script], env=program_env)
    with shell:
        shell.wait_for("Message the assistant")
        shell.send(WRITTEN)
        shell.wait_for(lambda text: WRITTEN in text)
        shell.kill(number, int(pid_file.read_text()))
        shell.wait_for("AFTER")
        assert shell.modes_on() == set()
        assert f"CODE={128 + number}" in shell.text
    settings = re.findall(rb"speed.*?(?=BEFORE|AFTER)", shell.written, re.DOTALL)
    assert len(settings) == 2
    assert settings[0] == settings[1]
    assert WRITTEN in saved_draft(program_env)


def test_a_program_too_busy_to_leave_gives_the_terminal_back_all_the_same(
    program_env: dict[str, str], tmp_path: Path
) -> None:
    script, pid_file = tmp_path / "busy.py", tmp_path / "pid"
    script.write_text(
        "import os\n"
        f"open({str(pid_file)!r}, 'w').write(str(os.getpid()))\n"
        "from chatkit_tui.options import ChatKitOptions, CustomApiConfig\n"
        "from chatkit_tui.tui import signals\n"
        "from chatkit_tui.tui.app import ChatKitApp\n"
        "signals.LAST_CHANCE = 0.1\n"
        "class Busy(ChatKitApp):\n"
        "    def exit(self, *arguments, **options):\n"
        "        pass\n"
        "Busy(ChatKitOptions(api=CustomApiConfig('http://127.0.0.1:9/chatkit'))).run()\n"
    )
    command = f"stty -a; echo BEFORE; {sys.executable} {script}; echo CODE=$?; stty -a; echo AFTER"
    env = {**program_env, "PYTHONPATH": os.getcwd()}
    with Terminal(["/bin/sh", "-c", f"{command}; read wait"], env=env) as shell:
        shell.wait_for("Message the assistant")
        shell.kill(signal.SIGTERM, int(pid_file.read_text()))
        shell.wait_for("AFTER")
        assert shell.modes_on() == set()
        assert "CODE=143" in shell.text
    settings = re.findall(rb"speed.*?(?=BEFORE|AFTER)", shell.written, re.DOTALL)
    assert settings[0] == settings[1]


def test_a_crash_is_one_sentence_and_loses_nothing(
    program_env: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "crashing.py"
    script.write_text(
        "from pathlib import Path\n"
        "import os\n"
        "from chatkit_tui.options import ChatKitOptions, CustomApiConfig\n"
        "from chatkit_tui.profiles.drafts import DraftStore\n"
        "from chatkit_tui.profiles.log_file import log_to_file\n"
        "from chatkit_tui.tui.app import ChatKitApp\n"
        "class Crashing(ChatKitApp):\n"
        "    BINDINGS = [('f10', 'crash', 'Crash')]\n"
        "    def action_crash(self):\n"
        "        token = 'Bearer canary-secret'\n"
        "        raise RuntimeError(f'sent {token}')\n"
        "log_to_file()\n"
        "store = DraftStore(Path(os.environ['CHATKIT_TUI_STATE_DIR']) / 'drafts')\n"
        "options = ChatKitOptions(api=CustomApiConfig('http://127.0.0.1:9/chatkit'))\n"
        "app = Crashing(options, drafts=store)\n"
        "app.run()\n"
        "raise SystemExit(app.return_code)\n"
    )
    with Terminal(
        [sys.executable, str(script)], env={**program_env, "PYTHONPATH": os.getcwd()}
    ) as terminal:
        terminal.wait_for("Message the assistant")
        terminal.send(WRITTEN)
        terminal.wait_for(WRITTEN)
        terminal.send("\x1b[21~")
        assert terminal.wait_for_exit() == 70
        assert b"an error of its own" in terminal.written
        assert b"Traceback" not in terminal.written
        assert terminal.modes_on() == set()
    assert WRITTEN in saved_draft(program_env)
    log = (Path(program_env["CHATKIT_TUI_STATE_DIR"]) / "chatkit-tui.log").read_text()
    assert "RuntimeError" in log
    assert "canary-secret" not in log
