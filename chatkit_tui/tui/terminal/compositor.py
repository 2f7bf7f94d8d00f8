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
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region
from textual.layout import WidgetPlacement
from textual.map_geometry import MapGeometry
from textual.screen import Screen
from textual.widget import Widget

from chatkit_tui.tui.terminal.self_check import misfits

if TYPE_CHECKING:
    from textual.strip import Strip

_SHAPES: dict[Callable[..., object], tuple[str, ...]] = {
    Compositor._render_chops: ("self", "crop", "is_rendered_line"),
    Compositor._get_renders: ("self", "crop"),
    Screen._on_timer_update: ("self",),
    Widget._size_updated: ("self", "size", "virtual_size", "container_size", "layout"),
    Widget._exchange_repaint_regions: ("self",),
}

_PARTS = frozenset(
    {"_full_map", "_full_map_invalidated", "_visible_map", "_dirty_regions"}
    | {"_cuts", "_layers", "_layers_visible", "_visible_widgets"}
)

Seen = tuple[Widget, int, int]
"""A widget in a row, the column it begins at, and the one behind it."""

Pieces = dict[int, list[int]]
"""Of a widget that is on top somewhere: for each such row, the columns at which pieces begin."""


def compositor() -> Compositor:
    """One for a screen; Textual's own, where Textual is not as it is known here."""
    plain = Compositor()
    known = vars(plain).keys() >= _PARTS and not any(misfits(_SHAPES))
    return SparingCompositor() if known else plain


class SparingCompositor(Compositor):
    """Renders of each widget only the rows that are seen and wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._rows_of: dict[Widget, tuple[Region, Region]] | None = None
        self._rows: list[list[Seen]] = []
        """By the row of the screen, for the widgets in `_rows_of`."""

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        # Who is asked for rows may have all placed anew: what is in view now counts until the end.
        cuts, visible = self.cuts, self.visible_widgets
        layers = self._by_row(visible)
        chops: list[dict[int, Strip | None]] = [{} for _ in cuts]
        on_top: dict[Widget, Pieces] = {}
        for y in crop.intersection(self.size.region).line_range:
            if is_rendered_line(y):
                chops[y] = dict.fromkeys(cuts[y][:-1])
                _find_tops(cuts[y], layers[y], y, crop, on_top)
        for widget, pieces in on_top.items():
            _render(widget, *visible[widget], pieces, cuts, chops)
        return chops  # type: ignore[return-value]  # as Textual has it

    def refit(self, container: Widget) -> dict[Widget, MapGeometry] | None:
        """Place the children of `container` anew, which has kept its own place.

        Returns those that have another place now, `container` among them if there is more in it;
        None where others than before are placed, or in another way than by plain regions: then
        all has to be laid out.
        """
        places = self._full_map
        own = places.get(container)
        if own is None or self._full_map_invalidated or self._visible_map is not None:
            return None
        inner = own.region.shrink(container.styles.gutter)
        seen = container._get_scrollable_region(inner)
        arranged = container.arrange(seen.size)
        placed = {each.widget: each for each in arranged.placements}
        if placed.keys() != {child for child in container.children if child in places}:
            return None
        start = inner.offset - container.scroll_offset
        total = seen.reset_offset.union(arranged.total_region)
        now = {container: own._replace(virtual_size=total.size)}
        orders = sorted(places[widget].order for widget in placed)
        for (widget, each), order in zip(placed.items(), orders, strict=True):
            plain = WidgetPlacement(each.region, NULL_OFFSET, NULL_SPACING, widget)
            if each != plain or widget.is_scrollable:
                return None
            region = each.region + start
            now[widget] = places[widget]._replace(
                region=region,
                order=order,
                virtual_size=region.size,
                container_size=region.shrink(widget.styles.gutter).size,
                virtual_region=each.region,
                dock_gutter=arranged.scroll_spacing,
            )
        moved = {widget: place for widget, place in now.items() if place != places[widget]}
        for widget, place in moved.items():
            areas = (place.visible_region, places[widget].visible_region)
            self._dirty_regions.update(area for area in areas if area)
        places.update(moved)
        self._cuts = self._layers = self._layers_visible = self._visible_widgets = None
        return moved

    def _by_row(self, visible: dict[Widget, tuple[Region, Region]]) -> list[list[Seen]]:
        """What is in view, for each row of the screen, the topmost first.

        Textual's own such list can be older than what it knows to be in view.
        """
        if self._rows_of is not visible:
            self._rows_of, self._rows = visible, [[] for _ in range(self.size.height)]
            for widget, (region, clip) in visible.items():
                seen = region.intersection(clip)
                for y in seen.line_range:
                    self._rows[y].append((widget, seen.x, seen.right))
        return self._rows


def _find_tops(
    cuts: list[int], layers: list[Seen], y: int, crop: Region, on_top: dict[Widget, Pieces]
) -> None:
    """Find out which widget each piece of a row belongs to."""
    left, right = crop.column_span
    open_ = [cut for cut, end in pairwise(cuts) if end > left and cut < right]
    for widget, begin, end in layers:
        won = [cut for cut in open_ if begin <= cut < end]
        if won:
            on_top.setdefault(widget, {})[y] = won
            open_ = [cut for cut in open_ if not begin <= cut < end]
            if not open_:
                return


def _render(
    widget: Widget,
    region: Region,
    clip: Region,
    pieces: Pieces,
    cuts: list[list[int]],
    chops: list[dict[int, Strip | None]],
) -> None:
    x, _, width, _ = seen = region.intersection(clip)
    for rows in _runs(pieces):
        crop = Region(x - region.x, rows.start - region.y, width, len(rows))
        for y, strip in zip(rows, widget.render_lines(crop), strict=False):
            own = [cut for cut in cuts[y] if x <= cut <= seen.right]
            parts = dict(zip(own, strip.divide([cut - x for cut in own[1:]]), strict=False))
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
