"""Raw widget trees in few words, and what must hold of any drawing of one."""

from __future__ import annotations

from typing import Any

from chatkit_tui.tui.transcript.wrap import line_width
from chatkit_tui.tui.widgets.block import Block
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn, texts


def node(kind: str, *children: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A component with children."""
    return {"type": kind, "children": list(children), **properties}


def text(value: str, **properties: Any) -> dict[str, Any]:
    """A Text."""
    return {"type": "Text", "value": value, **properties}


def look(
    raw: Any, width: int, state: WidgetState | None = None, *, growing: bool = False
) -> list[str]:
    """The lines of a whole widget without what is blank at their ends."""
    return texts(drawn(raw, width, state, whole=True, growing=growing))


def misfits(block: Block) -> list[str]:
    """What is wrong with a block: lines of another width, controls or spinners outside of it."""
    widths = map(line_width, block.lines)
    wrong = [f"row {row}" for row, width in enumerate(widths) if width != block.width]
    wrong += [
        repr(control)
        for control in block.controls
        if min(control.row, control.column) < 0
        or control.row + control.height > block.height
        or control.column + control.width > block.width
    ]
    return wrong + [f"spinner {row}" for row in block.spinners if not 0 <= row < block.height]
