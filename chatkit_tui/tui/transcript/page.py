"""What an item looks like, as lines: the page its painter writes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import Line, Span, width_of, wrap

if TYPE_CHECKING:
    from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown

BLANK: Line = ()


@dataclass(slots=True)
class Painted:
    """An item drawn for one width."""

    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Rows at which blocks begin: what a reading position is kept by when the width changes."""
    spinners: list[int] = field(default_factory=list)
    """Rows whose first spinner character turns while something goes on."""
    barred: bool = False
    """A bar runs beside it: the user's own words."""
    foldable: bool = False
    """There is more to see of it, or less."""
    unfolded: bool = False


@dataclass(slots=True)
class Memory:
    """What a painter keeps between two paintings of the same item."""

    texts: dict[str, LiveMarkdown] = field(default_factory=dict)


class Page:
    """Collects the lines of one item, a blank line between its blocks.

    `open` says whether the user unfolded or folded the item; None if he did neither.
    """

    def __init__(
        self, width: int, palette: Palette, memory: Memory, *, open_: bool | None = None
    ) -> None:
        self.width = width
        self.palette = palette
        self.open = open_
        self.painted = Painted()
        self._memory = memory
        self._beginning = True

    def begin(self) -> None:
        """The lines that come next are a block of their own, if any come."""
        self._beginning = True

    def more(self, lines: Sequence[Line], *, spins: bool = False) -> None:
        """Add lines to the block; `spins` if the first of them has a spinner."""
        if not lines:
            return
        painted = self.painted
        if self._beginning:
            self._beginning = False
            if painted.lines:
                painted.lines.append(BLANK)
            painted.starts.append(len(painted.lines))
        if spins:
            painted.spinners.append(len(painted.lines))
        painted.lines.extend(lines)

    def block(self, lines: Sequence[Line], *, starts: Sequence[int] = (0,)) -> None:
        """Add a block of lines; `starts` are the rows in it that begin blocks of their own."""
        self.begin()
        self.more(lines)
        if lines:
            base = self.painted.starts.pop()
            self.painted.starts.extend(base + start for start in starts)

    def markdown(self, slot: str, source: str, *, whole: bool, indent: int = 0) -> None:
        """Add Markdown as blocks. `slot` names the text among those of the item."""
        rendered = self._text(slot).render(source, self.width - indent, self.palette, whole=whole)
        self.block(indented(rendered.lines, indent), starts=rendered.starts)

    def markdown_lines(self, slot: str, source: str, *, whole: bool, indent: int) -> list[Line]:
        """Markdown as lines, to be placed by the painter."""
        rendered = self._text(slot).render(source, self.width - indent, self.palette, whole=whole)
        return indented(rendered.lines, indent)

    def _text(self, slot: str) -> LiveMarkdown:
        text = self._memory.texts.get(slot)
        if text is None:
            from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown

            text = self._memory.texts[slot] = LiveMarkdown()
        return text


def hang(spans: Sequence[Span], width: int, first: Span, *, indent: int = 0) -> list[Line]:
    """Wrapped text with `first` before its first line, the others aligned behind it."""
    lead = width_of(first[0])
    if width - indent - lead < 4:
        return wrap([first, *spans], width)
    lines = wrap(spans, width - indent - lead)
    margin = (Segment(" " * indent),) if indent else ()
    rest = (Segment(" " * (indent + lead)),)
    return [
        (*(margin if index == 0 else rest), *((Segment(*first),) if index == 0 else ()), *line)
        for index, line in enumerate(lines)
    ]


def indented(lines: Sequence[Line], indent: int) -> list[Line]:
    """Lines moved to the right; blank ones stay blank."""
    if not indent:
        return list(lines)
    margin = Segment(" " * indent)
    return [(margin, *line) if line else line for line in lines]


def foreign(text: str, style: Style) -> list[Span]:
    """Foreign text of any number of lines as a span."""
    return [(display(text).strip("\n"), style)]


SPINNING = f"{SPINNER[0]} "
"""A spinner as it is painted; the view turns it."""
