"""What the user said, and what the assistant said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.attachments import (
    LAZY,
    Attachment,
    ImageAttachment,
    LazyPreview,
    UnknownAttachment,
)
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    AssistantMessageRefusal,
    UnknownContent,
    UserMessageContent,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
)
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.citations import number_sources, with_marks
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.long_text import LONG, is_long
from chatkit_tui.tui.transcript.page import SPINNING, Page, foreign, hang, indented
from chatkit_tui.tui.transcript.paint_sources import source_icon, source_spans
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Line, Span, wrap

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row
    from chatkit_tui.protocol.sources import Source

QUOTE_LINES = 4
"""Lines of a quoted text; the rest of it stands above in the thread."""

PREVIEW_COLUMNS, PREVIEW_ROWS, PREVIEW_INDENT = 40, 10, 2
"""Cells of the preview of an attached image at most, and before it."""

RAW_LIMIT = 200
"""Characters of JSON shown of a part nobody knows."""


def paint_user_message(item: UserMessageItem, row: Row, page: Page) -> None:
    """The user's own words as they were typed, what they quote, and what was attached."""
    page.painted.barred = True
    if item.quoted_text:
        _quote(item.quoted_text, page)
    long = sum(len(getattr(part, "text", "")) for part in item.content) > LONG
    if long:
        page.begin()
        page.long_text("words", _plain_words(item, page), page.palette.text)
        spans: list[Span] = []
    else:
        spans = _trimmed([span for part in item.content for span in _user_part(part, page)])
    sending = row.pending is not None and row.pending.error is None
    if sending:
        spans.append((f"  {SPINNING}" + _("sending…"), page.palette.busy))
    if any(text.strip() for text, _style in spans):
        page.begin()
        *lines, last = wrap(spans, page.width)
        page.more(lines)
        page.more([last], spins=sending)
    if item.attachments:
        page.begin()
        for attachment in item.attachments:
            _attachment(attachment, item.thread_id, page)
    if row.pending is not None and row.pending.error is not None:
        page.begin()
        words = _("Not delivered.") + f" {row.pending.error}"
        sentence = foreign(words, page.palette.error)
        page.more(hang(sentence, page.width, ("✕ ", page.palette.error)))


def paint_assistant_message(item: AssistantMessageItem, row: Row, page: Page) -> None:
    """Markdown, with numbered marks for the sources that are listed below it."""
    cited: list[Source] = []
    for index, part in enumerate(item.content):
        match part:
            case AssistantMessageContent():
                sources, places = number_sources(part.annotations)
                if is_long(part.text):
                    places = []  # there is no Markdown to put marks in
                text = with_marks(part.text, places, first=len(cited) + 1)
                cited.extend(sources)
                page.markdown(f"part {index}", text, whole=row.done)
            case AssistantMessageRefusal():
                page.plain(f"part {index}", part.refusal, page.palette.warning)
            case UnknownContent():
                page.block(wrap(_unknown_part(part, page), page.width))
    if cited:
        page.begin()
        for number, source in enumerate(cited, 1):
            mark = (f"[{number}] ", page.palette.citation)
            spans = source_spans(source, page.palette)
            if icon := source_icon(source):
                spans.insert(0, (f"{icon} ", page.palette.label))
            page.more(hang(spans, page.width, mark))
    if not page.painted.lines and not row.done:
        page.begin()
        page.more([(Segment(SPINNING, page.palette.busy),)], spins=True)


def _plain_words(item: UserMessageItem, page: Page) -> str:
    parts = [
        part.text
        if isinstance(part, UserMessageTextContent)
        else "".join(text for text, _style in _user_part(part, page))
        for part in item.content
    ]
    return "".join(parts).strip("\n")


def _quote(text: str, page: Page) -> None:
    palette = page.palette
    # A row has a few characters per cell at most; what is behind is not seen anyway.
    text = text[: QUOTE_LINES * page.width * 4 + LONG // 16]
    lines = wrap(foreign(text, palette.quote), page.width - 2)
    if len(lines) > QUOTE_LINES:
        lines = [*lines[: QUOTE_LINES - 1], (Segment("…", palette.quote),)]
    page.block([(Drawn("▎ ", palette.quote_bar), *line) for line in lines])


def _user_part(part: UserMessageContent, page: Page) -> list[Span]:
    match part:
        case UserMessageTextContent():
            return [(display(part.text), page.palette.text)]
        case UserMessageTagContent():
            return [(f"@{display_line(part.text).removeprefix('@')}", page.palette.tag)]
        case UnknownContent():
            return _unknown_part(part, page)


def _trimmed(spans: list[Span]) -> list[Span]:
    """Without blank lines at both ends."""
    if spans:
        spans[0] = (spans[0][0].lstrip("\n"), spans[0][1])
        spans[-1] = (spans[-1][0].rstrip(), spans[-1][1])
    return spans


def _unknown_part(part: UnknownContent, page: Page) -> list[Span]:
    label = display_line(part.type) or _("part")
    raw = display_line(short_json(part.raw, RAW_LIMIT))
    return [(f"[{label}] ", page.palette.label), (raw, page.palette.muted)]


def _attachment(attachment: Attachment, thread_id: str, page: Page) -> None:
    palette = page.palette
    if isinstance(attachment, UnknownAttachment):
        name, mime_type, icon = _("attachment"), attachment.type, "document"
    else:
        name, mime_type = attachment.name, attachment.mime_type or attachment.type
        icon = "images" if attachment.type == "image" else "document"
    spans = [(display_line(name) or _("attachment"), palette.text)]
    spans.append((f"  {display_line(mime_type)}", palette.muted))
    preview, problem = _preview(attachment, thread_id, page)
    if problem:
        reason = display_line(problem).rstrip(".")
        spans.append(("  " + _("not drawn: {reason}").format(reason=reason), palette.muted))
    page.more(hang(spans, page.width, (f"{glyph(icon)} ", palette.label)))
    page.more(indented(preview, PREVIEW_INDENT))


def _preview(attachment: Attachment, thread_id: str, page: Page) -> tuple[list[Line], str]:
    """What an image that was attached looks like, and why it is not drawn."""
    if not isinstance(attachment, ImageAttachment) or not attachment.preview_url:
        return [], ""
    address: str | LazyPreview = attachment.preview_url
    if address == LAZY:
        address = LazyPreview(attachment.id, thread_id)
    columns = min(page.width - PREVIEW_INDENT, PREVIEW_COLUMNS)
    beneath = (page.palette.base + page.palette.user).bgcolor
    drawn = page.picture(address, columns, beneath, rows=PREVIEW_ROWS)
    return (drawn.lines or [], drawn.problem) if drawn is not None else ([], "")
