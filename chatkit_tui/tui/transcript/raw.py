"""Items as the server wrote them: Markdown as it stands, everything else as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.segment import Segment

from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    AssistantMessageRefusal,
    ThreadItem,
    UnknownContent,
)
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.copying import joint
from chatkit_tui.tui.transcript.long_text import is_long
from chatkit_tui.tui.transcript.markdown.code import paint_code
from chatkit_tui.tui.transcript.markdown.parse import parse_blocks
from chatkit_tui.tui.transcript.page import SPINNING, Page
from chatkit_tui.tui.transcript.pieces import Ruled
from chatkit_tui.tui.transcript.wrap import Line, clip, wrap

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row


def paint_source(item: ThreadItem, row: Row, page: Page) -> None:
    """The texts of an answer as they were written; the whole JSON of any other item."""
    if not isinstance(item, AssistantMessageItem):
        page.begin()
        kind = clip(display_line(item.type) or _("without a type"), page.width)
        # It is no part of the JSON, in a copy neither.
        page.more([(Ruled(kind, page.palette.label),)])
        _json(item.as_json(), "source", page)
        return
    for index, part in enumerate(item.content):
        slot = f"source {index}"
        match part:
            case AssistantMessageContent():
                _text(part.text, slot, page, whole=row.done)
            case AssistantMessageRefusal():
                _text(part.refusal, slot, page, whole=row.done)
            case UnknownContent():
                page.begin()
                _json(part.as_json(), slot, page)
    if not page.painted.lines and not row.done:
        page.begin()
        page.more([(Segment(SPINNING, page.palette.busy),)], spins=True)


def _text(source: str, slot: str, page: Page, *, whole: bool) -> None:
    if is_long(source):
        page.begin()
        page.long_text(slot, source, page.palette.text)
        return
    text = display(source).strip("\n")
    lines = wrap([(text, page.palette.text)], page.width)
    # While it grows, looking for blocks would cost more than drawing it.
    page.block(lines, starts=_block_starts(text, lines) if whole else (0,))


def _block_starts(text: str, lines: Sequence[Line]) -> list[int]:
    """Rows at which top-level blocks begin: a reader stays at his block when the view changes."""
    rows = [0]
    for row, line in enumerate(lines[:-1]):
        if joint(line) is None:
            rows.append(row + 1)
    begins = [token.map[0] for token in parse_blocks(text, {}) if token.level == 0 and token.map]
    return [rows[begin] for begin in begins if begin < len(rows)] or [0]


def _json(value: Any, slot: str, page: Page) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        text = dump_json(value)
    if is_long(text):
        page.long_text(slot, text, page.palette.text)
    else:
        page.more(paint_code(display(text), "json", page.width, page.palette)[1:])
