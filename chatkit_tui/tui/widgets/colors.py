"""What a colour of a widget is on this screen."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from rich.color import Color as ScreenColor
from rich.color import ColorType, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style

from chatkit_tui.protocol.widgets.component import Color, ThemeColor
from chatkit_tui.tui.transcript.legible import TEXT_CONTRAST, contrast, legible
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.widgets.color_syntax import BLACK, HUES, WHITE, Paint, paint_of

DARK, LIGHT = "dark", "light"

_GROUNDS = {DARK: ColorTriplet(24, 24, 24), LIGHT: ColorTriplet(250, 250, 250)}
"""The background of a widget that asks for a theme which the program does not wear."""

_INKS = {DARK: ColorTriplet(232, 232, 232), LIGHT: ColorTriplet(28, 28, 28)}

_TEXTS = frozenset({"", "prose", "primary", "emphasis", "currentcolor", "inherit"})
"""Colours that are the text's own."""

_STATES = {
    "success": "success",
    "warning": "warning",
    "caution": "warning",
    "danger": "error",
    "error": "error",
}
"""Colours that are a role of the palette."""

_HUES = {"info": "blue", "discovery": "purple"}
"""Colours that are a hue, since the palette has no role for them."""

_LINES = {"subtle": 0.2, "default": 0.35, "strong": 0.6}
"""How far from the background to the text each kind of line is."""

_SURFACES = {
    "surface": 0.0,
    "surface-secondary": 0.06,
    "surface-tertiary": 0.1,
    "surface-elevated": 0.04,
    "surface-elevated-secondary": 0.1,
}
"""How far from the background to the text each kind of surface is."""

_ALPHA = re.compile(r"(?:(black|white)-)?alpha-(\d{1,3})")

_SOFT = 0.16
"""How much of a colour is in a background that is tinted with it."""

_ANSI_HUES = ((20, 1), (75, 3), (165, 2), (200, 6), (260, 4), (335, 5), (361, 1))
"""Up to how many degrees of hue the terminal's own colour has which number."""

_BLUE, _CYAN, _BRIGHT = 4, 6, 8

_GREY = 0.15
"""Saturation below which a colour has no hue to speak of."""

_CODE = "code"
"""Roles of the palette whose name begins so are drawn on a surface of their own."""


@dataclass(frozen=True, slots=True)
class Colors:
    """Resolves colours for the theme of the program, or for the one a widget asks for.

    With 16 colours, in the terminal's own colours and without any, `background` is None and the
    other colours are the terminal's own by their hue, or None too.
    """

    palette: Palette
    theme: str | None = None
    """"dark" or "light" if that is not what the program wears."""

    def themed(self, theme: str | None) -> Colors:
        """The colours of a widget that asks for a theme; other words and None ask for nothing."""
        if theme not in _GROUNDS or not self.palette.shades:
            return self
        worn = _theme_of(self.palette)
        return Colors(self.palette, None if theme == worn else theme)

    @property
    def ground(self) -> ScreenColor | None:
        """The background that a theme of the widget's own needs; None where none does."""
        return None if self.theme is None else ScreenColor.from_triplet(_GROUNDS[self.theme])

    def of(self, color: Color | None, beneath: ScreenColor | None = None) -> ScreenColor | None:
        """A colour for marks, lines and borders; None where there is none to be seen or known."""
        return _mark(self, self._written(color), beneath)

    def background(
        self, color: Color | None, beneath: ScreenColor | None = None
    ) -> ScreenColor | None:
        """A colour for cells with text on them; None where what is beneath shows."""
        return _background(self, self._written(color), beneath)

    def text(self, color: Color | None, beneath: ScreenColor | None = None) -> Style:
        """The style of a text in that colour, readable on what is beneath it."""
        return _text(self, self._written(color), beneath)

    def solid(self, color: Color | None, beneath: ScreenColor | None = None) -> Style:
        """The style of cells filled with that colour, and of text on them."""
        return _solid(self, self._written(color), beneath)

    def line(self, color: Color | None, beneath: ScreenColor | None = None) -> Style:
        """The style of a border or a divider in that colour, or in the usual one."""
        mark = self.of(color, beneath)
        return self.on(beneath or self.ground).rule if mark is None else Style(color=mark)

    def soft(self, color: Color | None, beneath: ScreenColor | None = None) -> Style:
        """The style of cells tinted with that colour, and of text in that colour on them."""
        return _soft(self, self._written(color), beneath)

    def readable(self, style: Style, beneath: ScreenColor | None) -> Style:
        """A style whose text can be read on that background, or on its own if it has one."""
        behind = style.bgcolor or beneath
        if style.color is None or behind is None:
            return style
        return style + Style(color=legible(style.color, behind, TEXT_CONTRAST))

    def on(self, beneath: ScreenColor | None) -> Palette:
        """The palette as it can be read on that background."""
        return self.palette if beneath is None else _palette_on(self, beneath)

    def _written(self, color: Color | None) -> str:
        """The colour of the theme in force, as it was written."""
        if isinstance(color, ThemeColor):
            theme = self.theme or _theme_of(self.palette)
            color = color.dark if theme == DARK else color.light
        return color.strip().lower() if isinstance(color, str) else ""

    def behind(self, beneath: ScreenColor | None) -> ColorTriplet:
        """A background as a colour that can be mixed."""
        return _triplet(beneath) or self.surface

    @property
    def surface(self) -> ColorTriplet:
        """The background of the theme."""
        if self.theme is not None:
            return _GROUNDS[self.theme]
        return _triplet(self.palette.base.bgcolor) or BLACK

    @property
    def ink(self) -> ColorTriplet:
        """The texts of the theme."""
        if self.theme is not None:
            return _INKS[self.theme]
        return _triplet(self.palette.text.color) or WHITE


