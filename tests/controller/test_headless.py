"""The controller in a program without a screen."""

from __future__ import annotations

import subprocess
import sys

from tests.support.sdk_server import SdkServer

PROGRAM = """
import asyncio, sys
from chatkit_tui import ChatKitController, ChatKitOptions, CustomApiConfig

async def main() -> None:
    controller = ChatKitController(ChatKitOptions(api=CustomApiConfig(sys.argv[1])))
    await controller.send_user_message("Hello")
    print(controller.active.state.rows[-1].item.content[0].text)
    await controller.aclose()

asyncio.run(main())
assert not [name for name in sys.modules if name.split(".")[0] in ("textual", "chatkit")]
"""

LIGHT = """
import sys
import chatkit_tui.controller.changes, chatkit_tui.controller.state
import chatkit_tui.controller.patience, chatkit_tui.controller.failures
heavy = {"pydantic", "httpx", "textual"} & set(sys.modules)
assert not heavy, heavy
"""


def test_one_turn_without_textual(sdk_server: SdkServer) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, sdk_server.url],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("You said: Hello\n", "", 0)


def test_what_views_import_at_start_is_light() -> None:
    subprocess.run([sys.executable, "-c", LIGHT], timeout=30, check=True)
