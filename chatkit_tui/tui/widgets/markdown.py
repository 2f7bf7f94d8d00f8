"""The Markdown component, drawn as answers are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from chatkit_tui.protocol.widgets.text import Markdown
from chatkit_tui.tui.transcript.long_text import is_long
from chatkit_tui.tui.transcript.page import foreign
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import line_width, wrap
from chatkit_tui.tui.widgets.block import Block, block_of
from chatkit_tui.tui.widgets.sheet import Sheet, Widths
from chatkit_tui.tui.widgets.texts import with_caret

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node

LEAST = 16
"""Cells below which Markdown is hard to read."""

WIDEST = 100
"""Cells that Markdown wants at most."""

_MEASURED = 2_000
"""Characters; longer texts want as much as they can get."""


def measure_markdown(node: Node, sheet: Sheet) -> Widths:
    """As wide as its lines are where nothing is wrapped."""
    value = cast(Markdown, node.component).value
    wanted = WIDEST if len(value) > _MEASURED else _natural_width(value)
    return Widths(min(LEAST, wanted), wanted)


@lru_cache(maxsize=256)
def _natural_width(value: str) -> int:
    from chatkit_tui.tui.transcript.markdown.live import render_markdown

    lines = render_markdown(value, WIDEST, Palette())
    return max((line_width(line) for line in lines), default=1) or 1


def draw_markdown(node: Node, width: int, sheet: Sheet) -> Block:
    """Headings, lists, tables and code in that width, with a mark behind what is being written."""
    markdown = cast(Markdown, node.component)
    grows = sheet.growing and markdown.streaming is True
    if is_long(markdown.value):
        lines = wrap(foreign(markdown.value, sheet.palette.text), width)
    else:
        text = sheet.markdown(node.ref)
        lines = text.render(
            markdown.value,
            width,
            sheet.palette,
            whole=not grows,
            picture=lambda address, columns: sheet.picture(address, columns, sheet.beneath),
        ).lines
    return block_of(with_caret(lines, sheet, width) if grows else lines, width)
