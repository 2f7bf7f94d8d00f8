"""A ThemeOption of ChatKit's as a theme of Textual's.

The rule, from the background to the front:
- background: `surface.background`; or a grey of the hue and tint of `grayscale`, lighter by its
  shade; or that of Textual's own light or dark theme.
- surface and panel: the background, on the way to the text by 5 % and 10 %, and to the accent by
  3 % for each level of it.
- text: `surface.foreground`, or a grey as above.
- accent: both the primary and the accent colour.
Whatever that leaves illegible, `readable` moves towards black or white.
"""

from __future__ import annotations

import colorsys

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import GrayscaleOption, ThemeOption

LAYER = 0.05
"""How far a surface is from the background towards the text; a panel twice as far."""

ACCENT_LEVEL = 0.03
"""How much of the accent each level of it adds to surfaces."""

MOST_SATURATION = 0.35
"""Of greys whose tint is 9."""

SHADE = 0.015
"""Lightness of one step of `grayscale.shade`."""

DARK_BACKGROUND, LIGHT_BACKGROUND = 0.08, 0.95
"""Lightness of grey backgrounds of shade 0."""

DARK_TEXT, LIGHT_TEXT = 0.12, 0.9
"""Lightness of grey texts."""


def theme_of(option: ThemeOption, name: str, *, dark: bool) -> Theme:
    """The theme `option` describes, registered as `name`; `dark` is what suits the terminal.

    Raises ConfigurationError.
    """
    if option.color_scheme is not None:
        dark = option.color_scheme == "dark"
    colors = option.color
    background, text = _scheme(dark)
    if (greys := colors.grayscale) is not None:
        lightness = (DARK_BACKGROUND if dark else LIGHT_BACKGROUND) + SHADE * greys.shade
        background = _grey(greys, lightness)
        text = _grey(greys, LIGHT_TEXT if dark else DARK_TEXT)
    if colors.surface is not None:
        background += _color(colors.surface.background, "surface.background")
        text = background + _color(colors.surface.foreground, "surface.foreground")
        # What is seen decides, whatever the scheme is called.
        dark = background.brightness < 0.5
    base = _base(dark)
    accent = None
    surface, panel = background.blend(text, LAYER), background.blend(text, 2 * LAYER)
    if colors.accent is not None:
        accent = background + _color(colors.accent.primary, "accent.primary")
        tint = ACCENT_LEVEL * colors.accent.level
        surface, panel = surface.blend(accent, tint), panel.blend(accent, tint)
    return Theme(
        name=name,
        dark=dark,
        primary=base.primary if accent is None else accent.hex,
        secondary=base.secondary,
        accent=base.accent if accent is None else accent.hex,
        warning=base.warning,
        error=base.error,
        success=base.success,
        foreground=text.hex,
        background=background.hex,
        surface=surface.hex,
        panel=panel.hex,
    )


def _base(dark: bool) -> Theme:
    return BUILTIN_THEMES["textual-dark" if dark else "textual-light"]


def _scheme(dark: bool) -> tuple[Color, Color]:
    """Background and text where an option says nothing about them."""
    colors = _base(dark).to_color_system().generate()
    return Color.parse(colors["background"]), Color.parse(colors["foreground"])


def _grey(option: GrayscaleOption, lightness: float) -> Color:
    saturation = MOST_SATURATION * min(9, max(0, option.tint)) / 9
    within = min(1.0, max(0.0, lightness))
    red, green, blue = colorsys.hls_to_rgb(option.hue % 360 / 360, within, saturation)
    return Color(round(red * 255), round(green * 255), round(blue * 255))


def _color(css: str, where: str) -> Color:
    """A colour as CSS writes it; the terminal's own are not among those."""
    try:
        color = Color.parse(css)
    except ColorParseError:
        color = None
    if color is None or color.ansi is not None:
        raise ConfigurationError(
            f"The theme's color.{where} is “{css}”, which is no colour that is known here; "
            "write it as #rrggbb."
        )
    return color
