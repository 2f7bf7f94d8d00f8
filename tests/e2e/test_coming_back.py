"""The first start, the end, and the next start, in a real terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tests.e2e.conftest import Start

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer
    from tests.support.terminal import Terminal

CONTINUE = "Continue: chatkit-tui "


def quit_and_read(terminal: Terminal) -> list[str]:
    """Quit; the arguments that the last line tells to come back with."""
    terminal.send("\x11")
    assert terminal.wait_for_exit() == 0
    assert terminal.modes_on() == set()
    _, told, line = terminal.written.decode().rpartition(CONTINUE)
    assert told
    return shlex.split(line.splitlines()[0])


def test_who_quits_comes_back_to_the_thread(start: Start, sdk_server: SdkServer) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("Message the assistant")
    terminal.send("remember me\r")
    terminal.wait_for("You said: remember me")
    told = quit_and_read(terminal)
    assert told == ["--url", sdk_server.url, "--thread", next(iter(sdk_server.store.threads))]
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("You said: remember me")
    assert quit_and_read(terminal) == told
    terminal = start("--new", "--url", sdk_server.url)
    terminal.wait_for("What can I help with")
    terminal.send("\x11")
    assert terminal.wait_for_exit() == 0
    assert "remember me" not in terminal.text
    assert CONTINUE.encode() not in terminal.written


def test_a_first_start_asks_for_a_server_and_the_next_one_knows_it(
    start: Start, sdk_server: SdkServer
) -> None:
    terminal = start(columns=40, rows=12)
    terminal.wait_for("Which ChatKit server?")
    terminal.send(f"{sdk_server.url}\r")
    terminal.wait_for("Keep it")
    terminal.send("\r")
    terminal.wait_for("Message the assistant")
    terminal.send("remember me\r")
    terminal.wait_for("You said: remember me")
    quit_and_read(terminal)
    terminal = start()
    terminal.wait_for("You said: remember me")


def test_who_names_no_server_is_told_how(start: Start) -> None:
    terminal = start()
    terminal.wait_for("Which ChatKit server?")
    terminal.send("\x03")
    assert terminal.wait_for_exit() == 2
    assert "chatkit-tui --demo" in terminal.text
    assert terminal.modes_on() == set()
