"""What the integrator wants to be said below the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from chatkit_tui.display import display

if TYPE_CHECKING:
    from chatkit_tui.options import DisclaimerOption

LINES = 2
"""Lines drawn at most; one on a screen of few rows."""

FEW_ROWS = 16


class Disclaimer(Widget):
    """Some words of Markdown, cut where there is no room for them; not there without words."""

    def __init__(self) -> None:
        super().__init__(id="disclaimer")
        self._words = Content("")
        self.display = False

    def say(self, option: DisclaimerOption | None) -> None:
        """Show what `option` says."""
        self._words = Content("") if option is None else _inline(option.text)
        self.display = bool(self._words.plain.strip())
        self.set_class(option is not None and option.high_contrast, "-high-contrast")
        self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        # The width decides how many lines there are, and the rows of the screen how many may be.
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> RenderResult:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if width <= 0:
            return []
        most = 1 if self.app.size.height < FEW_ROWS else LINES
        lines = self._words.wrap(width)
        if len(lines) <= most:
            return lines
        last = Content.assemble(lines[most - 1].rstrip(), " …").truncate(width, ellipsis=True)
        return [*lines[: most - 1], last]


def _inline(source: str) -> Content:
    """Markdown as one flow of words."""
    from chatkit_tui.tui.transcript.markdown.inline import inline_spans
    from chatkit_tui.tui.transcript.markdown.parse import parse
    from chatkit_tui.tui.transcript.palette import Palette

    palette = Palette(
        strong=Style(bold=True), emphasis=Style(italic=True), link=Style(underline=True)
    )
    text = Text()
    for token in parse(display(source), {}) or []:
        if token.children:
            text.append(" " if text else "")
            for words, style in inline_spans(token.children, Style(), palette):
                text.append(words.replace("\n", " "), style)
    return Content.from_rich_text(text)
