"""Long lists that show their beginning, and what shows more of them or less."""

from __future__ import annotations

from chatkit_tui.protocol.widgets.refs import MORE
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import width_of
from chatkit_tui.tui.widgets.block import Block, block_of
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.focus import POINTERS, focus_style
from chatkit_tui.tui.widgets.sheet import Sheet

STEP = 100
"""How many more are shown at once at most."""


def next_shown(shown: int, first: int, total: int) -> int:
    """How many are shown once the user asks for more, or for less where all are shown.

    `first` is how many are shown where nobody asked.
    """
    return first if shown >= total else min(total, shown + STEP)


def draw_more(node: Node, shown: int, first: int, total: int, width: int, sheet: Sheet) -> Block:
    """A row that says what pressing it does; no rows where all are shown anyway."""
    if first >= total:
        return Block(width)
    then = next_shown(shown, first, total)
    more = then - shown
    words = _("Show {count} more").format(count=f"{more:,}") if more > 0 else _("Show less")
    sign = "▾" if more > 0 else "▴"
    ref = node.ref + MORE
    if sheet.state.focus == ref:
        style = focus_style(sheet)
        text = f"{POINTERS[0]} {words} {POINTERS[1]}"
    else:
        style = sheet.readable(sheet.palette.link)
        text = f"{sign} {words}"
    block = block_of([(Drawn(text, style),)], width)
    cells = min(width, width_of(text))
    block.controls.append(Control(ref, ControlKind.SHOW, node, 0, 0, cells, shows=then))
    return block