@lru_cache(maxsize=1_024)
def _text(colors: Colors, written: str, beneath: ScreenColor | None) -> Style:
    palette = colors.on(beneath or colors.ground)
    if written in _STATES:
        role: Style = getattr(palette, _STATES[written])
        return role
    if written == "secondary":
        return palette.muted
    if written == "tertiary" and not palette.shades:
        return palette.muted + Style(dim=True)
    color = None if written in _TEXTS else _mark(colors, written, beneath)
    if color is None:
        return palette.text
    behind = beneath or colors.ground or palette.base.bgcolor
    return colors.readable(Style(color=color), behind)


@lru_cache(maxsize=1_024)
def _mark(colors: Colors, written: str, beneath: ScreenColor | None) -> ScreenColor | None:
    palette = colors.palette
    if palette.colourless or not written:
        return None
    if not palette.shades:
        return _own_color(palette, written)
    behind = colors.behind(beneath)
    paint = _paint(colors, written, behind)
    if paint is None or paint.alpha <= 0:
        return None
    return ScreenColor.from_triplet(paint.over(behind))


@lru_cache(maxsize=1_024)
def _background(colors: Colors, written: str, beneath: ScreenColor | None) -> ScreenColor | None:
    if written in _TEXTS or not colors.palette.shades:
        return None
    if written == "surface" and colors.theme is None and beneath is None:
        return None
    return _mark(colors, written, beneath)


@lru_cache(maxsize=1_024)
def _solid(colors: Colors, written: str, beneath: ScreenColor | None) -> Style:
    palette = colors.palette
    if not palette.shades:
        return _text(colors, written, beneath) + Style(reverse=True, dim=False)
    ink = ScreenColor.from_triplet(colors.ink)
    fill = ink if written in _TEXTS else _mark(colors, written, beneath) or ink
    return Style(color=_best_on(fill.get_truecolor()), bgcolor=fill)


@lru_cache(maxsize=1_024)
def _soft(colors: Colors, written: str, beneath: ScreenColor | None) -> Style:
    text = _text(colors, written, beneath)
    if not colors.palette.shades or text.color is None:
        return text
    behind = colors.behind(beneath)
    tint = ScreenColor.from_triplet(blend_rgb(behind, text.color.get_truecolor(), _SOFT))
    return colors.readable(text + Style(bgcolor=tint), tint)


