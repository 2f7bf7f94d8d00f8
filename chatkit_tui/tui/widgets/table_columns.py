"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatkit_tui.protocol.widgets.layout import TableCell
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.tui.widgets.lengths import size_across
from chatkit_tui.tui.widgets.sheet import Sheet, Widths
from chatkit_tui.tui.widgets.table_cell import measure_cell
from chatkit_tui.tui.widgets.table_grid import Grid

GAP = 2
"""Cells between two columns."""

LEAST = 10
"""Cells a column of texts needs to be read; words may be shorter."""

SIZES = {"xs": 8, "sm": 14, "md": 22, "lg": 34, "xl": 50}
"""Cells of a column with a size, where there is room."""


@dataclass(slots=True)
class Column:
    """Cells that a column takes: at least, and where there is room."""

    least: int = 1
    wanted: int = 1


def columns_of(grid: Grid, room: int | None, sheet: Sheet) -> list[Column]:
    """The columns by what is in them, and by the sizes their cells ask for."""
    columns = [Column() for _ in range(grid.columns)]
    asked: dict[int, int] = {}
    for spot in grid.spots:
        if spot.across > 1:
            continue
        column, widths = columns[spot.column], measure_cell(spot.node, sheet)
        column.least = max(column.least, widths.least, min(widths.wanted, LEAST))
        column.wanted = max(column.wanted, widths.wanted)
        size = _asked(spot.node, room)
        if size is not None:
            asked[spot.column] = max(size, asked.get(spot.column, 1))
    for number, size in asked.items():
        columns[number].wanted = max(columns[number].least, size)
    for spot in grid.spots:
        if spot.across > 1:
            _widen(columns[spot.column : spot.column + spot.across], measure_cell(spot.node, sheet))
    return columns


def fitted(columns: Sequence[Column], room: int) -> list[int] | None:
    """The widths in so much room: narrow columns as they want, wide ones share what is left.

    None if there is not enough for all.
    """
    room -= GAP * (len(columns) - 1) + sum(column.least for column in columns)
    if room < 0:
        return None
    widths = [column.least for column in columns]
    needs = [max(0, column.wanted - column.least) for column in columns]
    order = sorted(range(len(columns)), key=needs.__getitem__)
    for done, number in enumerate(order):
        more = min(needs[number], room // (len(order) - done))
        widths[number] += more
        room -= more
    return widths


def _asked(cell: Node, room: int | None) -> int | None:
    """Cells that a cell asks for, by its width or the size of its column."""
    component = cell.component
    if not isinstance(component, TableCell):
        return None
    width = size_across(component.width, room)
    return SIZES.get(component.col_size or "") if width is None else max(1, width)


def _widen(columns: Sequence[Column], widths: Widths) -> None:
    """Make columns wide enough for a cell that spans them."""
    gaps = GAP * (len(columns) - 1)
    least = widths.least - gaps - sum(column.least for column in columns)
    wanted = widths.wanted - gaps - sum(column.wanted for column in columns)
    for number, column in enumerate(columns):
        left = len(columns) - number
        if least > 0:
            share = -(-least // left)
            column.least += share
            least -= share
        if wanted > 0:
            share = -(-wanted // left)
            column.wanted += share
            wanted -= share
