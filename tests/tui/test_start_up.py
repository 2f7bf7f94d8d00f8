"""What the first paint waits for, seen in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import json, sys
from chatkit_tui.backend import backend_for
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.secrets import KeyringSecret
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.view import ChatKitView

async def painted(view):
    print(json.dumps({"modules": sorted(sys.modules), "focus": view.app.focused.id}))
    view.app.exit()

ChatKitView.open = painted
profile = Profile(url="http://127.0.0.1:9/chatkit", token=KeyringSecret("here", "work"))
ChatKitApp(backend_for(profile)).run(headless=True)
"""


def test_the_first_paint_imports_nothing_it_does_not_draw() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=30, check=True
    )
    painted = json.loads(done.stdout.splitlines()[-1])
    assert painted["focus"] == "input", "the composer is usable at once"
    loaded = {name.split(".")[0] for name in painted["modules"]}
    assert not loaded & {
        "httpx",
        "httpx_sse",
        "pydantic",
        "pydantic_core",
        "keyring",
        "tomlkit",
        "markdown_it",
        "pygments",
        "PIL",
        "textual_image",
        "chatkit",
    }
    ours = {name for name in painted["modules"] if name.startswith("chatkit_tui.")}
    assert not any(
        name.startswith(
            (
                "chatkit_tui.transport",
                "chatkit_tui.protocol",
                "chatkit_tui.controller",
                "chatkit_tui.options",
                "chatkit_tui.tui.transcript.transcript",
                "chatkit_tui.tui.screens.keys",
            )
        )
        for name in ours
    )
