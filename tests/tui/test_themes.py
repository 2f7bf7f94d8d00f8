"""Themes: which one is worn, that it can be read, and what an integrator may change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.color_triplet import ColorTriplet
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import OptionList

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import (
    AccentColor,
    ChatKitOptions,
    CustomApiConfig,
    GrayscaleOption,
    StartScreenOption,
    StartScreenPrompt,
    SurfaceColors,
    ThemeColor,
    ThemeOption,
)
from chatkit_tui.settings import Settings
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.background import BackgroundTold
from chatkit_tui.tui.readable import readable
from chatkit_tui.tui.screens.question import ConfirmScreen
from chatkit_tui.tui.theme_option import theme_of
from chatkit_tui.tui.transcript.legible import contrast
from chatkit_tui.tui.view import ChatKitView
from tests.support.cells import Piece, pieces
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

NOWHERE = CustomApiConfig("http://127.0.0.1:9/chatkit")

WCAG = 4.5

TEXTS = (
    "foreground",
    "text-muted",
    "text-disabled",
    *(f"text-{name}" for name in ("primary", "secondary", "accent", "warning", "error", "success")),
)
GROUNDS = ("background", "surface", "panel", "block-cursor-background", "panel-lighten-1")


def colors(accent: str, ground: str | None = None, text: str = "#808080") -> ThemeColor:
    surface = None if ground is None else SurfaceColors(ground, text)
    return ThemeColor(accent=AccentColor(accent, 3), surface=surface)


HOSTILE = {
    "yellow on white": ThemeOption("light", colors("yellow", "white")),
    "white on white": ThemeOption("dark", colors("#fff", "#fff", "#fff")),
    "black on black": ThemeOption("light", colors("#000", "#000", "#000")),
    "grey on grey": ThemeOption(None, colors("#777", "#777", "#777")),
    "red on green": ThemeOption(None, colors("#f00", "#0f0", "hsl(120,50%,40%)")),
    "tinted dark": ThemeOption("dark", ThemeColor(grayscale=GrayscaleOption(300, 9, 4))),
    "tinted light": ThemeOption("light", ThemeColor(grayscale=GrayscaleOption(60, 9, -4))),
    "blue on dark": ThemeOption("dark", colors("#00f")),
}


def all_themes() -> list[Theme]:
    builtin = [theme for theme in BUILTIN_THEMES.values() if not theme.ansi]
    return builtin + [theme_of(each, name, dark=True) for name, each in HOSTILE.items()]


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: str(theme.name))
def test_every_text_can_be_read_on_every_background(theme: Theme) -> None:
    better = readable(theme)
    variables = {**better.to_color_system().generate(), **better.variables}
    low = {}
    for ground in GROUNDS:
        for text in TEXTS:
            pair = Color.parse(variables[text]), Color.parse(variables[ground])
            ratio = contrast(*(ColorTriplet(*each.rgb) for each in pair))
            if ratio < WCAG:
                low[text, ground] = round(ratio, 2)
    assert low == {}


async def look(chat: Chat, theme: str | ThemeOption) -> None:
    chat.app.wear(theme)
    await chat.pilot.pause()
    await chat.pilot.pause()


def illegible(chat: Chat, part: str | None = None) -> list[Piece]:
    drawn = [each for each in pieces(chat.app, part) if any(map(str.isalnum, each.text))]
    assert len(drawn) > 5
    return [each for each in drawn if (each.contrast or 0) < WCAG]


async def test_what_is_drawn_can_be_read(sdk_server: SdkServer) -> None:
    theme = HOSTILE["yellow on white"]
    options = ChatKitOptions(api=CustomApiConfig(sdk_server.url), theme=theme)
    async with running(sdk_server.url, size=(60, 24), options=options) as chat:
        await chat.say("a question")
        await chat.shows("You said: a question")
        chat.view.banners.add("Half of it is used.", level="warning", title="Careful")
        chat.view.tell("A word.")
        await chat.shows("Careful", "A word.")
        assert illegible(chat) == []
        await look(chat, "solarized-dark")
        assert illegible(chat) == []
        await chat.pilot.press("ctrl+k")
        assert illegible(chat) == []
        await chat.pilot.press("escape", "f1")
        assert illegible(chat, "#keys") == []


async def test_ansi_themes_are_drawn_in_the_terminals_own_colours(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=(60, 24)) as chat:
        await chat.say("a question")
        await chat.shows("You said: a question")
        await look(chat, "ansi")
        shown = pieces(chat.app)
        assert [each for each in shown if any(color.triplet for color in each.colors)] == []
        muted = next(each for each in shown if "F1 keys" in each.text)
        assert muted.style.dim
        chat.app.push_screen(ConfirmScreen("Sure?", "Delete"))
        await chat.pilot.pause()
        assert [each for each in pieces(chat.app) if any(c.triplet for c in each.colors)] == []


async def test_without_colours_the_line_of_a_list_is_seen(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    start = StartScreenOption("Hi", tuple(StartScreenPrompt(f"n{n}", "x") for n in range(3)))
    options = ChatKitOptions(api=CustomApiConfig(sdk_server.url), start_screen=start)
    async with running(sdk_server.url, options=options) as chat:
        await chat.shows("Tab, then")
        await chat.pilot.press("tab", "down")
        shown = pieces(chat.app)
        assert {color.name for each in shown for color in each.colors} <= {"default"}
        marked = "".join(each.text for each in shown if each.style.underline)
        assert "n1" in marked
        assert "n0" not in marked


async def test_auto_goes_by_the_environment_until_the_terminal_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLORFGBG", "0;15")
    app = ChatKitApp(ChatKitOptions(api=NOWHERE))
    async with app.run_test() as pilot:
        assert app.theme == "textual-light"
        app.post_message(BackgroundTold(dark=True))
        await pilot.pause()
        assert app.theme == "textual-dark"
        app.wear("ansi")
        assert app.theme == "ansi-dark"
        app.theme = "nord"
        app.post_message(BackgroundTold(dark=False))
        await pilot.pause()
        assert app.theme == "nord"


def test_the_profile_goes_before_the_settings_and_these_before_auto() -> None:
    settings = Settings(theme="nord")
    assert ChatKitApp(ChatKitOptions(api=NOWHERE), settings=settings).theme == "nord"
    light = ChatKitOptions(api=NOWHERE, theme="light")
    assert ChatKitApp(light, settings=settings).theme == "textual-light"
    with pytest.raises(ConfigurationError, match="no theme nope; there are auto, light"):
        ChatKitApp(replace(light, theme="nope"))


async def test_the_theme_of_the_options_can_change_while_it_runs(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        controller, app = chat.view.controller, chat.app
        assert controller is not None
        surface = SurfaceColors("#fdf6e3", "#202020")
        option = ThemeOption(color=ThemeColor(surface=surface), radius="sharp", density="compact")
        await controller.set_options(replace(controller.options, theme=option))
        await chat.pilot.pause()
        assert app.theme_variables["background"] == "#FDF6E3"
        assert not app.current_theme.dark
        assert app.has_class("-chatkit-sharp")
        assert chat.view.has_class("-compact")
        assert chat.view.header.styles.padding.width == 0
        app.push_screen(ConfirmScreen("Sure?", "Delete"))
        await chat.pilot.pause()
        assert app.screen.query_one("#question").styles.border.top[0] == "solid"
        await chat.pilot.press("escape")

        app.theme = "nord"
        await controller.set_options(replace(controller.options, locale="de"))
        await chat.pilot.pause()
        assert app.theme == "nord"

        wrong = ThemeOption(color=colors("no colour"))
        await controller.set_options(replace(controller.options, theme=wrong))
        await chat.shows("color.accent.primary")


class Host(App[None]):
    """An app that is not ours."""

    def __init__(self, theme: ThemeOption | None) -> None:
        super().__init__()
        self.theme = "monokai"
        self.view = ChatKitView(ChatKitOptions(api=NOWHERE, theme=theme))

    def compose(self) -> ComposeResult:
        yield OptionList("beside")
        yield self.view


async def test_a_host_keeps_its_theme_unless_it_gives_one() -> None:
    host = Host(None)
    async with host.run_test():
        assert host.theme == "monokai"
    host = Host(ThemeOption(color=colors("#ff0")))
    async with host.run_test() as pilot:
        assert host.current_theme.dark
        assert Color.parse(host.current_theme.primary).rgb[1:] == (255, 0)
        while host.view.controller is None:
            await pilot.pause()
        controller = host.view.controller
        await controller.set_options(replace(controller.options, theme=None))
        await pilot.pause()
        assert host.theme == "monokai"
