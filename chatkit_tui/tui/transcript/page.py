"""What an item looks like, as lines: the page its painter writes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display
from chatkit_tui.translation import plural
from chatkit_tui.tui.left_out import more_characters
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.long_text import LONG, Joined, LongText, is_long
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.pieces import Indent
from chatkit_tui.tui.transcript.wrap import Line, Span, width_of, wrap

if TYPE_CHECKING:
    from rich.color import Color

    from chatkit_tui.protocol.widgets.tree import Known
    from chatkit_tui.tui.pictures.gallery import Address, Gallery, Picture
    from chatkit_tui.tui.terminal.terminal_images import TerminalImage
    from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown
    from chatkit_tui.tui.widgets.control import Control
    from chatkit_tui.tui.widgets.state import WidgetState, WidgetStates

BLANK: Line = ()

MOST_PICTURES = 20
"""Pictures of one item that are drawn; what stands for a picture stands for the others."""

ROWS_IN_TEXT = 16
"""Rows of a picture in Markdown, so that there is something to be read beside it."""

LONGEST_PAINTING = 0.08
"""Seconds that long texts of an item may keep the screen waiting, more or less."""


@dataclass(slots=True)
class Painted:
    """An item drawn for one width."""

    lines: list[Line] | Joined = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Rows at which blocks begin: what a reading position is kept by when the width changes."""
    spinners: list[int] = field(default_factory=list)
    """Rows whose first spinner character turns while something goes on."""
    lead: int = 0
    """Rows above the item itself: those of a day's beginning."""
    barred: bool = False
    """A bar runs beside it: the user's own words."""
    foldable: bool = False
    """There is more to see of it, or less."""
    unfolded: bool = False
    controls: list[Control] = field(default_factory=list)
    """What can be operated in it, in reading order; rows are counted as `lines` are."""
    images: list[TerminalImage] = field(default_factory=list)
    """Pictures in it that the terminal draws."""
    unfinished: bool = False
    """Painting took too long to be done at once: painting it again goes on with it."""


