"""Colours as they are written: CSS in its common forms, and steps of the protocol's scales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from textual.color import Color as NamedColor
from textual.color import ColorParseError

LONGEST = 500
"""Characters of a colour that is read."""


class Paint(NamedTuple):
    """A colour and how much of it covers what is beneath, 0 to 1."""

    color: ColorTriplet
    alpha: float = 1.0

    def over(self, beneath: ColorTriplet) -> ColorTriplet:
        """The colour that is seen."""
        return self.color if self.alpha >= 1 else blend_rgb(beneath, self.color, self.alpha)


BLACK = ColorTriplet(0, 0, 0)
WHITE = ColorTriplet(255, 255, 255)
CLEAR = Paint(BLACK, 0.0)

HUES = {
    "red": ColorTriplet(226, 58, 62),
    "orange": ColorTriplet(232, 111, 34),
    "yellow": ColorTriplet(233, 179, 32),
    "green": ColorTriplet(25, 158, 84),
    "blue": ColorTriplet(20, 108, 220),
    "purple": ColorTriplet(138, 86, 226),
    "pink": ColorTriplet(226, 78, 152),
}
"""The middle of each scale, which is its step 500, and what a bare name of a hue means."""

_SCALES = {**HUES, "gray": ColorTriplet(112, 112, 112), "grey": ColorTriplet(112, 112, 112)}

_MIDDLE, _LAST = 500, 1_000

_DARKEST = 0.12
"""What is left of the middle's light at the last step of a scale."""

_STEP = re.compile(r"([a-z]+)-(\d{1,4})")
_HEX = re.compile(r"#[0-9a-f]{3,8}")
_FUNCTION = re.compile(r"(rgba?|hsla?)\((.*)\)")
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)(%|deg|rad|grad|turn)?")
_GRADIENT = re.compile(r"[a-z-]*gradient\((.*)\)")
_FIRST_WORD = re.compile(r"[#\w-]+(?:\([^()]*\))?")

_DEGREES = {"deg": 1.0, "": 1.0, "rad": 57.29577951308232, "grad": 0.9, "turn": 360.0}


@lru_cache(maxsize=1_024)
def paint_of(written: str) -> Paint | None:
    """What a colour looks like; of a gradient, its first stop. None for what is no colour."""
    text = written.strip().lower()
    if len(text) > LONGEST:
        return None
    if text in ("transparent", "none"):
        return CLEAR
    gradient = _GRADIENT.fullmatch(text)
    if gradient is not None:
        return next(_stops(gradient[1]), None)
    return _step(text) or _hex(text) or _function(text) or _named(text)


def _stops(arguments: str) -> Iterator[Paint]:
    """The colours among the arguments of a gradient, without directions and places."""
    for argument in _arguments(arguments):
        word = _FIRST_WORD.match(argument)
        stop = paint_of(word[0]) if word is not None else None
        if stop is not None:
            yield stop


def _arguments(text: str) -> Iterator[str]:
    """What commas part, where they are not in brackets themselves."""
    depth = start = 0
    for index, character in enumerate(text):
        if character == "," and not depth:
            yield text[start:index].strip()
            start = index + 1
        depth += {"(": 1, ")": -1}.get(character, 0)
    yield text[start:].strip()


def _step(text: str) -> Paint | None:
    """`blue-600`: white at 0, the hue itself at 500, nearly black at 1000."""
    if text in HUES:
        return Paint(HUES[text])
    match = _STEP.fullmatch(text)
    if match is None or match[1] not in _SCALES:
        return None
    middle, step = _SCALES[match[1]], min(int(match[2]), _LAST)
    if step <= _MIDDLE:
        return Paint(blend_rgb(WHITE, middle, step / _MIDDLE))
    return Paint(blend_rgb(middle, BLACK, (step - _MIDDLE) / (_LAST - _MIDDLE) * (1 - _DARKEST)))


def _hex(text: str) -> Paint | None:
    digits = text[1:] if _HEX.fullmatch(text) else ""
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8):
        return None
    red, green, blue, *alpha = (int(digits[at : at + 2], 16) for at in range(0, len(digits), 2))
    return Paint(ColorTriplet(red, green, blue), alpha[0] / 255 if alpha else 1.0)


def _function(text: str) -> Paint | None:
    """rgb() and hsl(), with commas or with spaces and a slash."""
    match = _FUNCTION.fullmatch(text)
    if match is None:
        return None
    values = [_NUMBER.fullmatch(each) for each in re.split(r"[\s,/]+", match[2].strip())]
    numbers = [(_finite(each[1]), each[2] or "") for each in values if each is not None]
    if len(numbers) != len(values) or len(numbers) not in (3, 4):
        return None
    alpha = _share(*numbers[3], full=1.0) if len(numbers) == 4 else 1.0
    first, second, third = numbers[:3]
    if match[1].startswith("rgb"):
        channels = [_share(*each, full=255.0) for each in (first, second, third)]
    else:
        hue = first[0] * _DEGREES.get(first[1], 1.0) % 360 / 360
        saturation, lightness = (_share(*each, full=100.0) for each in (second, third))
        channels = list(hls_to_rgb(hue, lightness, saturation))
    red, green, blue = (round(255 * channel) for channel in channels)
    return Paint(ColorTriplet(red, green, blue), alpha)


def _finite(number: str) -> float:
    value = float(number)
    return value if isfinite(value) else 0.0


def _share(number: float, unit: str, *, full: float) -> float:
    """A number, or percentage, as a share of what is full, 0 to 1."""
    return max(0.0, min(1.0, number / (100.0 if unit == "%" else full)))


def _named(text: str) -> Paint | None:
    if not text.isalpha() or text == "auto":
        return None
    try:
        named = NamedColor.parse(text)
    except ColorParseError:
        return None
    return Paint(ColorTriplet(named.r, named.g, named.b))
