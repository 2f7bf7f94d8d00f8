"""What the message being written is a reply to, above the text."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from chatkit_tui.display import display_line
from chatkit_tui.translation import _

LINES_SHOWN = 2
"""Lines of the quote drawn at most."""


class QuoteBar(Widget):
    """Shows the first lines of `quote`; not there while there is none, or while `hidden`."""

    quote: reactive[str | None] = reactive(None, layout=True)
    hidden = reactive(False)

    def watch_quote(self) -> None:
        self._appear()

    def watch_hidden(self) -> None:
        self._appear()

    def _appear(self) -> None:
        self.display = self.quote is not None and not self.hidden

    def render(self) -> RenderResult:
        lines = [line for line in (self.quote or "").splitlines() if line.strip()]
        shown = [Content(display_line(line)) for line in lines[:LINES_SHOWN]]
        hint = Content.styled(" " + _("{key} removes it").format(key="Esc"), "italic")
        room = max(4, self.size.width - hint.cell_length)
        shown = [Content("▎ ").append(line).truncate(room, ellipsis=True) for line in shown]
        if len(lines) > LINES_SHOWN:
            shown[-1] = shown[-1].append(" …")
        if shown:
            shown[0] = Content.assemble(shown[0], hint)
        return Content("\n").join(shown)
