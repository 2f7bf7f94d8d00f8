"""Textual's compositor, without the drawing of what something else covers.

Textual renders every widget that has a part in what is to be drawn anew, those that contain others
and the screen included, all of its rows that are in view, and then takes what is on top. While an
answer streams, nine of ten rows are rendered for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region
from textual.layout import WidgetPlacement
from textual.map_geometry import MapGeometry
from textual.screen import Screen
from textual.widget import Widget

from chatkit_tui.tui.terminal.self_check import misfits

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip

_SHAPES: dict[Callable[..., object], tuple[str, ...]] = {
    Compositor._render_chops: ("self", "crop", "is_rendered_line"),
    Compositor._get_renders: ("self", "crop"),
    Compositor.reflow: ("self", "parent", "size"),
    Compositor.reflow_visible: ("self", "parent", "size"),
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
        self._laid_out: CompositorMap = {}
        """What the last layout of all made, whoever has had it made anew since."""
        self._seen: dict[Widget, tuple[Region, Region]] = {}
        """What was in view when it was last noted what has to be drawn."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        # Textual compares with what it knows now. If a widget was asked for its size after it had
        # asked for a layout, that has all in its new place, and nothing would seem to have moved.
        self._full_map, self._full_map_invalidated = self._laid_out, False
        result = super().reflow(parent, size)
        self._laid_out = self._full_map
        self._mark_moved()
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        exposed = super().reflow_visible(parent, size)
        self._mark_moved()
        return exposed

    def _mark_moved(self) -> None:
        """Have all drawn that is in view elsewhere than when this was called last.

        A layout of all knows nothing of those that were only of what is in view, by which the
        transcript scrolls: what came back to where it was before them would be left as it is.
        """
        seen = self.visible_widgets
        moved = seen.items() ^ self._seen.items()
        areas = (region.intersection(clip) for _, (region, clip) in moved)
        self._dirty_regions.update(area for area in areas if area)
        self._seen = seen

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        # Who is asked for rows may have all placed anew: what is in view now counts until the end.
        visible = self.visible_widgets
        layers, cuts = self._by_row(visible), self.cuts
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
        self._mark_moved()
        return moved

    def _by_row(self, visible: dict[Widget, tuple[Region, Region]]) -> list[list[Seen]]:
        """What is in view, for each row of the screen, the topmost first.

        Textual's own such list, and its cuts, can be older than what it knows to be in view.
        """
        if self._rows_of is not visible:
            self._cuts = None
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
