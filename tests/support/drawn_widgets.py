"""Widgets drawn without a screen."""

from __future__ import annotations

from typing import Any

from rich.style import Style

from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.colors import Colors
from chatkit_tui.tui.widgets.draw import draw, measure
from chatkit_tui.tui.widgets.root import draw_root
from chatkit_tui.tui.widgets.sheet import Sheet
from chatkit_tui.tui.widgets.state import WidgetState

PALETTE = Palette(
    base=Style.parse("#e0e0e0 on #121212"),
    text=Style.parse("#e0e0e0"),
    muted=Style.parse("#909090"),
    cursor=Style.parse("#5599ff"),
    rule=Style.parse("#505050"),
    table_head=Style.parse("bold"),
)
"""A dark theme."""


def drawn(
    raw: Any,
    width: int,
    state: WidgetState | None = None,
    *,
    whole: bool = False,
    growing: bool = False,
) -> Block:
    """A component in exactly `width` cells, or a whole widget in as many as it takes of them."""
    sheet = Sheet(PALETTE, Colors(PALETTE), state or WidgetState(), draw, measure, growing=growing)
    paint = draw_root if whole else draw
    return paint(tree_of(raw), width, sheet)


def texts(block: Block) -> list[str]:
    """What a block says, line by line, without what is blank at the ends."""
    return ["".join(segment.text for segment in line).rstrip() for line in block.lines]