@dataclass(slots=True)
class Memory:
    """What a painter keeps between two paintings of the same item."""

    texts: dict[str, LiveMarkdown] = field(default_factory=dict)
    long_texts: dict[str, LongText] = field(default_factory=dict)
    components: Known = field(default_factory=dict)
    gallery: Gallery | None = None
    widgets: WidgetStates | None = None


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
        self._pictures: set[Address] = set()
        self._deadline = monotonic() + LONGEST_PAINTING

    def begin(self) -> None:
        """The lines that come next are a block of their own, if any come."""
        self._beginning = True

    def more(self, lines: Sequence[Line], *, spins: bool = False) -> None:
        """Add lines to the block; `spins` if the first of them has a spinner."""
        if not lines:
            return
        painted = self.painted
        self._start_block()
        if spins:
            painted.spinners.append(len(painted.lines))
        painted.lines.extend(lines)

    def _start_block(self) -> None:
        if self._beginning:
            self._beginning = False
            if self.painted.lines:
                self.painted.lines.append(BLANK)
            self.painted.starts.append(len(self.painted.lines))

    def block(self, lines: Sequence[Line], *, starts: Sequence[int] = (0,)) -> None:
        """Add a block of lines; `starts` are the rows in it that begin blocks of their own."""
        self.begin()
        self.more(lines)
        if lines:
            base = self.painted.starts.pop()
            self.painted.starts.extend(base + start for start in starts)

    def markdown(self, slot: str, source: str, *, whole: bool, indent: int = 0) -> None:
        """Add Markdown as blocks, or plain if it is long. `slot` names the text in the item."""
        if is_long(source):
            self.begin()
            self.long_text(slot, source, self.palette.text, indent=indent)
            return
        text = self.text(slot)
        rendered = text.render(
            source, self.width - indent, self.palette, whole=whole, picture=self._picture_in_text
        )
        self.block(indented(rendered.lines, indent), starts=rendered.starts)

    def more_markdown(self, slot: str, source: str, *, whole: bool, indent: int) -> None:
        """Markdown as lines of the block, or plain if it is long."""
        if is_long(source):
            self.long_text(slot, source, self.palette.text, indent=indent)
            return
        text = self.text(slot)
        rendered = text.render(
            source, self.width - indent, self.palette, whole=whole, picture=self._picture_in_text
        )
        self.more(indented(rendered.lines, indent))

    def plain(self, slot: str, source: str, style: Style) -> None:
        """Foreign text as a block, as it is."""
        self.begin()
        if is_long(source):
            self.long_text(slot, source, style)
        else:
            self.more(wrap(foreign(source, style), self.width))

    def long_text(self, slot: str, source: str, style: Style, *, indent: int = 0) -> None:
        """Add plain text of any length to the block, and say if the end of it is still to come."""
        self._memory.texts.pop(slot, None)
        text = self._memory.long_texts.setdefault(slot, LongText())
        text.lay_out(source, self.width - indent, style, deadline=self._deadline)
        self._start_block()
        lines = self.painted.lines
        if not isinstance(lines, Joined):
            lines = self.painted.lines = Joined(lines)
        lines.extend(text, indent)
        if text.left:
            self.painted.unfinished = True
            words = plural(
                "… {count} more character is being laid out",
                "… {count} more characters are being laid out",
                text.left,
            ).format(count=f"{text.left:,}")
            self.more(hang([(words, self.palette.muted)], self.width, ("", style), indent=indent))

    def picture(
        self,
        address: Address,
        columns: int,
        beneath: Color | None = None,
        *,
        rows: int | None = None,
    ) -> Picture | None:
        """The picture at an address; None where no pictures are drawn.

        What is transparent shows the colour beneath, else the transcript's own.
        """
        gallery, background = self._memory.gallery, beneath or self.palette.base.bgcolor
        if gallery is None or background is None:
            return None
        self._pictures.add(address)
        if len(self._pictures) > MOST_PICTURES:
            return None
        drawn = gallery.picture(address, columns, background.get_truecolor(), rows)
        if drawn.coming:
            self.painted.unfinished = True
        if drawn.image is not None:
            self.painted.images.append(drawn.image)
        return drawn

    def _picture_in_text(self, address: str, columns: int) -> Picture | None:
        return self.picture(address, columns, rows=ROWS_IN_TEXT)

    @property
    def components(self) -> Known:
        """The components of the item's widget, as they were read the last time."""
        return self._memory.components

    def widget_state(self, key: str) -> WidgetState:
        """What the user did in the widget of that row; nothing where nobody can."""
        from chatkit_tui.tui.widgets.state import WidgetState

        states = self._memory.widgets
        return (states.get(key) if states is not None else None) or WidgetState()

    def text(self, slot: str) -> LiveMarkdown:
        """The Markdown of that name in the item, which remembers what was rendered of it."""
        text = self._memory.texts.get(slot)
        if text is None:
            from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown

            text = self._memory.texts[slot] = LiveMarkdown()
        return text


def hang(spans: Sequence[Span], width: int, first: Span, *, indent: int = 0) -> list[Line]:
    """Wrapped text with `first` before its first line, the others aligned behind it.

    It is for names, titles and sentences: of what is longer than LONG, the beginning is shown.
    """
    spans = shortened(spans)
    lead = width_of(first[0])
    if width - indent - lead < 4:
        return wrap([first, *spans], width)
    lines = wrap(spans, width - indent - lead)
    margin = (Indent(" " * indent),) if indent else ()
    rest = (Indent(" " * (indent + lead)),)
    return [
        (*(margin if index == 0 else rest), *((Segment(*first),) if index == 0 else ()), *line)
        for index, line in enumerate(lines)
    ]


def shortened(spans: Sequence[Span]) -> list[Span]:
    """The first LONG characters of text in spans, and how many more there are."""
    left = sum(len(text) for text, _ in spans) - LONG
    if left <= 100:  # a text that is brief already, and what stands around it
        return list(spans)
    kept: list[Span] = []
    room = LONG
    for text, style in spans:
        kept.append((text[:room], style))
        room -= min(room, len(text))
    kept.append((more_characters(left), spans[-1][1]))
    return kept


def indented(lines: Sequence[Line], indent: int) -> list[Line]:
    """Lines moved to the right; blank ones stay blank."""
    if not indent:
        return list(lines)
    margin = Indent(" " * indent)
    return [(margin, *line) if line else line for line in lines]


def foreign(text: str, style: Style) -> list[Span]:
    """Foreign text of any number of lines as a span."""
    return [(display(brief(text)).strip("\n"), style)]


def brief(text: str) -> str:
    """The first LONG characters of a text, and how many more there are."""
    more = len(text) - LONG
    return text[:LONG] + more_characters(more) if more > 0 else text


SPINNING = f"{SPINNER[0]} "
"""A spinner as it is painted; the view turns it."""
