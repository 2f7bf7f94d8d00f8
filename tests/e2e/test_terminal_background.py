"""The theme follows what the terminal answers, and the answer is not typed."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.support.sdk_server import SdkServer

LIGHT = b"48;2;208;208;208"
"""The header of the light theme, as it is written."""


def test_a_light_terminal_gets_the_light_theme(start: Start, sdk_server: SdkServer) -> None:
    terminal = start("--url", sdk_server.url)
    terminal.wait_for(lambda _: b"\x1b]11;?\x1b\\" in terminal.written)
    terminal.wait_for("What can I help with")
    assert LIGHT not in terminal.written
    terminal.send("he\x1b]11;rgb:fdfd/f6")
    terminal.wait_for("❯ he")
    terminal.send("f6/e3e3\x1b\\llo")
    terminal.wait_for("hello")
    terminal.wait_for(lambda _: LIGHT in terminal.written)
    terminal.send("\r")
    terminal.wait_for("You said: hello")
    assert sdk_server.user_texts() == ["hello"]
