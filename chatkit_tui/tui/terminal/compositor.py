"""Textual's compositor, without the drawing of what something else covers.

Textual renders every widget that has a part in what is to be drawn anew, those that contain others
and the screen included, all of its rows that are in view, and then takes what is on top. While an
answer streams, nine of ten rows are rendered for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.geometry import Region

from chatkit_tui.tui.terminal.self_check import misfits

if TYPE_CHECKING:
    from textual.strip import Strip
    from textual.widget import Widget

_SHAPES: dict[Callable[..., object], tuple[str, ...]] = {
    Compositor._render_chops: ("self", "crop", "is_rendered_line"),
    Compositor._get_renders: ("self", "crop"),
}

Pieces = dict[int, list[int]]
"""Of a widget that is on top somewhere: for each such row, the columns at which pieces begin."""


def compositor() -> Compositor:
    """One for a screen; Textual's own, where Textual is not as it is known here."""
    return Compositor() if any(misfits(_SHAPES)) else SparingCompositor()


class SparingCompositor(Compositor):
    """Renders of each widget only the rows that are seen and wanted."""

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [{} for _ in cuts]
        on_top: dict[Widget, Pieces] = {}
        for y in crop.intersection(self.size.region).line_range:
            if is_rendered_line(y):
                chops[y] = dict.fromkeys(cuts[y][:-1])
                self._find_tops(y, crop, on_top)
        for widget, pieces in on_top.items():
            self._render(widget, pieces, chops)
        return chops  # type: ignore[return-value]  # as Textual has it

    def _find_tops(self, y: int, crop: Region, on_top: dict[Widget, Pieces]) -> None:
        """Find out which widget each piece of a row belongs to."""
        left, right = crop.column_span
        open_ = [cut for cut, end in pairwise(self.cuts[y]) if end > left and cut < right]
        for widget, region, _ in self.layers_visible[y]:
            begin, end = region.column_span
            won = [cut for cut in open_ if begin <= cut < end]
            if won:
                on_top.setdefault(widget, {})[y] = won
                open_ = [cut for cut in open_ if not begin <= cut < end]
                if not open_:
                    return

    def _render(self, widget: Widget, pieces: Pieces, chops: list[dict[int, Strip | None]]) -> None:
        region, clip = self.visible_widgets[widget]
        x, _, width, _ = seen = region.intersection(clip)
        for rows in _runs(pieces):
            crop = Region(x - region.x, rows.start - region.y, width, len(rows))
            for y, strip in zip(rows, widget.render_lines(crop), strict=False):
                cuts = [cut for cut in self.cuts[y] if x <= cut <= seen.right]
                parts = dict(zip(cuts, strip.divide([cut - x for cut in cuts[1:]]), strict=False))
                for cut in pieces[y]:
                    chops[y][cut] = parts.get(cut)


def _runs(rows: Pieces) -> Iterator[range]:
    """Rows that follow each other, together; rows come in their order."""
    start = end = -1
    for y in rows:
        if y != end:
            if end > start:
                yield range(start, end)
            start = y
        end = y + 1
    if end > start:
        yield range(start, end)
