"""How the control that has the keys stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from chatkit_tui.tui.widgets.sheet import Sheet

POINTERS = ("▸", "◂")
"""They stand at both sides of the control: colours alone could mean anything."""

_BOLD = Style(bold=True)


def focus_style(sheet: Sheet) -> Style:
    """Cells of the control that has the keys, and the text on them."""
    accent = sheet.palette.cursor.color
    if not sheet.palette.shades or accent is None:
        return Style(reverse=True, bold=True)
    return sheet.colors.solid(accent.get_truecolor().hex) + _BOLD


def focus_mark(sheet: Sheet) -> Style:
    """A mark or a frame beside what has the keys."""
    return sheet.readable(sheet.palette.cursor) + _BOLD