def _paint(colors: Colors, written: str, behind: ColorTriplet) -> Paint | None:
    """A colour as it is mixed, on a screen that shows fine shades."""
    surface, ink = colors.surface, colors.ink
    if written in _TEXTS:
        return Paint(ink)
    if written in ("secondary", "tertiary"):
        muted = _triplet(colors.on(ScreenColor.from_triplet(behind)).muted.color) or ink
        return Paint(muted, 1.0 if written == "secondary" else 0.7)
    if written in _STATES:
        role: Style = getattr(colors.on(ScreenColor.from_triplet(behind)), _STATES[written])
        return Paint(_triplet(role.color) or ink)
    if written in _HUES:
        return Paint(HUES[_HUES[written]])
    if written in _LINES:
        return Paint(ink, _LINES[written])
    if written in _SURFACES:
        return Paint(blend_rgb(surface, ink, _SURFACES[written]))
    alpha = _ALPHA.fullmatch(written)
    if alpha is not None:
        base = {"black": BLACK, "white": WHITE}.get(alpha[1] or "", ink)
        return Paint(base, min(int(alpha[2]), 100) / 100)
    return paint_of(written)


def _own_color(palette: Palette, written: str) -> ScreenColor | None:
    """The terminal's own colour that comes nearest; None for what is no hue."""
    if written in _STATES:
        role: Style = getattr(palette, _STATES[written])
        return role.color
    paint = paint_of(_HUES.get(written, written))
    if paint is None or paint.alpha < 0.2:
        return None
    hue, lightness, saturation = rgb_to_hls(*paint.color.normalized)
    if saturation < _GREY or not 0.1 < lightness < 0.95:
        return None
    number = next(number for end, number in _ANSI_HUES if hue * 360 < end)
    if _triplet(palette.base.bgcolor) is None:
        # The terminal's blue is hard to read on many a black.
        number = _CYAN if number == _BLUE else number
    elif _theme_of(palette) == DARK:
        number += _BRIGHT
    return ScreenColor.from_ansi(number)


@lru_cache(maxsize=128)
def _palette_on(colors: Colors, beneath: ScreenColor) -> Palette:
    """The palette with every role readable on a background; code stands on one of its own."""
    palette = colors.palette
    behind = _triplet(beneath)
    if behind is None or not palette.shades:
        return palette
    ink = colors.ink
    tint = ScreenColor.from_triplet(blend_rgb(behind, ink, _SURFACES["surface-secondary"]))
    changed: dict[str, Any] = {
        each.name: _role_on(colors, getattr(palette, each.name), each.name, beneath, tint)
        for each in fields(palette)
        if isinstance(each.default, Style)
    }
    base = Style(color=ScreenColor.from_triplet(ink), bgcolor=beneath)
    line = ScreenColor.from_triplet(blend_rgb(behind, ink, _LINES["default"]))
    changed |= {"base": base, "rule": palette.rule + Style(color=line)}
    return replace(palette, **changed)


def _role_on(
    colors: Colors, style: Style, role: str, beneath: ScreenColor, tint: ScreenColor
) -> Style:
    color = style.color
    if color is None or (style.bgcolor is not None and not role.startswith(_CODE)):
        return style
    if style.bgcolor is not None:
        style, beneath = style + Style(bgcolor=tint), tint
    if role in ("text", "code"):
        color = ScreenColor.from_triplet(colors.ink)
    elif role == "muted" and colors.theme is not None:
        color = ScreenColor.from_triplet(blend_rgb(colors.ink, colors.surface, 0.3))
    elif colors.theme is not None:
        color = _turned(color)
    return style + Style(color=legible(color, beneath, TEXT_CONTRAST))


def _turned(color: ScreenColor) -> ScreenColor:
    """The colour as light as it was dark: one of a theme, for the opposite theme."""
    triplet = _triplet(color)
    if triplet is None:
        return color
    hue, lightness, saturation = rgb_to_hls(*triplet.normalized)
    red, green, blue = hls_to_rgb(hue, 1 - lightness, saturation)
    return ScreenColor.from_rgb(255 * red, 255 * green, 255 * blue)


def _theme_of(palette: Palette) -> str:
    """The theme the program wears, told by its background."""
    ground, ink = _triplet(palette.base.bgcolor), _triplet(palette.text.color)
    if ground is None or ink is None:
        return DARK
    return DARK if contrast(ground, BLACK) < contrast(ink, BLACK) else LIGHT


def _triplet(color: ScreenColor | None) -> ColorTriplet | None:
    """A colour that can be mixed; None for those of the terminal, whose look is not known."""
    if color is None or color.type is not ColorType.TRUECOLOR:
        return None
    return color.get_truecolor()


def _best_on(fill: ColorTriplet) -> ScreenColor:
    """Black or white: what is read better."""
    pole = max((BLACK, WHITE), key=lambda each: contrast(each, fill))
    return ScreenColor.from_triplet(pole)
