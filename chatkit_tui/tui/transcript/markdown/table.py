"""Tables that fit the width they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.pieces import Among, Between, Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line, Span, line_width, width_of, wrap

Cell = list[Span]

LEAST_COLUMN = 10
"""Cells a column needs to be read at all; with less, rows are stacked."""

SEPARATOR = " │ "
CROSSING = "─┼─"
FAINT_CROSSING = "╌┼╌"


@dataclass(slots=True)
class Table:
    """The cells of a table; `aligns` has left, right or center for each column."""

    head: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    aligns: list[str] = field(default_factory=list)


def paint_table(table: Table, width: int, palette: Palette) -> list[Line]:
    """In columns if they fit; else each row as a list of `column: value`."""
    widths = _column_widths(table, width)
    if widths is None:
        return _stacked(table, width, palette)
    lines = _row(table.head, widths, table.aligns, palette.rule)
    lines.append((Ruled(CROSSING.join("─" * size for size in widths), palette.rule),))
    rows = [_row(row, widths, table.aligns, palette.rule) for row in table.rows]
    apart = any(len(row) > 1 for row in rows)
    faint_rule = FAINT_CROSSING.join("╌" * size for size in widths)
    for index, row in enumerate(rows):
        if apart and index:
            lines.append((Ruled(faint_rule, palette.rule),))
        lines.extend(row)
    return lines


def _column_widths(table: Table, width: int) -> list[int] | None:
    """Natural widths where they fit, else the wide columns share what the narrow ones leave."""
    columns = [
        [row[index] for row in (table.head, *table.rows)] for index in range(len(table.head))
    ]
    natural = [max(1, *(_cell_width(cell) for cell in column)) for column in columns]
    room = width - len(SEPARATOR) * (len(natural) - 1)
    widths = [0] * len(natural)
    order = sorted(range(len(natural)), key=natural.__getitem__)
    for done, column in enumerate(order):
        share = room // (len(order) - done)
        if share < min(natural[column], LEAST_COLUMN):
            return None
        widths[column] = min(natural[column], share)
        room -= widths[column]
    return widths


def _row(
    cells: Sequence[Cell], widths: Sequence[int], aligns: Sequence[str], rule: Style
) -> list[Line]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    rows: list[Line] = []
    for y in range(height):
        row: list[Segment] = []
        separator = Between if y == height - 1 else Among
        for index, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
            if index:
                row.append(separator(SEPARATOR, rule))
            row.extend(_aligned(lines[y] if y < len(lines) else (), width, aligns[index]))
        rows.append(tuple(row))
    return rows


def _aligned(line: Line, width: int, align: str) -> Line:
    room = max(0, width - line_width(line))
    before = room if align == "right" else room // 2 if align == "center" else 0
    left = (Drawn(" " * before),) if before else ()
    right = (Drawn(" " * (room - before)),) if room > before else ()
    return (*left, *line, *right)


def _stacked(table: Table, width: int, palette: Palette) -> list[Line]:
    lines: list[Line] = []
    for index, row in enumerate(table.rows):
        if index:
            lines.append((Ruled("─" * min(width, 8), palette.rule),))
        for name, value in zip(table.head, row, strict=True):
            label = [*name, (": ", palette.table_head)] if _text(name).strip() else []
            lines.extend(wrap([*label, *value], width))
    if not table.rows:
        for name in table.head:
            lines.extend(wrap(name, width))
    return lines


def _cell_width(cell: Cell) -> int:
    return max(width_of(line) for line in _text(cell).split("\n"))


def _text(cell: Cell) -> str:
    return "".join(text for text, _ in cell)
