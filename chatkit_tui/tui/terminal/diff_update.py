"""An update of the compositor that writes only what the terminal does not show already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from chatkit_tui.tui.terminal.cells import Cells
from chatkit_tui.tui.terminal.front import Front, Row
from chatkit_tui.tui.terminal.scrolling import Scroll, find_scroll
from chatkit_tui.tui.terminal.writing import Writing

ENOUGH = 1_000_000
"""Characters that no frame has."""


class TerminalScreen:
    """The screen of the terminal: what it shows, and how that becomes something else."""

    def __init__(self) -> None:
        self._front = Front(Size(0, 0))
        self._cells = Cells(ColorSystem.TRUECOLOR)
        self.is_complete = True
        """Whether the last update was written to its end."""

    def forget(self) -> None:
        """Others have written to the terminal: it may show anything."""
        self._front = Front(Size(0, 0))

    @property
    def is_known(self) -> bool:
        """Whether anything was drawn since."""
        return self._front.begun

    def turn_into(
        self,
        update: LayoutUpdate | ChopsUpdate,
        size: Size,
        console: Console,
        *,
        room: int = ENOUGH,
        row: int = 0,
    ) -> str:
        """What to write so that the terminal shows `update`; it is taken for written.

        After `room` characters no row is begun; those that are next to `row` come first.
        """
        system = COLOR_SYSTEMS[console.color_system or "truecolor"]
        if self._cells.system is not system:
            self._cells = Cells(system)
        if self._front.size != size:
            self._front = Front(size)
        writing = Writing()
        if not self._front.begun:
            writing.begin_anew()
            self._front.begun = True
        change = _Change(self._front, self._cells)
        for y, x, strip in _strips(update):
            change.draw(y, x, strip)
        self.is_complete = change.write(writing, room, row)
        return writing.text()


class DiffUpdate(CompositorUpdate):
    """Stands for `update` until it is known whether it is written at all."""

    def __init__(
        self,
        update: LayoutUpdate | ChopsUpdate,
        screen: TerminalScreen,
        size: Size,
        *,
        failed: Callable[[], None],
        room: int = ENOUGH,
        row: int = 0,
    ) -> None:
        """`failed` is called inside the handling of an error that nobody foresaw."""
        self._update = update
        self._screen = screen
        self._size = size
        self._failed = failed
        self._room = room
        self._row = row

    def render_segments(self, console: Console) -> str:
        try:
            return self._screen.turn_into(
                self._update, self._size, console, room=self._room, row=self._row
            )
        except Exception:
            self._failed()
            return self._update.render_segments(console)


def _strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """What Textual would write: row, column, strip."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, begin, end in update.spans:
        for chop_end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            # Chops that meet no span may show what another widget hides.
            if chop is None or x >= end or chop_end <= begin:
                continue
            yield y, x, chop if chop_end <= end else chop.crop(0, end - x)


@dataclass(slots=True)
class _Change:
    """Rows that one update makes anew."""

    front: Front
    cells: Cells
    rows: dict[int, Row] = field(default_factory=dict)
    controls: list[tuple[int, int, str]] = field(default_factory=list)
    spans: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Columns of what was drawn, by the cells in them."""

    def draw(self, y: int, x: int, strip: Strip) -> None:
        if not 0 <= y < self.front.size.height:
            return
        row = self.rows.get(y) or self.front.rows[y]
        if row.has(x, strip):
            return
        drawn = self.cells.of(strip)
        if y not in self.rows:
            row = self.rows[y] = row.copy()
        row.put(x, strip, drawn.cells, self.cells)
        self.controls += [(y, x + column, text) for column, text in drawn.controls]
        self.spans[x, x + len(drawn.cells)] += len(drawn.cells)

    def write(self, writing: Writing, room: int, first: int) -> bool:
        """Write the rows, those next to `first` first; False if there was no room for all."""
        scroll = self._scroll()
        if scroll is not None:
            for y in range(scroll.top, scroll.bottom + 1):
                # What stands still in between comes back to its place.
                self.rows.setdefault(y, self.front.rows[y])
            self.front.scroll(scroll.top, scroll.bottom, scroll.lines)
            writing.scroll(scroll.top, scroll.bottom, scroll.lines)
        front = self.front.rows
        complete = True
        for y in sorted(self.rows, key=lambda y: abs(y - first)):
            complete = writing.length <= room
            if not complete:
                break
            writing.row(y, front[y].cells, self.rows[y].cells)
            front[y] = self.rows[y]
        for y, x, text in self.controls:
            if complete:
                writing.control(y, x, text)
            front[y] = Row.unknown(self.front.size.width)
        return complete

    def _scroll(self) -> Scroll | None:
        """The rows that only moved, where it is known what there is."""
        front = self.front.rows
        changed = [y for y in sorted(self.rows) if self.rows[y].cells != front[y].cells]
        if not changed or not self.spans:
            return None
        first, last = changed[0], changed[-1]
        if not all(row.is_known for row in front[first : last + 1]):
            return None
        (left, right), _ = self.spans.most_common(1)[0]
        old = [row.cells for row in front]
        new = [self.rows[y].cells if y in self.rows else old[y] for y in range(len(old))]
        return find_scroll(old, new, changed, slice(left, right))
