"""Images the assistant makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.items import GeneratedImageItem
from chatkit_tui.translation import _
from chatkit_tui.tui.hyperlinks import openable
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.page import SPINNING, Page
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line, Span, clip, line_width, wrap

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

WIDEST = 72
"""Cells of the box, frame included."""

URL_LINES = 3
"""Lines of the address; a data: address can be an image long."""


def paint_generated_image(item: GeneratedImageItem, row: Row, page: Page) -> None:
    """The picture, where it can be drawn, and a labelled box: what it is, how far, and where."""
    palette = page.palette
    width = min(page.width, WIDEST)
    inner = max(4, width - 4)
    image = item.image
    url = display_line(image.url) if image is not None else ""
    drawn = page.picture(image.url, width) if image is not None and image.url else None
    page.begin()
    if drawn is not None and drawn.lines:
        page.more(drawn.lines)
        if row.done:
            caption = [
                (f"{glyph('images')} ", palette.label),
                (_("Generated image"), palette.muted),
            ]
            opens = f" · {_opens()}" if openable(url) else ""
            page.more(wrap([*caption, (opens, palette.muted)], width))
            return
    if row.done:
        title = _("Generated image") if url else _("No image was generated")
        head: list[Span] = [(f"{glyph('images')} ", palette.label), (title, palette.text)]
    else:
        head = [(SPINNING, palette.busy), (_("Generating an image"), palette.text)]
        if row.progress is not None:
            head.append((f"  {round(100 * row.progress)} %", palette.muted))
    body = wrap(head, inner)
    if not row.done and row.progress is not None:
        body.append(_bar(row.progress, inner, page))
    if url.startswith("data:"):
        body.append((Segment(clip(url, min(inner, 40)), palette.muted),))
    elif url:
        body.extend(wrap([(url, palette.url)], inner)[:URL_LINES])
    if drawn is not None and drawn.problem:
        words = _("Not drawn: {reason}.").format(reason=display_line(drawn.problem).rstrip("."))
        body.extend(wrap([(words, palette.muted)], inner))
    if openable(url):
        body.append((Segment(clip(_opens(), inner), palette.muted),))
    page.more(_boxed(body, inner, palette.rule))
    if not row.done:
        page.painted.spinners.append(len(page.painted.lines) - len(body) - 1)


def _opens() -> str:
    return _("{key} opens it").format(key="o")


def _bar(progress: float, width: int, page: Page) -> Line:
    filled = round(max(0.0, min(1.0, progress)) * width)
    return (
        Ruled("━" * filled, page.palette.busy),
        Ruled("─" * (width - filled), page.palette.rule),
    )


def _boxed(lines: list[Line], inner: int, style: Style) -> list[Line]:
    boxed: list[Line] = [(Ruled(f"╭{'─' * (inner + 2)}╮", style),)]
    for line in lines:
        room = Drawn(" " * max(0, inner - line_width(line)))
        boxed.append((Drawn("│ ", style), *line, room, Drawn(" │", style)))
    boxed.append((Ruled(f"╰{'─' * (inner + 2)}╯", style),))
    return boxed
