"""Regenerates the pictures in this folder from the running program, on its demo backend.

    python screenshots/make.py [NAME]...

Without a name all of them; "gallery" stands for those in gallery/.

Every picture is what the program draws, answered by the demo over HTTP; nothing is staged but the
words that are typed.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
LEAST_ROWS = 20
"""Of a page of the gallery."""

WAIT = 30.0
"""Seconds that the demo may take for what a picture needs."""


async def until(condition: Callable[[], object]) -> None:
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

    if not wanted(name):
        return
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
        write(name, app.export_screenshot(title="chatkit-tui"))


def wanted(name: str) -> bool:
    """Whether this picture was asked for."""
    names = sys.argv[1:]
    return not names or name in names or name.partition("/")[0] in names


def write(name: str, svg: str) -> None:
    """Keep a picture."""
    # Fonts from elsewhere would make a picture that calls out; viewers have one of their own.
    svg = re.sub(r"@font-face\s*{.*?}", "", svg, flags=re.DOTALL)
    path = HERE / f"{name}.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(svg, encoding="utf-8")
    print(path.relative_to(HERE))


async def take_gallery(suffix: str = "", *, theme: str = "dark", columns: int = 100) -> None:
    """Each page of the gallery of widgets, as high as it is."""
    from chatkit_tui.settings import Settings
    from chatkit_tui.tui.widget_preview.app import WidgetPreviewApp
    from chatkit_tui.tui.widget_preview.book import Book, gallery

    for path in gallery().paths:
        if not wanted(f"gallery/{path.stem}{suffix}"):
            continue
        app = WidgetPreviewApp(Book((path,)), settings=Settings(theme=theme))
        async with app.run_test(size=(columns, 30)) as pilot:
            transcript = app.preview.transcript
            await until(transcript.rows.rows.__len__)
            await pilot.pause()
            # Heights are estimates until what has them is seen.
            rows = 0
            while rows != app.size.height:
                await pilot.resize_terminal(columns, rows or app.size.height)
                await pilot.pause()
                await pilot.pause()
                beside = app.size.height - transcript.size.height
                rows = max(LEAST_ROWS, transcript.rows.heights.total + beside)
            write(f"gallery/{path.stem}{suffix}", app.export_screenshot(title=path.name))


async def take_preview() -> None:
    """A form of the gallery that is filled in and sent."""
    from chatkit_tui.tui.widget_preview.app import WidgetPreviewApp
    from chatkit_tui.tui.widget_preview.book import gallery

    if not wanted("preview"):
        return
    app = WidgetPreviewApp(gallery())
    async with app.run_test(size=(110, 42)) as pilot:
        await until(lambda: bool(app.preview.transcript.rows.rows))
        for _ in range(13):
            await pilot.press("n")
            await pilot.pause()
        await pilot.press("enter", "enter", *"Ada Lovelace", "tab", *"ada@example.com")
        await pilot.press("tab", "tab", "right", "tab", "tab", "space", "tab", "enter")
        await until(lambda: bool(app.sent))
        await pilot.pause()
        await pilot.pause()
        write("preview", app.export_screenshot(title="chatkit-tui preview --gallery"))


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
    await take_preview()
    await take_gallery()
    await take_gallery("-narrow", theme="light", columns=40)


if __name__ == "__main__":
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    with tempfile.TemporaryDirectory() as directory:
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"CHATKIT_TUI_{kind}_DIR"] = str(Path(directory) / kind.lower())
        asyncio.run(main())
