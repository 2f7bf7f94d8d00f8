"""Themes whose texts can be read wherever the program puts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rich.color_triplet import ColorTriplet
from textual.color import Color
from textual.theme import Theme

from chatkit_tui.tui.transcript.legible import MARK_CONTRAST, contrast, legible_on_all

TEXT_CONTRAST = 4.6
"""WCAG asks 4.5; the rest is for rounding."""

CURSOR_CONTRAST = 1.4
"""Of the line a list's cursor stands on to the lines around it: seen, and all texts on it read."""

FOCUS_TINT = 0.05
"""How far Textual takes the background of what has the focus towards the text."""

MUTED = 0.3
"""How far a muted text is from the colour of texts, where contrast allows."""

MARKS = ("primary", "secondary", "accent", "warning", "error", "success")
"""Colours of bars and borders."""

TINTED_TEXTS = tuple(f"text-{name}" for name in MARKS)

_STEPS = 20


def readable(theme: Theme) -> Theme:
    """`theme` with texts of enough contrast on all its backgrounds, the cursor of lists among them.

    Themes of the terminal's own colours stay as they are: what those look like is not known.
    """
    if theme.ansi:
        return theme
    variables = {**theme.to_color_system().generate(), **theme.variables}
    grounds = [Color.parse(variables[name]) for name in ("background", "surface", "panel")]
    background, surface, panel = _with_room(grounds)
    marks = {
        name: _on(Color.parse(variables[name]), [background, surface], MARK_CONTRAST)
        for name in MARKS
    }
    cursor = _cursor([background, surface], marks["primary"])
    text = background + Color.parse(variables["foreground"])
    grounds = [background, surface, panel, cursor]
    grounds += [ground.blend(text, FOCUS_TINT) for ground in (surface, panel)]
    text = _on(text, grounds)
    muted = _on(text.blend(background, MUTED), grounds).hex
    tinted = {name: _on(Color.parse(variables[name]), grounds).hex for name in TINTED_TEXTS}
    return replace(
        theme,
        primary=marks["primary"].hex,
        secondary=marks["secondary"].hex,
        accent=marks["accent"].hex,
        warning=marks["warning"].hex,
        error=marks["error"].hex,
        success=marks["success"].hex,
        background=background.hex,
        surface=surface.hex,
        panel=panel.hex,
        foreground=text.hex,
        variables={
            **theme.variables,
            **tinted,
            **_texts(text.hex, muted),
            **_cursors(text.hex, cursor.hex, surface.blend(cursor, 0.5).hex),
            "button-color-foreground": _best_on(marks["primary"]).hex,
            # That of toasts.
            "panel-lighten-1": panel.hex,
        },
    )


def _texts(text: str, muted: str) -> Mapping[str, str]:
    return {
        "foreground": text,
        "text-muted": muted,
        # Placeholders and what cannot be chosen now are read as well.
        "text-disabled": muted,
        "foreground-muted": muted,
        "foreground-disabled": muted,
        "markdown-h6-color": muted,
    }


def _cursors(text: str, cursor: str, blurred: str) -> Mapping[str, str]:
    return {
        "block-cursor-foreground": text,
        "block-cursor-background": cursor,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": text,
        "block-cursor-blurred-background": blurred,
        "input-selection-background": cursor,
        "input-selection-foreground": text,
        "screen-selection-background": cursor,
    }


def _on(color: Color, grounds: list[Color], least: float = TEXT_CONTRAST) -> Color:
    rich = legible_on_all(color.rich_color, [ground.rich_color for ground in grounds], least)
    return Color.from_rich_color(rich)


def _with_room(grounds: list[Color]) -> list[Color]:
    """Backgrounds on which black or white can be read, even where a cursor is between.

    Such of middling greys are not: they are moved, all alike, to the other end.
    """
    black, white = Color(0, 0, 0), Color(255, 255, 255)

    def least(pole: Color, colors: list[Color]) -> float:
        return min(_contrast(pole, each) for each in colors)

    pole = max(black, white, key=lambda each: least(each, grounds))
    other = white if pole == black else black
    for step in range(_STEPS):
        moved = [each.blend(other, step / _STEPS, 1.0) for each in grounds]
        if least(pole, moved) >= TEXT_CONTRAST * CURSOR_CONTRAST:
            break
    return moved


def _cursor(grounds: list[Color], primary: Color) -> Color:
    """The primary colour, as little of it as stands out on `grounds`."""
    for step in range(1, _STEPS):
        cursor = grounds[-1].blend(primary, step / _STEPS)
        if min(_contrast(cursor, ground) for ground in grounds) >= CURSOR_CONTRAST:
            return cursor
    return primary


def _best_on(ground: Color) -> Color:
    """Black or white."""
    return max(Color(0, 0, 0), Color(255, 255, 255), key=lambda pole: _contrast(pole, ground))


def _contrast(one: Color, other: Color) -> float:
    return contrast(ColorTriplet(*one.rgb), ColorTriplet(*other.rgb))
