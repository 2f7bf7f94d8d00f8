"""The transcript's scroll bar looks like Textual's own."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.scrollbar import ScrollBarRender

from chatkit_tui.tui.transcript.scroll_bar import BarVisual


@pytest.mark.parametrize(
    ("total", "window", "position"),
    [(31, 31, 0), (100, 31, 0), (100, 31, 12.375), (100, 31, 69), (60_000, 31, 59_000), (20, 0, 0)],
)
def test_the_bar_is_drawn_as_textual_does(total: int, window: int, position: float) -> None:
    look = {"virtual_size": total, "window_size": window, "position": position}
    style = Style.parse("#ff8800 on #101010")
    console = Console(width=1, color_system="truecolor")
    theirs = console.render_lines(
        ScrollBarRender(**look, style=style),  # type: ignore[arg-type]
        console.options.update(width=1, height=31),
        pad=False,
    )
    bar = BarVisual(**look, style=style)  # type: ignore[arg-type]
    ours = bar.render_strips(1, 31, Mock(), Mock())
    assert [list(strip) for strip in ours] == [list(Segment.simplify(line)) for line in theirs]
