"""Styled text to lines of a given width, measured in terminal cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style

from chatkit_tui.tui.transcript.pieces import Soft, soft

Span = tuple[str, Style]
"""A piece of text in one style; `\\n` breaks the line."""

Line = tuple[Segment, ...]
"""One row, not wider than it was made for."""

LEAST_WIDTH = 2
"""A wide character needs two cells, so nothing is laid out narrower."""

_NOT_NARROW = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2190-\u2199\u2500-\u25fc\u2800-\u28ff]"
)
"""Finds what might not take exactly one cell."""

_NOT_AT_START = frozenset(
    "、。，．・：；？！）」』】〕〉》］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥)]}.,!?:;%"
)
_NOT_AT_END = frozenset("（「『【〔〈《［｛([{")

_NO_STYLE = Style.null()


def is_narrow(text: str) -> bool:
    """Whether every character is known to take one cell."""
    return text.isascii() or _NOT_NARROW.search(text) is None


def unsure(text: str) -> int:
    """How many characters might not take exactly one cell; they take two at most."""
    return len(_NOT_NARROW.findall(text))


def width_of(text: str) -> int:
    """Cells that one line of text takes."""
    return len(text) if is_narrow(text) else cell_len(text)


def line_width(line: Iterable[Segment]) -> int:
    """Cells that a line takes."""
    return sum(width_of(segment.text) for segment in line)


def wrap(spans: Sequence[Span], width: int) -> list[Line]:
    """Break at spaces, between wide characters, or anywhere when a word is wider than a line.

    The last piece of a row that goes on in the next one is a `Soft`.
    """
    width = max(width, LEAST_WIDTH)
    spans = [span for span in spans if span[0]]
    text = "".join(span[0] for span in spans)
    if not is_narrow(text):
        spans = _keep_graphemes_whole(spans)
    if len(spans) == 1:
        return rows_of(text, spans[0][1], list(_breaks(text, width)))
    return _cut(text, spans, list(_breaks(text, width)))


def fold(spans: Sequence[Span], width: int) -> list[Line]:
    """Break only where the width ends: for code, where spaces mean something."""
    width = max(width, LEAST_WIDTH)
    text = "".join(span[0] for span in spans)
    if "\n" not in text and is_narrow(text) and len(text) <= width:
        return [tuple(Segment(*span) for span in spans if span[0])]
    spans = _keep_graphemes_whole([span for span in spans if span[0]])
    return _cut(text, spans, list(_folds(text, width)))


def rows_of(text: str, style: Style, breaks: Sequence[tuple[int, int]]) -> list[Line]:
    """The rows of a text in one style, given where each begins and ends."""
    lines: list[Line] = []
    last = len(breaks) - 1
    for index, (start, end) in enumerate(breaks):
        if end <= start:
            lines.append(())
        elif index == last or "\n" in (gap := text[end : breaks[index + 1][0]]):
            lines.append((Segment(text[start:end], style),))
        elif gap == " ":
            lines.append((Soft(text[start:end], style),))
        else:
            lines.append((soft(text[start:end], style, gap),))
    return lines


def clip(text: str, width: int) -> str:
    """One line of text in at most `width` cells, with an ellipsis where it was cut."""
    if width_of(text) <= width:
        return text
    cells, end = 0, 0
    for _, grapheme_end, size in split_graphemes(text)[0]:
        if cells + size > width - 1:
            break
        cells += size
        end = grapheme_end
    return text[:end].rstrip() + "…" if width > 0 else ""


def _cut(text: str, spans: Sequence[Span], breaks: Sequence[tuple[int, int]]) -> list[Line]:
    """The rows of a text in several styles, given where each begins and ends."""
    lines: list[Line] = []
    pieces = iter(spans)
    piece, style = next(pieces, ("", _NO_STYLE))
    begin, piece_end = 0, len(piece)
    last = len(breaks) - 1
    for index, (start, end) in enumerate(breaks):
        line: list[Segment] = []
        while start < end:
            if start >= piece_end:
                piece, style = next(pieces)
                begin, piece_end = piece_end, piece_end + len(piece)
            elif end > piece_end:
                line.append(Segment(piece[start - begin :], style))
                start = piece_end
            else:
                part = piece[start - begin : end - begin]
                gap = text[end : breaks[index + 1][0]] if index < last else "\n"
                line.append(Segment(part, style) if "\n" in gap else soft(part, style, gap))
                start = end
        lines.append(tuple(line))
    return lines


def _keep_graphemes_whole(spans: Sequence[Span]) -> list[Span]:
    """Move marks and joined characters to the span they belong to, so that widths add up."""
    whole: list[Span] = []
    for text, style in spans:
        if whole:
            before, before_style = whole[-1]
            taken = 0
            while taken < len(text) and (before.endswith("\u200d") or _is_mark(text[taken])):
                before += text[taken]
                taken += 1
            if taken:
                whole[-1] = (before, before_style)
                text = text[taken:]
        if text:
            whole.append((text, style))
    return whole


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and cell_len(character) == 0


def _breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line."""
    begin = 0
    for line in text.split("\n"):
        if len(line) <= width and is_narrow(line):
            yield begin, begin + len(line)
        elif is_narrow(line):
            yield from narrow_breaks(line, begin, width)
        else:
            yield from _wide_breaks(line, begin, width)
        begin += len(line) + 1


def narrow_breaks(line: str, begin: int, width: int) -> Iterator[tuple[int, int]]:
    """Start and end of each row of a line whose characters take one cell each."""
    start, length = 0, len(line)
    while length - start > width:
        cut = line.rfind(" ", start, start + width + 1)
        if cut <= start or line[start:cut].isspace():
            yield begin + start, begin + start + width
            start += width
        else:
            yield begin + start, begin + start + len(line[start:cut].rstrip(" "))
            start = cut + 1
        while start < length and line[start] == " ":
            start += 1
    if start < length or not length:
        yield begin + start, begin + length


def _wide_breaks(line: str, begin: int, width: int) -> Iterator[tuple[int, int]]:
    """As `narrow_breaks`, grapheme by grapheme."""
    start = cells = 0
    break_end = break_next = break_cells = 0
    previous = ""
    for index, end, size in split_graphemes(line)[0]:
        # A space that carries a mark is no place to break.
        character = line[index] if end - index == 1 or line[index] != " " else "\xa0"
        if index > start:
            if character == " ":
                if previous != " ":
                    break_end = index
                break_next, break_cells = end, cells + size
            elif previous != " " and _may_part(previous, character, size):
                break_end, break_next, break_cells = index, index, cells
        while cells + size > width and (character != " " or break_end <= start):
            if break_end > start:
                yield begin + start, begin + break_end
                start, cells = break_next, cells - break_cells
            else:
                yield begin + start, begin + index
                start, cells = index, 0
        cells += size
        previous = character
    yield begin + start, begin + start + len(line[start:].rstrip(" "))


def _may_part(previous: str, character: str, size: int) -> bool:
    wide = size == 2 or cell_len(previous) == 2
    return wide and character not in _NOT_AT_START and previous not in _NOT_AT_END


def _folds(text: str, width: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for line in text.split("\n"):
        if is_narrow(line):
            for start in range(0, len(line) or 1, width):
                yield begin + start, begin + min(start + width, len(line))
        else:
            start = cells = 0
            for index, _, size in split_graphemes(line)[0]:
                if cells + size > width:
                    yield begin + start, begin + index
                    start, cells = index, 0
                cells += size
            yield begin + start, begin + len(line)
        begin += len(line) + 1
