"""What this version cannot draw as it is meant: widgets as text, unknown items as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.base import text_at
from chatkit_tui.protocol.items import UnknownThreadItem, WidgetItem
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.tui.transcript.long_text import LONG
from chatkit_tui.tui.transcript.page import Page, foreign, hang
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Line, wrap

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

MOST_LINES = 60
"""Lines of a widget's text."""

RAW_LIMIT = 400
"""Characters of JSON shown of what nobody knows."""


def paint_widget(item: WidgetItem, row: Row, page: Page) -> None:
    """The texts of a widget beside a thin line, under the name of its root."""
    palette = page.palette
    root = display_line(text_at(item.widget, "type"))
    text = plain_text(item.widget) or item.copy_text or ""
    page.begin()
    page.more(hang([(root or "Widget", palette.label)], page.width, ("▤ ", palette.label)))
    behind = max(0, len(text) - LONG)
    text = text[:LONG]
    lines = wrap(foreign(text, palette.text), page.width - 2) if display(text).strip() else []
    if len(lines) > MOST_LINES or behind:
        more_lines = max(0, len(lines) - MOST_LINES + 1)
        words = f"… more than {more_lines} more lines" if behind else f"… {more_lines} more lines"
        more = (Segment(words, palette.muted),)
        lines = [*lines[: MOST_LINES - 1], more]
    bar = Drawn("│ ", palette.rule)
    beside: list[Line] = [(bar, *line) for line in lines]
    page.more(beside)


def paint_unknown(item: UnknownThreadItem, row: Row, page: Page) -> None:
    """The type of an item nobody knows, and the beginning of its JSON."""
    palette = page.palette
    kind = display_line(item.type) or "without a type"
    text = display_line(short_json(item.raw, RAW_LIMIT))
    page.begin()
    heading = [(f"Item {kind}", palette.label), (" · v shows all of it", palette.muted)]
    page.more(hang(heading, page.width, ("◌ ", palette.label)))
    page.more(hang([(text, palette.muted)], page.width, ("", palette.muted), indent=2))
