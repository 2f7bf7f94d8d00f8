"""Where the cells of a table stand: rows and columns, with what spans several of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from chatkit_tui.protocol.widgets.layout import TableCell, TableRow
from chatkit_tui.protocol.widgets.tree import Node

MOST_ACROSS = 32
"""Columns that a cell can span."""

MOST_DOWN = 100
"""Rows that a cell can span."""


@dataclass(slots=True)
class Spot:
    """A cell and the rectangle of rows and columns it takes."""

    node: Node
    row: int
    column: int
    down: int = 1
    across: int = 1
    header: bool = False


@dataclass(slots=True)
class Grid:
    """The cells of some rows of a table."""

    headers: list[bool]
    """Whether each row is a header."""
    spots: list[Spot]
    columns: int
    owners: list[list[Spot | None]] = field(default_factory=list)
    """By row and column, the cell that is there."""


def is_header(row: Node) -> bool:
    """Whether a row of a table stands out."""
    return isinstance(row.component, TableRow) and row.component.header is True


def grid_of(rows: Sequence[Node]) -> Grid:
    """Place the cells: each in the first column that no cell above it reaches down to.

    What is no row is a row of one cell. Columns in which no cell begins are no columns.
    """
    spots: list[Spot] = []
    free_from: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while free_from.get(column, 0) > number:
                column += 1
            across, down = _span(cell, number, len(rows))
            end = column
            while end < column + across and free_from.get(end, 0) <= number:
                free_from[end] = number + down
                end += 1
            spots.append(Spot(cell, number, column, down, end - column, is_header(row)))
            column = end
    starts = sorted({spot.column for spot in spots})
    for spot in spots:
        end = bisect_left(starts, spot.column + spot.across)
        spot.column = bisect_left(starts, spot.column)
        spot.across = end - spot.column
    grid = Grid([is_header(row) for row in rows], spots, len(starts))
    grid.owners = _owners(grid)
    return grid


def _owners(grid: Grid) -> list[list[Spot | None]]:
    owners: list[list[Spot | None]] = [[None] * grid.columns for _ in grid.headers]
    for spot in grid.spots:
        for row in range(spot.row, spot.row + spot.down):
            owners[row][spot.column : spot.column + spot.across] = [spot] * spot.across
    return owners


def _cells(row: Node) -> Sequence[Node]:
    return row.children if isinstance(row.component, TableRow) else (row,)


def _span(cell: Node, row: int, rows: int) -> tuple[int, int]:
    """Columns and rows a cell asks for, as far as there are any."""
    component = cell.component
    if not isinstance(component, TableCell):
        return 1, 1
    across = min(max(component.col_span or 1, 1), MOST_ACROSS)
    down = min(max(component.row_span or 1, 1), MOST_DOWN, rows - row)
    return across, down
