"""Colours that can be read on their background, whatever the theme says."""

from __future__ import annotations

from collections.abc import Sequence

from rich.color import Color, ColorType, blend_rgb
from rich.color_triplet import ColorTriplet

TEXT_CONTRAST = 5.0
"""Ratio of luminances; WCAG asks 4.5 of text, the rest is for tinted backgrounds."""

MARK_CONTRAST = 3.3
"""WCAG asks 3 of what is not text."""

_STEPS = 20
_BLACK = ColorTriplet(0, 0, 0)
_WHITE = ColorTriplet(255, 255, 255)


def legible(color: Color, background: Color, least: float) -> Color:
    """`color`, drawn towards black or white until its contrast to `background` is `least`.

    Colours of the terminal's own palette stay as they are: what they look like is not known.
    """
    return legible_on_all(color, [background], least)


def legible_on_all(color: Color, backgrounds: Sequence[Color], least: float) -> Color:
    """As `legible`, on every one of `backgrounds`."""
    if any(each.type is not ColorType.TRUECOLOR for each in (color, *backgrounds)):
        return color
    text, behind = color.get_truecolor(), [each.get_truecolor() for each in backgrounds]
    if least_contrast(text, behind) >= least:
        return color
    pole = max(_BLACK, _WHITE, key=lambda each: least_contrast(each, behind))
    for step in range(1, _STEPS + 1):
        blended = blend_rgb(text, pole, step / _STEPS)
        if least_contrast(blended, behind) >= least:
            break
    return Color.from_triplet(blended)


def least_contrast(color: ColorTriplet, backgrounds: Sequence[ColorTriplet]) -> float:
    """The ratio of luminances where it is worst."""
    return min(contrast(color, each) for each in backgrounds)


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """The ratio of two luminances, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: ColorTriplet) -> float:
    red, green, blue = (_linear(channel / 255) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
