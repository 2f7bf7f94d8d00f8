"""Items that were drawn lately, so that nothing is drawn twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment

from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.page import Memory, Painted
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.time_marks import NO_MARKS, Marks, add_marks
from chatkit_tui.tui.transcript.wrap import clip
from chatkit_tui.tui.widgets.state import WidgetStates

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.pictures.gallery import Gallery

log = logging.getLogger(__name__)

KEPT = 150
"""Items whose lines are kept; older ones are drawn again when they come back."""


@dataclass(slots=True)
class _Drawing:
    painted: Painted
    memory: Memory
    item: object
    made_from: tuple[object, ...]


class Drawings:
    """Draws rows for one width and palette, and keeps what it drew."""

    def __init__(self) -> None:
        self.palette = Palette()
        self.width = 80
        self.raw = False
        """Whether the source of items is drawn."""
        self.marks: Callable[[Row], Marks] = lambda row: NO_MARKS
        """What is drawn with a row besides its item."""
        self.gallery: Gallery | None = None
        """Draws pictures; None where there are none to be seen."""
        self.widgets = WidgetStates()
        """What the user did in the widgets."""
        self.highlight: Callable[[str, Painted, Palette], Painted] | None = None
        """Marks what is looked for in the row of that key."""
        self._drawings: dict[str, _Drawing] = {}
        self._open: dict[str, bool] = {}
        self._unfinished: set[str] = set()

    def __getitem__(self, row: Row) -> Painted:
        """The row as it looks now."""
        painted = self.plain(row)
        if self.highlight is not None:
            return self.highlight(row.key, painted, self.palette)
        return painted

    def plain(self, row: Row) -> Painted:
        """The row as it looks where nothing in it is looked for: its lines can be copied."""
        open_ = self._open.get(row.key)
        marks = self.marks(row)
        touched = self.widgets.revision(row.key)
        made_from = (
            *(row.revision, row.done, self.width, self.palette, open_, self.raw, marks),
            touched,
        )
        drawing = self._drawings.pop(row.key, None)
        if (
            drawing is None
            or drawing.item is not row.item
            or drawing.made_from != made_from
            or not self._has_images(drawing.painted)
        ):
            memory = self._new_memory() if drawing is None else drawing.memory
            drawing = _Drawing(self._paint(row, memory, open_), memory, row.item, made_from)
            add_marks(drawing.painted, marks, self.width, self.palette)
            if drawing.painted.unfinished:
                self._unfinished.add(row.key)
        self._drawings[row.key] = drawing
        while len(self._drawings) > KEPT:
            del self._drawings[next(iter(self._drawings))]
        return drawing.painted

    def _has_images(self, painted: Painted) -> bool:
        """Whether the terminal still has what it is to draw there; it keeps it for longer then."""
        gallery = self.gallery
        had = [gallery is not None and gallery.use(each) for each in painted.images]
        return all(had)

    def _new_memory(self) -> Memory:
        return Memory(gallery=self.gallery, widgets=self.widgets)

    @property
    def unfinished(self) -> bool:
        """Whether something was drawn that takes longer than one drawing."""
        return bool(self._unfinished)

    def go_on(self) -> list[str]:
        """Keys of rows that were not drawn to their end; they will be drawn further."""
        keys = [key for key in self._unfinished if key in self._drawings]
        self._unfinished.clear()
        for key in keys:
            self._drawings[key].made_from = ()
        return keys

    def last(self, key: str) -> Painted | None:
        """What a row looked like when it was drawn last, at whatever width."""
        drawing = self._drawings.get(key)
        return None if drawing is None else drawing.painted

    def height(self, row: Row) -> int:
        """Rows of the item: its lines and a blank one; none if there is nothing to see."""
        lines = len(self[row].lines)
        return lines + 1 if lines else 0

    def toggle(self, row: Row) -> bool:
        """Unfold or fold a row; False if it does not fold."""
        painted = self[row]
        if not painted.foldable:
            return False
        self._open[row.key] = not painted.unfolded
        return True

    def forget(self, key: str) -> None:
        """Forget one row."""
        self._drawings.pop(key, None)
        self._open.pop(key, None)

    def _paint(self, row: Row, memory: Memory, open_: bool | None) -> Painted:
        try:
            return paint(row, self.width, self.palette, memory, open_=open_, raw=self.raw)
        except Exception:  # one item that cannot be drawn must not take the thread with it
            log.exception("An item of type %r could not be drawn", row.item.type)
            words = clip(_("This item could not be drawn; the log says why."), self.width)
            return Painted(lines=[(Segment(words, self.palette.error),)], starts=[0])
