"""All of one entry: what is known of it, then its JSON, which folds."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Resize

from chatkit_tui.controller.traffic import Entry, TrafficLog
from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.inspector import reading
from chatkit_tui.tui.inspector.json_lines import Document, Node, Piece, Row, Tint
from chatkit_tui.tui.inspector.line_list import LineList
from chatkit_tui.tui.transcript.wrap import Line, Span, fold

_INDENT = 2
_MOST_INDENT = 24
"""Cells; deeper levels stand no further to the right."""

_TINTS = {
    Tint.KEY: "key",
    Tint.STRING: "string",
    Tint.NUMBER: "number",
    Tint.WORD: "number",
    Tint.MARK: "muted",
    Tint.NOTE: "muted",
}


class JsonView(LineList):
    """Enter and the arrows fold and unfold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "fold_or_unfold", "Fold or unfold", id="json.toggle"),
        Binding("right,l", "unfold", "Unfold", id="json.unfold"),
        Binding("left,h", "fold", "Fold, or go to what holds it", id="json.fold"),
    ]

    def __init__(self, log: TrafficLog) -> None:
        super().__init__(id="entry")
        self._log = log
        self.entry: Entry | None = None
        self._document = Document("")
        self._lines: list[tuple[Row | None, Line]] = []
        self._width = 0

    @property
    def count(self) -> int:
        return len(self._lines)

    async def show(self, entry: Entry | None) -> None:
        """Show another entry; a long text is read in a thread."""
        self.entry = entry
        text = "" if entry is None else self._log.text(entry)
        document = await asyncio.to_thread(Document, text)
        if self.entry is not entry:
            return
        self._document = document
        self.cursor = 0
        self.scroll_to(y=0, animate=False, force=True)
        self._lay_out()

    def refresh_facts(self) -> None:
        """A request may have come further."""
        if self.entry is not None and self.entry.record is not None:
            self._lay_out()

    def on_resize(self, event: Resize) -> None:
        if self.scrollable_content_region.width != self._width:
            self._lay_out()

    # -- folding -------------------------------------------------------------------------------

    @property
    def _row(self) -> Row | None:
        return self._lines[self.cursor][0] if self._lines else None

    def action_fold_or_unfold(self) -> None:
        row = self._row
        if row is not None and self._document.toggle(row):
            self._lay_out()

    def action_unfold(self) -> None:
        row = self._row
        if row is not None and (row.is_more or (row.node is not None and not row.node.is_open)):
            self.action_fold_or_unfold()

    def action_fold(self) -> None:
        """Fold what is open here; else go up to what holds it."""
        row = self._row
        node = row.node if row is not None else None
        if node is None or row is None:
            return
        if node.is_open and not row.is_more:
            self.action_fold_or_unfold()
            return
        holder = node if row.is_more else node.parent
        for index, (each, _line) in enumerate(self._lines):
            if each is not None and each.node is holder and not each.is_more:
                self.stand_on(index)
                return

    # -- drawing -------------------------------------------------------------------------------

    def draw(self, index: int, width: int) -> list[Segment]:
        return list(self._lines[index][1])

    def _lay_out(self) -> None:
        """Break all lines that are not folded away to the width there is."""
        self._width = width = self.scrollable_content_region.width
        if not width or self.entry is None:
            self._lines = []
        else:
            self._lines = [*self._facts(self.entry, width), *self._json(width)]
        self.rows_changed()
        self.reveal()

    def _facts(self, entry: Entry, width: int) -> list[tuple[Row | None, Line]]:
        lines: list[Line] = []
        muted = self.style_of("muted")
        for name, value in reading.facts(entry, _):
            value = display_line(self._log.secrets.mask(value))
            head = (f"{name}: ", muted) if name else ("", muted)
            tone = self.style_of("error" if name in (_("Error"), _("Problem")) else "string")
            lines += fold([head, (value, tone if name else self.style_of("sent"))], width)
        lines.append(())
        return [(None, line) for line in lines]

    def _json(self, width: int) -> list[tuple[Row | None, Line]]:
        laid_out: list[tuple[Row | None, Line]] = []
        for row in self._document.rows():
            indent = min(row.depth * _INDENT, _MOST_INDENT, width // 2)
            mark = _fold_mark(row.node) if row.node is not None and not row.is_more else "  "
            spans = [self._span(piece) for piece in row.pieces]
            lead = (" " * indent + mark, self.style_of("muted"))
            for number, line in enumerate(fold(spans, width - indent - len(mark))):
                margin = Segment(*lead) if not number else Segment(" " * (indent + len(mark)))
                laid_out.append((row, (margin, *line)))
        return laid_out

    def _span(self, piece: Piece) -> Span:
        text, tint = piece
        return display_line(text) if tint is Tint.KEY else _safe(text), self.style_of(_TINTS[tint])


def _fold_mark(node: Node) -> str:
    if not node.folds:
        return "  "
    return "▾ " if node.is_open else "▸ "


def _safe(text: str) -> str:
    """As `display_line`, but spaces at the ends stay: they are part of the value."""
    return text[: len(text) - len(text.lstrip(" "))] + display_line(text) + _tail(text)


def _tail(text: str) -> str:
    return "" if not text.strip(" ") else text[len(text.rstrip(" ")) :]
