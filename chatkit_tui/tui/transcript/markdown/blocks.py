"""Markdown tokens to lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from rich.segment import Segment

from chatkit_tui.tui.transcript.markdown.code import paint_code
from chatkit_tui.tui.transcript.markdown.inline import inline_spans
from chatkit_tui.tui.transcript.markdown.parse import language_of
from chatkit_tui.tui.transcript.markdown.pictures import Pictures
from chatkit_tui.tui.transcript.markdown.table import Table, paint_table
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.pieces import Drawn, Indent, Ruled
from chatkit_tui.tui.transcript.wrap import LEAST_WIDTH, Line, Span, width_of, wrap

NARROWEST = 16
"""Cells that indentation leaves for text; deeper nesting is not indented further."""

BULLETS = "•◦▪"
QUOTE_BAR = "▎ "

_HEADINGS = {"h1": "heading_1", "h2": "heading_2"}


@dataclass(slots=True)
class _Frame:
    """A container that is open: what it puts before each line of its content."""

    first: Line = ()
    """Before the next line, once."""
    rest: Line = ()
    width: int = 0
    tight: bool = False
    """No blank line between its blocks."""
    empty: bool = True
    gap: bool = False
    """A blank line is due before the next line."""
    marker: str = ""
    """A list marker for which there is no room beside the text."""
    kind: str = ""
    number: int = 0
    """Of the next item of an ordered list; its widest number takes `digits` cells."""
    digits: int = 0


def paint_tokens(
    tokens: Sequence[Token], width: int, palette: Palette, pictures: Pictures | None = None
) -> list[Line]:
    """The lines of a document."""
    painter = _Painter(width, palette, pictures or Pictures(None))
    index = 0
    while index < len(tokens):
        if tokens[index].type == "table_open":
            index = painter.table(tokens, index)
        else:
            painter.add(tokens, index)
        index += 1
    return painter.lines


class _Painter:
    def __init__(self, width: int, palette: Palette, pictures: Pictures) -> None:
        self.lines: list[Line] = []
        self._pictures = pictures
        self._width = max(width, LEAST_WIDTH)
        self._palette = palette
        self._frames = [_Frame()]

    def add(self, tokens: Sequence[Token], index: int) -> None:
        """One token; leaf blocks are painted at their `inline` or content token."""
        token = tokens[index]
        match token.type:
            case "inline":
                self._text(token, tokens[index - 1])
            case "fence":
                language = language_of(token.info)
                self._block(paint_code(token.content, language, self._room, self._palette))
            case "code_block":
                self._block(paint_code(token.content, "", self._room, self._palette))
            case "hr":
                self._block([(Ruled("─" * self._room, self._palette.rule),)])
            case "bullet_list_open" | "ordered_list_open":
                self._open_list(tokens, index)
            case "list_item_open":
                self._open_item(token)
            case "blockquote_open":
                self._begin_block()
                bar = (Drawn(QUOTE_BAR, self._palette.quote_bar),)
                self._push(_Frame(bar, bar, len(QUOTE_BAR), kind="quote"))
            case "list_item_close":
                if self._frames[-1].first or self._frames[-1].marker:
                    self._block(wrap(self._take_marker(), self._room))
                self._frames.pop()
            case "blockquote_close" | "bullet_list_close" | "ordered_list_close":
                self._frames.pop()
            case _:
                pass

    @property
    def _room(self) -> int:
        return self._width - sum(frame.width for frame in self._frames)

    # -- containers ----------------------------------------------------------------------------

    def _push(self, frame: _Frame) -> None:
        """Open a container; where it would leave too little room it gets no indentation."""
        least = max(LEAST_WIDTH, min(NARROWEST, self._width // 2))
        if frame.width and self._room - frame.width < least:
            frame.marker = "" if frame.kind == "quote" else "".join(s.text for s in frame.first)
            frame.first = frame.rest = ()
            frame.width = 0
        self._frames.append(frame)

    def _open_list(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        self._begin_block()
        tight, count = _survey(tokens, index)
        number = int(token.attrs.get("start", 1))
        ordered = token.type.startswith("ordered")
        self._frames.append(
            _Frame(
                tight=tight,
                kind="ordered" if ordered else "bullet",
                number=number,
                digits=len(str(number + count - 1)),
            )
        )

    def _open_item(self, token: Token) -> None:
        self._begin_block()
        parent = self._frames[-1]
        if parent.kind == "ordered":
            marker = f"{parent.number}{token.markup or '.'} ".rjust(parent.digits + 2)
            parent.number += 1
        else:
            depth = sum(frame.kind == "bullet" for frame in self._frames) - 1
            marker = f"{BULLETS[depth % len(BULLETS)]} "
        width = width_of(marker)
        self._push(
            _Frame(
                (Segment(marker, self._palette.bullet),),
                (Indent(" " * width),),
                width,
                tight=parent.tight,
                kind="item",
            )
        )

    # -- leaves --------------------------------------------------------------------------------

    def _text(self, token: Token, opening: Token) -> None:
        palette = self._palette
        quoted = any(frame.kind == "quote" for frame in self._frames)
        style = palette.quote if quoted else palette.text
        if opening.type == "heading_open":
            style = getattr(palette, _HEADINGS.get(opening.tag, "heading_3"))
        children = token.children or []
        if self._frames[-1].kind == "item" and self._frames[-1].empty:
            children = self._task(token, children)
        is_paragraph = opening.type == "paragraph_open"
        pictures = self._pictures.of(children, self._room) if is_paragraph else {}
        spans = inline_spans(children, style, palette, pictures)
        self._block(wrap([*self._take_marker(), *spans], self._room))
        for picture in pictures.values():
            for line in picture.lines or ():
                self._emit(line)

    def _task(self, token: Token, children: list[Token]) -> list[Token]:
        """An item that begins with a check box has the box for its bullet."""
        box = {"[ ] ": "☐", "[x] ": "☑", "[X] ": "☑"}.get(token.content[:4])
        first = children[0] if children else None
        if box is None or first is None or first.type != "text" or len(first.content) < 4:
            return children
        frame = self._frames[-1]
        if frame.marker:
            frame.marker = f"{box} "
        elif frame.first:
            frame.first = (Segment(f"{box} ".rjust(frame.width), self._palette.bullet),)
        text = Token("text", "", 0, content=first.content[4:])
        return [text, *children[1:]]

    def _take_marker(self) -> list[Span]:
        frame = self._frames[-1]
        marker, frame.marker = frame.marker, ""
        return [(marker, self._palette.bullet)] if marker else []

    def table(self, tokens: Sequence[Token], index: int) -> int:
        """A table, from its opening token; returns the index of the closing one."""
        table = Table()
        row: list[list[Span]] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                row = []
            elif token.type == "th_open":
                table.aligns.append(str(token.attrs.get("style", "")).rpartition(":")[2])
            elif token.type == "inline":
                head = tokens[index - 1].type == "th_open"
                style = self._palette.table_head if head else self._palette.text
                row.append(inline_spans(token.children or [], style, self._palette))
            elif token.type == "thead_close":
                table.head = row
            elif token.type == "tr_close" and table.head:
                table.rows.append(row)
            index += 1
        self._block(paint_table(table, self._room, self._palette))
        return index

    # -- lines ---------------------------------------------------------------------------------

    def _begin_block(self) -> None:
        """A blank line before a block that is not the first of its container.

        It waits for a line of the block, since there are blocks that have none.
        """
        parent = self._frames[-1]
        parent.gap = not parent.empty and not parent.tight

    def _block(self, lines: list[Line]) -> None:
        self._begin_block()
        for line in lines:
            self._emit(line)

    def _emit(self, line: Line) -> None:
        prefix: list[Segment] = []
        for frame in self._frames:
            if frame.gap:
                frame.gap = False
                self.lines.append((*prefix, *frame.rest))
            frame.empty = False
            if frame.first:
                prefix.extend(frame.first)
                frame.first = () if frame.kind == "item" else frame.first
            else:
                prefix.extend(frame.rest)
        self.lines.append((*prefix, *line) if prefix else line)


def _survey(tokens: Sequence[Token], index: int) -> tuple[bool, int]:
    """Whether the list that opens at `index` is tight, and how many items it has."""
    level = tokens[index].level
    tight, count = True, 0
    for token in tokens[index + 1 :]:
        if token.level == level and token.nesting < 0:
            break
        if token.level == level + 1 and token.type == "list_item_open":
            count += 1
        elif token.level == level + 2 and token.type == "paragraph_open" and not token.hidden:
            tight = False
    return tight, count
