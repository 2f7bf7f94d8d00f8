"""What the user said, and what the assistant said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.segment import Segment

from chatkit_tui.display import display, display_line
from chatkit_tui.tui.transcript.citations import number_sources, with_marks
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.page import SPINNING, Page, foreign, hang
from chatkit_tui.tui.transcript.paint_sources import source_spans
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Span, wrap

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

QUOTE_LINES = 4
"""Lines of a quoted text; the rest of it stands above in the thread."""

RAW_LIMIT = 200
"""Characters of JSON shown of a part nobody knows."""


def paint_user_message(row: Row, page: Page) -> None:
    """The user's own words as they were typed, what they quote, and what was attached."""
    item: Any = row.item
    page.painted.barred = True
    if item.quoted_text:
        _quote(item.quoted_text, page)
    spans: list[Span] = []
    for part in item.content:
        spans.extend(_user_part(part, page))
    sending = row.pending is not None and row.pending.error is None
    if sending:
        spans.append((f"  {SPINNING}sending…", page.palette.busy))
    if any(text.strip() for text, _ in spans):
        page.begin()
        *lines, last = wrap(spans, page.width)
        page.more(lines)
        page.more([last], spins=sending)
    if item.attachments:
        page.begin()
        for attachment in item.attachments:
            _attachment(attachment, page)
    if row.pending is not None and row.pending.error is not None:
        page.begin()
        sentence = foreign(f"Not delivered. {row.pending.error}", page.palette.error)
        page.more(hang(sentence, page.width, ("✕ ", page.palette.error)))


def paint_assistant_message(row: Row, page: Page) -> None:
    """Markdown, with numbered marks for the sources that are listed below it."""
    item: Any = row.item
    cited: list[Any] = []
    for index, part in enumerate(item.content):
        if part.type == "output_text":
            sources, places = number_sources(part.annotations)
            text = with_marks(part.text, places, first=len(cited) + 1)
            cited.extend(sources)
            page.markdown(f"part {index}", text, whole=row.done)
        elif part.type == "refusal":
            page.block(wrap(foreign(part.refusal, page.palette.warning), page.width))
        else:
            label = f"[{display_line(part.type) or 'part'}] "
            raw = display_line(short_json(getattr(part, "raw", None), RAW_LIMIT))
            page.block(hang([(raw, page.palette.muted)], page.width, (label, page.palette.label)))
    if cited:
        page.begin()
        for number, source in enumerate(cited, 1):
            mark = (f"[{number}] ", page.palette.citation)
            page.more(hang(source_spans(source, page.palette), page.width, mark))
    if not page.painted.lines and not row.done:
        page.begin()
        page.more([(Segment(SPINNING, page.palette.busy),)], spins=True)


def _quote(text: str, page: Page) -> None:
    palette = page.palette
    lines = wrap(foreign(text, palette.quote), page.width - 2)
    if len(lines) > QUOTE_LINES:
        lines = [*lines[: QUOTE_LINES - 1], (Segment("…", palette.quote),)]
    page.block([(Segment("▎ ", palette.quote_bar), *line) for line in lines])


def _user_part(part: Any, page: Page) -> list[Span]:
    palette = page.palette
    if part.type == "input_text":
        return [(display(part.text).strip("\n"), palette.text)]
    if part.type == "input_tag":
        return [(f"@{display_line(part.text).removeprefix('@')}", palette.tag)]
    raw = display_line(short_json(getattr(part, "raw", None), RAW_LIMIT))
    return [(f"[{display_line(part.type) or 'part'}] ", palette.label), (raw, palette.muted)]


def _attachment(attachment: Any, page: Page) -> None:
    palette = page.palette
    image = attachment.type == "image"
    name = display_line(getattr(attachment, "name", "")) or "attachment"
    mime_type = display_line(getattr(attachment, "mime_type", "") or attachment.type)
    spans = [(name, palette.text), (f"  {mime_type}", palette.muted)]
    icon = glyph("images" if image else "document")
    page.more(hang(spans, page.width, (f"{icon} ", palette.label)))
