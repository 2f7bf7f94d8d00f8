"""The palette of a widget, from the component classes that `look.roles_css` styles for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.tui.hyperlinks import supports_links
from chatkit_tui.tui.transcript.legible import MARK_CONTRAST, TEXT_CONTRAST, legible
from chatkit_tui.tui.transcript.palette import BASE, LINES, MARKS, USER, Palette

if TYPE_CHECKING:
    from textual.widget import Widget

SHADES = ("256", "truecolor", "windows")
"""Colour systems in which fine shades can be told apart."""


def palette_of(widget: Widget) -> Palette:
    """The styles of the roles in the theme of the moment."""

    def role_style(name: str) -> Style:
        return _role_style(widget, name)

    colourless = bool(os.environ.get("NO_COLOR"))
    few = widget.app.native_ansi_color or widget.app.console.color_system not in SHADES
    return Palette.from_lookup(
        role_style,
        hyperlinks=supports_links(os.environ),
        shades=not few and not colourless,
        colourless=colourless,
    )


def _role_style(widget: Widget, name: str) -> Style:
    """The style of a component class; its background only if it has one of its own."""
    style = widget.get_visual_style(name).rich_style
    own = name == BASE or widget.get_component_styles(name).has_rule("background")
    backgrounds = [style.bgcolor]
    if not own:
        backgrounds.append(widget.get_visual_style(USER).rich_style.bgcolor)
    color = style.color
    for background in backgrounds:
        if color is not None and background is not None and name not in LINES:
            least = MARK_CONTRAST if name in MARKS else TEXT_CONTRAST
            color = legible(color, background, least)
    return Style(
        color=color,
        bgcolor=style.bgcolor if own else None,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        # Textual's visual styles leave it out.
        reverse=widget.get_component_styles(name).text_style.reverse,
    )
