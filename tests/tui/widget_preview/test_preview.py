"""Files with widgets on the screen: operated, changed while they are shown, walked through."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from textual.pilot import Pilot

from chatkit_tui.tui.screens.keys import KeysScreen
from chatkit_tui.tui.widget_preview.app import WidgetPreviewApp
from chatkit_tui.tui.widget_preview.book import Book, gallery
from tests.support.widget_trees import node, text

Compare = Callable[..., bool]


def field(name: str, **properties: Any) -> dict[str, Any]:
    return node("Input", key=name, name=name, **properties)


def form(title: str = "Sign up", *more: dict[str, Any], **payload: Any) -> dict[str, Any]:
    """A card with a form of two fields and a button."""
    return node(
        "Card",
        text(title),
        node(
            "Form",
            *more,
            field("who.name", required=True),
            field("code", defaultValue="7"),
            node("Button", label="Send", submit=True),
            onSubmitAction={"type": "sign.up", "payload": {"who": {"id": 1}, **payload}},
        ),
        node("Button", label="Ask", onClickAction={"type": "ask", "handler": "client"}),
        size="sm",
    )


@dataclass
class Preview:
    """A running preview and the hand that works it."""

    app: WidgetPreviewApp
    pilot: Pilot[None]

    @property
    def screen(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await self.pilot.pause(0.01)

    async def shows(self, *wanted: str) -> None:
        try:
            await self.until(lambda: all(each in self.screen for each in wanted))
        except TimeoutError:
            raise AssertionError(f"never shown: {wanted}; the screen:\n{self.screen}") from None


@asynccontextmanager
async def shown(
    *paths: Path, book: Book | None = None, size: tuple[int, int] = (100, 30), watch: bool = False
) -> AsyncIterator[Preview]:
    app = WidgetPreviewApp(book or Book(paths), watch=watch)
    async with app.run_test(size=size) as pilot:
        preview = Preview(app, pilot)
        await preview.until(lambda: bool(app.preview.transcript.rows.rows))
        yield preview


def write(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


async def test_a_form_is_checked_filled_and_would_be_sent(tmp_path: Path) -> None:
    async with shown(write(tmp_path / "form.json", form(plan="free"))) as preview:
        press = preview.pilot.press
        await preview.shows("Sign up", "What a control would send", "form.json · 100 columns")
        await press("tab", "enter")
        await preview.shows("not sent", "who.name: Fill in this field.")
        await press(*"nqtwx", "tab", "tab", "enter")
        await preview.shows("1 sign.up → server, streamed", '"name": "nqtwx"')
        assert "! Fill in" not in preview.screen
        await press("tab", "enter")
        await preview.shows("2 ask → client: onAction", "null")
        sent = {"who": {"id": 1, "name": "nqtwx"}, "plan": "free", "code": "7"}
        assert preview.app.sent == [
            {"type": "sign.up", "payload": sent, "handler": "server", "streaming": True},
            {"type": "ask", "payload": None, "handler": "client", "streaming": True},
        ]
        await press("y")
        await preview.until(lambda: preview.app.clipboard == json.dumps(preview.app.sent[1]))
        await press("home", "end", "shift+home", "ctrl+c")
        await preview.until(lambda: preview.app.clipboard == "nqtwx")
        await press("escape", "x")
        await preview.until(lambda: "nqtwx " not in preview.screen)
        await press("f1")
        await preview.until(lambda: isinstance(preview.app.screen, KeysScreen))
        await preview.shows("Preview of widgets", "Read the file again")


@pytest.fixture
def near() -> Iterator[Path]:
    """A folder with a path so short that no sentence with it is broken."""
    with TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


async def test_a_file_that_changes_keeps_what_was_typed_and_survives_mistakes(near: Path) -> None:
    file = write(near / "form.json", form())
    async with shown(file, watch=True) as preview:
        await preview.pilot.press("tab", *"Ada")
        await preview.shows("Ada", "watched")
        write(file, '{\n  "type": "Card"\n  "size": "sm"}')
        await preview.shows("form.json, line 3, column 3:", "this is no JSON: expecting", "Ada")
        write(file, form("Register", field("first", placeholder="new"), kolor="red"))
        await preview.shows("Register", "new", "Ada")
        assert "no JSON" not in preview.screen
        await preview.pilot.press("!")
        await preview.shows("Ada!")
        changed = form()
        changed["kolour"] = "red"
        changed["children"].append(node("Badges", label="x"))
        write(file, changed)
        await preview.shows(
            "! Card has no “kolour”.",
            "there is no component “Badges”; perhaps “Badge” is meant.",
        )


async def test_pages_are_walked_and_remember_what_was_done(tmp_path: Path) -> None:
    one = write(tmp_path / "one.json", form("One"))
    two = write(tmp_path / "two.json", {"title": "Both", "widgets": [text("a"), text("b")]})
    async with shown(one, two) as preview:
        press = preview.pilot.press
        await preview.shows("one.json", "two.json", "1 of 2 · 76 columns", "One")
        await press("enter", "enter", *"Ada", "escape", "n")
        await preview.shows("Both", "2 of 2")
        await press("p")
        await preview.shows("One", "Ada")
        transcript = preview.app.preview.transcript
        await press("w")
        await preview.shows("60 columns")
        assert transcript.size.width == 60
        await press("w", "w")
        await preview.shows("76 columns")
        dark = preview.app.current_theme.dark
        await press("t")
        assert preview.app.current_theme.dark is not dark
        await press("escape", "down")
        await preview.shows("Both")
        await preview.pilot.resize_terminal(40, 12)
        await preview.until(lambda: transcript.size.width == 40)
        await preview.until(lambda: transcript.has_focus)
        assert "two.json" not in preview.screen.splitlines()[2]


async def to_page(preview: Preview, words: str) -> None:
    while words not in preview.screen.splitlines()[0]:
        before = preview.screen
        await preview.pilot.press("n")
        await preview.until(lambda before=before: preview.screen != before)  # type: ignore[misc]


async def fill_a_form(preview: Preview) -> None:
    await to_page(preview, "Forms")
    await preview.pilot.press("enter", "enter", *"Ada", "enter")
    await preview.shows("not sent")
    await preview.pilot.press(*"ada@example.com", "shift+tab")
    await preview.shows("ada@example.com")


async def press_a_row(preview: Preview) -> None:
    await to_page(preview, "ListView")
    await preview.pilot.press("enter")
    await preview.pilot.press("2")
    await preview.shows("flight.choose")


async def look_at_charts(preview: Preview) -> None:
    await to_page(preview, "Chart")


SCENES = {
    "a form, dark": (fill_a_form, (120, 36), "dark"),
    "a list, small": (press_a_row, (40, 12), "dark"),
    "charts, light": (look_at_charts, (80, 24), "light"),
}


@pytest.mark.parametrize("name", SCENES)
def test_it_looks_as_it_did(
    name: str, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, size, theme = SCENES[name]
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = WidgetPreviewApp(gallery())
    app.wear(theme)

    async def lead(pilot: Pilot[Any]) -> None:
        preview = Preview(app, pilot)
        await preview.until(lambda: bool(app.preview.transcript.rows.rows))
        await scene(preview)
        seen, same = "", 0
        while same < 4:
            await pilot.pause(0.05)
            now = preview.screen
            seen, same = now, same + 1 if now == seen else 0

    assert snap_compare(app, terminal_size=size, run_before=lead)
