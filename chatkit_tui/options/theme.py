"""How the chat looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AccentColor:
    """The accent of a theme: any CSS colour, and how much of it there is, 0 to 3."""

    primary: str
    level: Literal[0, 1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class GrayscaleOption:
    """The hue of a theme's greys in degrees, its tint (0 to 9), darker or lighter (-4 to 4)."""

    hue: float
    tint: int
    shade: int = 0


@dataclass(frozen=True, slots=True)
class SurfaceColors:
    """Background and text of surfaces, as CSS colours."""

    background: str
    foreground: str


@dataclass(frozen=True, slots=True)
class ThemeColor:
    """The colours of a theme."""

    accent: AccentColor | None = None
    grayscale: GrayscaleOption | None = None
    surface: SurfaceColors | None = None


@dataclass(frozen=True, slots=True)
class FontObject:
    """A font file of the web component; a terminal has fonts of its own."""

    family: str
    src: str
    weight: str | int | None = None
    style: Literal["normal", "italic", "oblique"] | None = None
    display: Literal["auto", "block", "swap", "fallback", "optional"] | None = None
    unicode_range: str | None = None


@dataclass(frozen=True, slots=True)
class TypographyOption:
    """Fonts of the web component. Accepted, and without effect: a terminal has its own."""

    base_size: Literal[14, 15, 16, 17, 18] | None = None
    font_sources: tuple[FontObject, ...] = ()
    font_family: str | None = None
    font_family_mono: str | None = None


@dataclass(frozen=True, slots=True)
class ThemeOption:
    """How the chat looks (`ThemeOption` in index.d.ts)."""

    color_scheme: Literal["light", "dark"] | None = None
    """None takes what suits the terminal's background."""
    color: ThemeColor = ThemeColor()
    radius: Literal["pill", "round", "soft", "sharp"] = "round"
    density: Literal["compact", "normal", "spacious"] = "normal"
    typography: TypographyOption | None = None
