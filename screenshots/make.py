"""Regenerates the pictures in this folder from the running program, on its demo backend.

    python screenshots/make.py

Every picture is what the program draws, answered by the demo over HTTP; nothing is staged but the
words that are typed.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
WAIT = 30.0
"""Seconds that the demo may take for what a picture needs."""


async def until(condition: Callable[[], bool]) -> None:
    """Look again and again until `condition` holds."""
    async with asyncio.timeout(WAIT):
        while not condition():
            await asyncio.sleep(0.05)


async def take(
    name: str,
    words: str | None = None,
    *,
    keys: Sequence[str] = (),
    size: tuple[int, int] = (100, 30),
    theme: str = "dark",
) -> None:
    """Start the program, say `words`, wait for the end of the answer, press `keys`, take it."""
    from chatkit_tui.backend import backend_for
    from chatkit_tui.profiles.profile import Profile
    from chatkit_tui.tui.app import ChatKitApp

    app = ChatKitApp(backend_for(Profile(demo=True, theme=theme)))
    async with app.run_test(size=size) as pilot:
        view = app.view
        await until(lambda: view.controller is not None)
        if words is not None:
            view.composer.text = words
            await pilot.press("enter")
            await until(lambda: view.controller is not None and view.controller.active.turn.busy)
            await until(lambda: view.controller is None or not view.controller.active.turn.busy)
        await pilot.press(*keys)
        if "ctrl+k" in keys:
            await until(lambda: view.controller is not None and view.controller.directory.listed)
        await until(lambda: not view.transcript.drawings.unfinished)
        await pilot.pause()
        await pilot.pause()
        svg = app.export_screenshot(title="chatkit-tui")
    # Fonts from elsewhere would make a picture that calls out; viewers have one of their own.
    svg = re.sub(r"@font-face\s*{.*?}", "", svg, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(f"{name}.svg")


async def main() -> None:
    """Take every picture."""
    await take("start")
    await take("markdown", "markdown", size=(100, 36))
    await take("markdown-light", "markdown", size=(100, 36), theme="light")
    await take("workflow", "workflow")
    await take("questions", "questions")
    await take("error", "errors")
    await take("picture", "picture", size=(100, 34))
    await take("threads", "citations", keys=["ctrl+k"], size=(120, 30))
    await take("find", "markdown", keys=["ctrl+f", *"protocol", "enter"])
    await take("keys", None, keys=["f1"])
    await take("inspector", "sources", keys=["f12"], size=(120, 30))
    await take("narrow", "tables", size=(40, 24))


if __name__ == "__main__":
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    with tempfile.TemporaryDirectory() as directory:
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"CHATKIT_TUI_{kind}_DIR"] = str(Path(directory) / kind.lower())
        asyncio.run(main())
