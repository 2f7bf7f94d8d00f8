"""Colours of widgets: every way to write them, in every kind of theme, always readable."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color as ScreenColor
from rich.style import Style

from chatkit_tui.protocol.widgets.component import Color, ThemeColor
from chatkit_tui.tui.transcript.legible import contrast
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.roles import palette_of
from chatkit_tui.tui.widgets.color_syntax import paint_of
from chatkit_tui.tui.widgets.colors import Colors
from tests.support.transcript_app import TranscriptApp

READABLE = 4.5
"""What WCAG asks of texts."""

TOKENS = (
    *("prose", "primary", "emphasis", "secondary", "tertiary"),
    *("success", "warning", "caution", "danger", "info", "discovery"),
    *("default", "subtle", "strong"),
    *("surface", "surface-secondary", "surface-tertiary"),
    *("surface-elevated", "surface-elevated-secondary"),
    *("blue", "purple", "orange", "green", "red", "yellow", "pink"),
    *("alpha-0", "alpha-10", "black-alpha-50", "white-alpha-5", "alpha-999"),
    *("gray-0", "gray-500", "gray-1000", "blue-25", "red-100", "pink-950"),
    *("white", "black", "transparent", "currentColor", "none", "rebeccapurple", ""),
)


@dataclass(frozen=True)
class Themes:
    """Palettes as they are on the screen."""

    dark: Palette
    light: Palette
    ansi: Palette

    @property
    def few(self) -> Palette:
        """The dark theme with 16 colours."""
        return replace(self.dark, shades=False)

    @property
    def colourless(self) -> Palette:
        """As NO_COLOR leaves it."""
        return replace(self.dark, shades=False, colourless=True)


async def _themes() -> Themes:
    app = TranscriptApp()
    found = []
    async with app.run_test() as pilot:
        for theme in ("textual-dark", "textual-light", "ansi-dark"):
            app.theme = theme
            await pilot.pause()
            palette = palette_of(app.transcript)
            found.append(replace(palette, shades=theme != "ansi-dark", colourless=False))
    return Themes(*found)


@pytest.fixture(scope="module")
def themes() -> Themes:
    return asyncio.run(_themes())


CHANNEL = st.integers(0, 255)
BACKGROUND = st.none() | st.builds(ScreenColor.from_rgb, CHANNEL, CHANNEL, CHANNEL)
NUMBER = st.one_of(st.floats().map(str), st.integers().map(str), st.sampled_from(["50%", ".5"]))
WRITTEN = st.one_of(
    st.sampled_from(TOKENS),
    st.text(),
    st.text("0123456789abcdef", max_size=9).map("#{}".format),
    st.lists(NUMBER, max_size=5).map(lambda each: f"rgb({', '.join(each)})"),
    st.lists(NUMBER, max_size=5).map(lambda each: f"hsla({' '.join(each)})"),
    st.text("(),# ra0%", max_size=30).map("linear-gradient({})".format),
    st.tuples(st.sampled_from(["red", "gray", "zork"]), st.integers(0, 12_000)).map(
        lambda pair: f"{pair[0]}-{pair[1]}"
    ),
)
COLORS = st.one_of(
    st.none(), WRITTEN, st.builds(lambda a, b: ThemeColor(dark=a, light=b), WRITTEN, WRITTEN)
)


@pytest.mark.parametrize(
    ("written", "color", "alpha"),
    [
        ("#f00", "#ff0000", 1),
        ("#F008", "#ff0000", 0.533),
        ("#00ff0080", "#00ff00", 0.502),
        ("rgb(1, 2, 3)", "#010203", 1),
        ("rgb(1 2 3 / 50%)", "#010203", 0.5),
        ("rgba(100%, 0%, 999, .25)", "#ff00ff", 0.25),
        ("hsl(120, 100%, 50%)", "#00ff00", 1),
        ("hsl(0.5turn 100% 50% / 0.5)", "#00ffff", 0.5),
        ("gray-0", "#ffffff", 1),
        ("White", "#ffffff", 1),
        ("transparent", "#000000", 0),
        ("linear-gradient(135deg, rgba(1, 2, 3, 0.5) 0%, #2870B0 100%)", "#010203", 0.5),
        ("radial-gradient(circle at top, tomato, black)", "#ff6347", 1),
        ("linear-gradient(white 10%, black), url(a.png)", "#ffffff", 1),
    ],
)
def test_what_a_colour_is(written: str, color: str, alpha: float) -> None:
    paint = paint_of(written)
    assert paint is not None
    assert (paint.color.hex, round(paint.alpha, 3)) == (color, alpha)


@pytest.mark.parametrize(
    "written", ["", "auto", "zork", "#12345", "#ggg", "rgb(1, 2)", "rgb(a b c)", "red-", "url(red)"]
)
def test_what_is_no_colour(written: str, themes: Themes) -> None:
    assert paint_of(written) is None
    colors = Colors(themes.dark)
    assert colors.of(written) is None or written == ""
    assert colors.background(written) is None
    assert colors.text(written) == themes.dark.text


def test_scales_go_from_white_to_nearly_black() -> None:
    for hue in ("gray", "red", "blue", "yellow"):
        steps = [paint_of(f"{hue}-{step}") for step in (0, 25, 100, 400, 500, 600, 900, 950, 1000)]
        lights = [contrast(step.color, (0, 0, 0)) for step in steps if step]  # type: ignore[arg-type]
        assert lights == sorted(lights, reverse=True)
        assert (lights[0], len(lights)) == (21, 9)
        assert lights[-1] < 1.3


def test_tokens_follow_the_theme(themes: Themes) -> None:
    for palette in (themes.dark, themes.light):
        colors = Colors(palette)
        assert colors.text(None) == colors.text("primary") == palette.text
        assert colors.text("secondary") == palette.muted
        assert colors.text("danger") == palette.error
        assert colors.line(None) == palette.rule
        assert colors.background("surface") is None
        assert colors.background("transparent") is None
    pair = ThemeColor(dark="#111111", light="#eeeeee")
    assert Colors(themes.dark).background(pair) == ScreenColor.parse("#111111")
    assert Colors(themes.light).background(pair) == ScreenColor.parse("#eeeeee")


def test_what_shines_through_is_mixed_with_what_is_beneath(themes: Themes) -> None:
    beneath = ScreenColor.from_rgb(0, 0, 200)
    assert Colors(themes.dark).background("#ff000080", beneath) == ScreenColor.from_rgb(128, 0, 99)
    over_dark, over_light = (
        Colors(each).background("alpha-10") for each in (themes.dark, themes.light)
    )
    assert over_dark is not None
    assert over_light is not None
    assert themes.dark.base.bgcolor is not None
    assert sum(over_dark.get_truecolor()) > sum(themes.dark.base.bgcolor.get_truecolor())


def test_a_theme_of_the_widgets_own(themes: Themes) -> None:
    own = Colors(themes.dark).themed("light")
    pair = ThemeColor(dark="black", light="white")
    assert own.ground is not None
    assert contrast(own.ground.get_truecolor(), own.text(None).color.get_truecolor()) > 10  # type: ignore[union-attr]
    assert own.background(pair) == ScreenColor.parse("#ffffff")
    assert (
        Colors(themes.dark).themed("dark")
        == Colors(themes.dark).themed("neon")
        == Colors(themes.dark)
    )
    assert Colors(themes.ansi).themed("light") == Colors(themes.ansi)


def test_few_colours_are_the_terminals_own(themes: Themes) -> None:
    for palette in (themes.ansi, themes.few, themes.colourless):
        colors = Colors(palette)
        assert colors.background("surface-secondary") is None
        assert colors.background("#ff0000") is None
        assert colors.text("danger") == palette.error
        assert colors.text("tertiary").dim
        assert colors.solid("danger").reverse
    assert Colors(themes.ansi).of("green-700") == ScreenColor.from_ansi(2)
    assert Colors(themes.few).of("blue") == ScreenColor.from_ansi(12)
    assert Colors(themes.ansi).of("gray-700") is None
    assert Colors(themes.colourless).of("green-700") is None


@given(color=COLORS, beneath=BACKGROUND, theme=st.sampled_from([None, "dark", "light"]))
@example(color="rgb(1e999, nan, -0)", beneath=None, theme=None)
@example(color="hsl(1e300 1 1)", beneath=None, theme=None)
@example(color="alpha-٣", beneath=None, theme=None)
def test_texts_can_be_read_whatever_is_asked_for(
    themes: Themes, color: Color | None, beneath: ScreenColor | None, theme: str | None
) -> None:
    for palette in (themes.dark, themes.light):
        colors = Colors(palette).themed(theme)
        ground = beneath or colors.ground or palette.base.bgcolor
        for style in (colors.text(color, beneath), colors.text(color, colors.ground)):
            assert style.bgcolor is None
        assert _contrast(colors.text(color, beneath), ground) >= READABLE
        assert _contrast(colors.solid(color, beneath), ground) >= READABLE
        assert _contrast(colors.soft(color, beneath), ground) >= READABLE
        block = colors.background(color, beneath)
        if block is not None:
            on_it = colors.on(block)
            for role in (on_it.text, on_it.muted, on_it.link, on_it.error, on_it.code):
                assert _contrast(role, block) >= READABLE
        colors.line(color, beneath)
    for palette in (themes.ansi, themes.few, themes.colourless):
        colors = Colors(palette).themed(theme)
        for style in (colors.text(color), colors.solid(color), colors.soft(color)):
            assert style.bgcolor is None
        colors.line(color)


def _contrast(style: Style, ground: ScreenColor | None) -> float:
    behind = style.bgcolor or ground
    assert behind is not None
    assert style.color is not None
    return contrast(style.color.get_truecolor(), behind.get_truecolor())
