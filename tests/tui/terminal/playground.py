"""A small chat-like app, and random things that happen to it."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static

from tests.support.shown_twice import ShownTwice

WORDS = (
    "some ordinary words of prose, as they come",
    "漢字かな混じり文の長い行",
    "한국어 단어",
    "e\u0301te\u0301 nai\u0308ve",
    "👨\u200d👩\u200d👧 family",
    "❤\ufe0f and ☺",
    "🇨🇭 🏳\ufe0f\u200d🌈",
    "नमस्ते",
    "box ─│┌ █▀▄",
    "🚀 rocket",
)
STYLES = (
    "",
    "bold",
    "italic #a0c0e0",
    "#88ff00 on #202020",
    "underline red",
    "reverse",
    "dim strike",
    "bold blue on yellow",
)
LINKS = ("https://example.com/a", "https://example.com/b?x=1")
THEMES = ("textual-dark", "textual-light", "nord", "ansi-dark", "gruvbox")
SIZES = ((60, 18), (45, 12), (75, 20), (61, 17))


class Popup(ModalScreen[None]):
    CSS = "Popup { align: center middle; } Popup OptionList { width: 31; height: 8; }"

    def compose(self) -> ComposeResult:
        yield OptionList(*WORDS)


class Playground(ShownTwice):
    """A list that grows at its end, a panel beside it, a line to write in."""

    CSS = """
    #panel { width: 15; border: round $primary; }
    #all { background: $surface; }
    Static { height: auto; }
    .answer { margin: 0 4 1 2; background: $panel; }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield VerticalScroll(id="all")
            yield Label("beside it", id="panel")
        yield Input("written here")


class Chance:
    """What happens, decided by a seed."""

    def __init__(self, app: Playground, pilot: Pilot[None], seed: int) -> None:
        self._app = app
        self._pilot = pilot
        self._random = random.Random(seed)
        self._live = Text()

    async def happen(self, times: int) -> None:
        deeds: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (10, self._stream),
            (4, self._add),
            (6, self._scroll),
            (2, self._type),
            (1, self._resize),
            (1, self._theme),
            (1, self._popup),
            (1, self._panel),
            (1, self._tell),
            (1, self._restyle),
        ]
        weights = [weight for weight, _ in deeds]
        for _ in range(times):
            ((_, deed),) = self._random.choices(deeds, weights)
            await deed()
            await self._pilot.pause()

    def _piece(self) -> Text:
        style = Style.parse(self._random.choice(STYLES))
        if self._random.random() < 0.15:
            style += Style(link=self._random.choice(LINKS))
        return Text(self._random.choice(WORDS) + " ", style)

    @property
    def _list(self) -> VerticalScroll:
        return self._app.screen_stack[0].query_one("#all", VerticalScroll)

    async def _add(self) -> None:
        self._live = Text.assemble(*(self._piece() for _ in range(self._random.randint(1, 12))))
        await self._list.mount(Static(self._live, classes=self._random.choice(("", "answer"))))
        self._list.scroll_end(animate=False)

    async def _stream(self) -> None:
        if not self._list.children:
            await self._add()
        self._live.append_text(self._piece())
        last = self._list.children[-1]
        assert isinstance(last, Static)
        last.update(self._live)
        self._list.scroll_end(animate=False)

    async def _scroll(self) -> None:
        self._list.scroll_relative(y=self._random.choice((-7, -3, -1, 1, 2, 5)), animate=False)

    async def _type(self) -> None:
        await self._pilot.press(*self._random.choice((("x", "y"), ("backspace",), ("left", "é"))))

    async def _resize(self) -> None:
        await self._pilot.resize_terminal(*self._random.choice(SIZES))

    async def _theme(self) -> None:
        self._app.theme = self._random.choice(THEMES)

    async def _popup(self) -> None:
        if len(self._app.screen_stack) > 1:
            await self._app.pop_screen()
        else:
            await self._app.push_screen(Popup())

    async def _panel(self) -> None:
        panel = self._app.screen_stack[0].query_one("#panel")
        panel.display = not panel.display

    async def _tell(self) -> None:
        self._app.notify(self._random.choice(WORDS), timeout=0.1, markup=False)

    async def _restyle(self) -> None:
        if self._list.children:
            child = self._random.choice(list(self._list.children))
            child.toggle_class("answer")
