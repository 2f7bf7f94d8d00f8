"""`--app`: the command line with options and callbacks from a Python file."""

from __future__ import annotations

from pathlib import Path

from tests.support.command_line import chatkit_tui
from tests.support.sdk_server import SdkServer

APP = """\
from chatkit_tui import ChatKitOptions, CustomApiConfig

async def options(chatkit):
    chatkit.on("chatkit.response.end", lambda event: print("heard the end", flush=True))
    return ChatKitOptions(api=CustomApiConfig({url!r}, headers_builder=lambda: {{"x-app": "1"}}))
"""


def test_a_file_names_server_and_callbacks(tmp_path: Path, sdk_server: SdkServer) -> None:
    app = tmp_path / "shop.py"
    app.write_text(APP.format(url=sdk_server.url))
    ended = chatkit_tui("send", "hello", "--app", str(app))
    assert ended.status == 0
    assert "You said: hello" in ended.stdout
    assert "heard the end" in ended.stdout
    assert sdk_server.requests[-1].header("x-app") == "1"


def test_a_broken_file_ends_in_one_sentence(tmp_path: Path) -> None:
    app = tmp_path / "shop.py"
    app.write_text("\n\n1 / 0\n")
    ended = chatkit_tui("send", "hello", "--app", str(app))
    assert ended.status == 2
    assert ended.stderr == f"chatkit-tui: {app}:3: ZeroDivisionError: division by zero.\n"
