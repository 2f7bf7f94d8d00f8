"""Tables for which there is no room: each row as `header: value`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.tui.transcript.page import foreign
from chatkit_tui.tui.transcript.pieces import Ruled
from chatkit_tui.tui.transcript.wrap import clip, width_of, wrap
from chatkit_tui.tui.widgets.block import Block, Edges, beside, block_of, inset, on, stacked
from chatkit_tui.tui.widgets.sheet import Sheet
from chatkit_tui.tui.widgets.table_cell import draw_contents, measure_cell
from chatkit_tui.tui.widgets.table_columns import LEAST
from chatkit_tui.tui.widgets.table_grid import Grid, Spot

MOST_OF_LABEL = 24
"""Cells of a header that stands beside its values."""

LONGEST_LABEL = 120
"""Cells of a header that are told in each record."""

RULE = 8
"""Cells of the rule between two records."""

_INDENT = 2


@dataclass(slots=True)
class Records:
    """The rows of a table one below the other."""

    grid: Grid
    width: int
    sheet: Sheet
    labels: list[str] = field(init=False)
    _values: dict[int, Block] = field(default_factory=dict)
    """What is drawn of a cell, by its identity: one that spans rows is part of many records."""

    def __post_init__(self) -> None:
        self.labels = [", ".join(self._headers(column)) for column in range(self.grid.columns)]

    def block(self) -> Block:
        """The records, rules between them; headers with controls stand above them."""
        head = [spot for spot in self.grid.spots if spot.header]
        body = [row for row, header in enumerate(self.grid.headers) if not header]
        parts = [block for spot in head if (block := self._head(spot)).controls or not body]
        rule = block_of([(Ruled("─" * RULE, self.sheet.palette.rule),)], self.width)
        for row in body:
            if parts:
                parts.append(rule)
            parts.extend(self._record(row))
        return stacked(parts, self.width)

    def _headers(self, column: int) -> Iterator[str]:
        """The texts of the headers of a column, from above."""
        for row, header in enumerate(self.grid.headers):
            spot = self.grid.owners[row][column]
            if header and spot is not None and spot.row == row:
                text = display_line(plain_text(spot.node.raw))
                if text:
                    yield clip(text, LONGEST_LABEL)

    def _head(self, spot: Spot) -> Block:
        block = draw_contents(spot.node, self.width, self.sheet)
        return on(block, self.sheet.palette.table_head)

    def _record(self, row: int) -> Iterator[Block]:
        column = 0
        while column < self.grid.columns:
            spot = self.grid.owners[row][column]
            if spot is not None:
                value = self._values.get(id(spot))
                if value is None:
                    label = self.labels[column] if spot.across == 1 else ""
                    value = self._values[id(spot)] = self._value(spot, label)
                # A cell that spans rows is part of each, but nothing is operated in two places.
                if spot.row == row or not value.controls:
                    yield value
            column += 1 if spot is None else spot.across

    def _value(self, spot: Spot, label: str) -> Block:
        """A cell behind its header, or below it where that leaves too little room."""
        if not label:
            return draw_contents(spot.node, self.width, self.sheet)
        beneath = self.sheet.palette.table_head
        before = width_of(label) + 2
        room = self.width - before
        widths = measure_cell(spot.node, self.sheet)
        if before <= MOST_OF_LABEL and room >= max(widths.least, min(widths.wanted, LEAST)):
            name = block_of(wrap(foreign(f"{label}: ", beneath), before), before)
            return beside([name, draw_contents(spot.node, room, self.sheet)])
        name = block_of(wrap(foreign(f"{label}:", beneath), self.width), self.width)
        indent = _INDENT if self.width > _INDENT else 0
        value = draw_contents(spot.node, self.width - indent, self.sheet)
        return stacked([name, inset(value, Edges(left=indent))], self.width)
