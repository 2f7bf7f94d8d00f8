"""Keys of the composer as terminals send them."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.support.sdk_server import SdkServer

NEW_LINES = {
    "Ctrl+J": "\n",
    "Alt+Enter": "\x1b\r",
    "a backslash before Enter": "\\\r",
    "Shift+Enter of kitty's protocol": "\x1b[13;2u",
    "Alt+Enter of kitty's protocol": "\x1b[13;3u",
    "Ctrl+Enter of kitty's protocol": "\x1b[13;5u",
    "Shift+Enter of xterm's modifyOtherKeys": "\x1b[27;2;13~",
    "Ctrl+Enter of xterm's modifyOtherKeys": "\x1b[27;5;13~",
}


def test_every_way_to_break_a_line_breaks_it(start: Start, sdk_server: SdkServer) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for("What can I help with")
    for number, keys in enumerate(NEW_LINES.values()):
        terminal.send(f"line{number}")
        terminal.wait_for(f"line{number}")
        terminal.send(keys)
    terminal.send("end")
    terminal.wait_for("  end")
    terminal.send("\r")
    terminal.wait_for("You said: ")
    expected = "\n".join([*(f"line{number}" for number in range(len(NEW_LINES))), "end"])
    assert sdk_server.user_texts() == [expected]


def test_a_long_paste_and_one_without_an_end(start: Start, sdk_server: SdkServer) -> None:
    terminal = start("--url", sdk_server.url, columns=80, rows=24)
    terminal.wait_for("What can I help with")
    long = "\n".join(f"line {number}" for number in range(34))
    terminal.paste(long.replace("\n", "\r"))
    terminal.wait_for("[Pasted text #1 · 34 lines]")
    terminal.send("\x1b[200~ and\rmore")
    terminal.wait_for("more")
    terminal.send("!\r")
    terminal.wait_for("You said: ")
    assert sdk_server.user_texts() == [f"{long} and\nmore!"]
