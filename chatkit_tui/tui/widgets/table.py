"""Table and Table.Row: columns where there is room for them, else records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatkit_tui.protocol.widgets.layout import Table, TableCell, TableRow
from chatkit_tui.translation import plural
from chatkit_tui.tui.transcript.pieces import Among, Between, Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line, wrap
from chatkit_tui.tui.widgets.block import (
    Align,
    Block,
    block_of,
    heightened,
    on,
    placed,
    stacked,
)
from chatkit_tui.tui.widgets.more import STEP, draw_more
from chatkit_tui.tui.widgets.sheet import Sheet, Widths
from chatkit_tui.tui.widgets.table_cell import draw_cell, measure_cell
from chatkit_tui.tui.widgets.table_columns import GAP, columns_of, fitted
from chatkit_tui.tui.widgets.table_grid import Grid, Spot, grid_of, is_header
from chatkit_tui.tui.widgets.table_records import Records

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.widgets.state import WidgetState

FIRST = STEP
"""Rows that are shown where nobody asked for more, without those of the head."""

_RULE, _FAINT_RULE = "─", "╌"


def body_rows(table: Node) -> int:
    """How many rows there are below the head."""
    return len(table.children) - _head_rows(table)


def shown_rows(table: Node, state: WidgetState) -> int:
    """How many of them are shown."""
    return min(state.shown.get(table.ref, FIRST), body_rows(table))


def measure_table(node: Node, sheet: Sheet) -> Widths:
    """As wide as its columns; in records it needs no more than its widest cell."""
    grid = grid_of(_rows(node, sheet))
    columns = columns_of(grid, None, sheet)
    cells = [measure_cell(spot.node, sheet).least for spot in grid.spots]
    gaps = GAP * max(0, len(columns) - 1)
    wanted = sum(max(each.wanted, each.least) for each in columns) + gaps
    return Widths(max(cells, default=1), max(1, wanted, *cells))


def draw_table(node: Node, width: int, sheet: Sheet) -> Block:
    """The first rows, what shows more of them, and a word on those that are not here."""
    grid = grid_of(_rows(node, sheet))
    widths = fitted(columns_of(grid, width, sheet), width)
    if not grid.columns:
        body = Block(width)
    elif widths is None:
        body = Records(grid, width, sheet).block()
    else:
        body = placed(_Drawing(grid, widths, sheet).block(), width)
    if not isinstance(node.component, Table):
        return body
    total, shown = body_rows(node), shown_rows(node, sheet.state)
    more = draw_more(node, shown, FIRST, total, width, sheet)
    return stacked([body, more, *_left_out(node, width, sheet)], width)


def _head_rows(table: Node) -> int:
    """How many rows there are before the first one that is no header."""
    return next(
        (number for number, row in enumerate(table.children) if not is_header(row)),
        len(table.children),
    )


def _rows(node: Node, sheet: Sheet) -> Sequence[Node]:
    """The rows that are shown, of a table or of a row that stands alone."""
    if isinstance(node.component, TableRow):
        return (node,)
    return node.children[: _head_rows(node) + shown_rows(node, sheet.state)]


def _left_out(node: Node, width: int, sheet: Sheet) -> list[Block]:
    """What is said of rows and cells of which the tree is too large."""
    notes = []
    if cells := sum(row.left_out for row in node.children):
        words = plural("… {count} more cell left out", "… {count} more cells left out", cells)
        notes.append(words.format(count=f"{cells:,}"))
    if rows := node.left_out:
        words = plural("… {count} more row left out", "… {count} more rows left out", rows)
        notes.append(words.format(count=f"{rows:,}"))
    style = sheet.palette.muted
    return [block_of(wrap([(note, style)], width), width) for note in notes]


def _side(align: str | None) -> Align:
    return "center" if align == "center" else "end" if align == "end" else "start"


@dataclass(slots=True)
class _Drawing:
    """A table whose columns fit."""

    grid: Grid
    widths: Sequence[int]
    sheet: Sheet

    def block(self) -> Block:
        """The rows, with a rule below a header, and faint ones where rows have several lines."""
        grid = self.grid
        drawn = [(spot, self._cell(spot)) for spot in grid.spots]
        heights = [1] * len(grid.headers)
        for spot, block in drawn:
            if spot.down == 1:
                heights[spot.row] = max(heights[spot.row], block.height)
        rules = self._rules(heights)
        for spot, block in drawn:
            rows = range(spot.row, spot.row + spot.down)
            lines = sum(heights[row] for row in rows) + sum(bool(rules[row]) for row in rows[:-1])
            heights[rows[-1]] += max(0, block.height - lines)
        tops = [0]
        for height, rule in zip(heights, rules, strict=True):
            tops.append(tops[-1] + height + bool(rule))
        return self._put_together(drawn, heights, rules, tops)

    def _cell(self, spot: Spot) -> Block:
        block = draw_cell(spot.node, self._width(spot), self.sheet)
        return on(block, self.sheet.palette.table_head) if spot.header else block

    def _width(self, spot: Spot) -> int:
        columns = self.widths[spot.column : spot.column + spot.across]
        return sum(columns) + GAP * (spot.across - 1)

    def _rules(self, heights: Sequence[int]) -> list[str]:
        """What is drawn below each row; "" for nothing."""
        headers = self.grid.headers
        body = [height for height, header in zip(heights, headers, strict=True) if not header]
        below = _FAINT_RULE if any(height > 1 for height in body) else ""
        rules = [below] * len(headers)
        for row, header in enumerate(headers):
            if header:
                last = row + 1 == len(headers) or not headers[row + 1]
                rules[row] = _RULE if last else ""
            elif row + 1 == len(headers):
                rules[row] = ""
        return rules

    def _put_together(
        self,
        drawn: Sequence[tuple[Spot, Block]],
        heights: Sequence[int],
        rules: Sequence[str],
        tops: Sequence[int],
    ) -> Block:
        whole = Block(sum(self.widths) + GAP * (len(self.widths) - 1))
        blocks: dict[int, Block] = {}
        for spot, block in drawn:
            last = spot.row + spot.down - 1
            height = tops[last] + heights[last] - tops[spot.row]
            component = spot.node.component
            align = _side(component.v_align if isinstance(component, TableCell) else None)
            high = blocks[id(spot)] = heightened(block, height, align)
            left = sum(self.widths[: spot.column]) + GAP * spot.column
            whole.controls += [each.moved(tops[spot.row], left) for each in high.controls]
            whole.spinners += [tops[spot.row] + row for row in high.spinners]
        for row, height in enumerate(heights):
            for line in range(tops[row], tops[row] + height):
                last_one = line + 1 == tops[row] + height
                gap = (Between if last_one else Among)(" " * GAP)
                whole.lines.append(self._line(row, line, blocks, tops, gap))
            if rules[row]:
                whole.lines.append(self._rule(row, tops[row] + height, rules[row], blocks, tops))
        return whole

    def _line(
        self, row: int, line: int, blocks: dict[int, Block], tops: Sequence[int], gap: Drawn
    ) -> Line:
        """A line of a row: the cells that are there."""
        pieces: list[Line] = []
        column = 0
        while column < len(self.widths):
            if column:
                pieces.append((gap,))
            spot = self.grid.owners[row][column]
            if spot is None:
                pieces.append((Drawn(" " * self.widths[column]),))
                column += 1
            else:
                pieces.append(blocks[id(spot)].lines[line - tops[spot.row]])
                column += spot.across
        return tuple(segment for piece in pieces for segment in piece)

    def _rule(
        self, row: int, line: int, glyph: str, blocks: dict[int, Block], tops: Sequence[int]
    ) -> Line:
        """The line below a row; cells that go on below it interrupt it."""
        owners, style = self.grid.owners, self.sheet.palette.rule
        on_below = owners[row + 1] if row + 1 < len(owners) else [None] * len(self.widths)
        crossing = [
            spot if spot is not None and spot is on_below[column] else None
            for column, spot in enumerate(owners[row])
        ]
        if not any(crossing):
            return (Ruled(glyph * (sum(self.widths) + GAP * (len(self.widths) - 1)), style),)
        pieces: list[Line] = []
        for column, spot in enumerate(crossing):
            before = crossing[column - 1] if column else None
            if column and (spot is None or spot is not before):
                open_gap = spot is not None or before is not None
                pieces.append((Drawn((" " if open_gap else glyph) * GAP, style),))
            if spot is None:
                pieces.append((Drawn(glyph * self.widths[column], style),))
            elif spot is not before:
                pieces.append(blocks[id(spot)].lines[line - tops[spot.row]])
        return tuple(segment for piece in pieces for segment in piece)
