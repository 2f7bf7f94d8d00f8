"""The frame of a field: its ground, its edges, and below it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.color import Color as ScreenColor
from rich.color import blend_rgb
from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.page import hang
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.widgets.block import Block, block_of, fitted, on, stacked
from chatkit_tui.tui.widgets.focus import POINTERS, focus_mark, focus_style

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.transcript.wrap import Line
    from chatkit_tui.tui.widgets.sheet import Sheet

EDGES = 2
"""Cells that the edges of a field take of each row."""

_GROUND = 0.09
"""How far the ground of a field is from what is beneath it to the text."""

_PROBLEM = "! "
_DIM = Style(dim=True)
_ITALIC = Style(italic=True)
"""Tells a placeholder from a text where no shade does."""


@dataclass(frozen=True, slots=True)
class Field:
    """What goes on with a field, and how it wants to look."""

    ref: str
    focused: bool
    enabled: bool
    spins: bool
    """Its own action runs."""
    problem: str
    outlined: bool = True
    round: bool = False
    filled: bool = False
    """With the focus all of it stands out, since no caret stands in it."""


def field_of(
    node: Node,
    sheet: Sheet,
    *,
    disabled: bool | None = None,
    variant: str | None = None,
    pill: bool | None = None,
    filled: bool = False,
) -> Field:
    """The field that a component is, as its widget stands now."""
    state = sheet.state
    return Field(
        ref=node.ref,
        focused=state.focus == node.ref,
        enabled=not disabled,
        spins=node.ref in state.busy,
        problem=state.problems.get(node.ref, ""),
        outlined=variant in (None, "outline"),
        round=bool(pill),
        filled=filled,
    )


def ground_of(field: Field, sheet: Sheet) -> Style:
    """The ground of a field and the text on it."""
    colors = sheet.colors
    if field.focused and field.filled:
        return focus_style(sheet)
    if not field.enabled:
        return colors.on(sheet.beneath).muted + _DIM
    if not sheet.palette.shades:
        return sheet.palette.text
    ground = ScreenColor.from_triplet(blend_rgb(colors.behind(sheet.beneath), colors.ink, _GROUND))
    return colors.on(ground).text + Style(bgcolor=ground)


def faint(field: Field, sheet: Sheet) -> Style:
    """A placeholder, or a mark in a field."""
    ground = ground_of(field, sheet)
    if field.focused and field.filled:
        return ground
    if not sheet.palette.shades:
        ground += _ITALIC
    return ground + sheet.colors.on(ground.bgcolor or sheet.beneath).muted


def framed(rows: Sequence[Line], width: int, field: Field, sheet: Sheet) -> Block:
    """The rows of a field in its frame, of `width` cells; in few cells there is no frame."""
    if width <= EDGES:
        return on(block_of(rows, width), ground_of(field, sheet))
    inner = width - EDGES
    ground = ground_of(field, sheet)
    body = on(Block(inner, [fitted(row, inner) for row in rows]), ground)
    block = Block(width)
    for row, line in enumerate(body.lines):
        left, right = _edges(field, sheet, row, len(rows))
        style = _edge_style(field, sheet, ground)
        block.lines.append((Drawn(left, style), *line, Drawn(right, style)))
    if field.spins:
        block.spinners.append(0)
    return block


def with_problem(block: Block, field: Field, sheet: Sheet) -> Block:
    """A field, and below it what is wrong with it."""
    if not field.problem:
        return block
    style = sheet.palette.error
    lines = hang([(display_line(field.problem), style)], block.width, (_PROBLEM, style))
    return stacked([block, block_of(lines, block.width)], block.width)


def text_line(text: str, style: Style) -> Line:
    """A row of nothing but a text."""
    return (Segment(text, style),) if text else ()


def _edges(field: Field, sheet: Sheet, row: int, rows: int) -> tuple[str, str]:
    left, right = " ", " "
    if field.outlined or not sheet.palette.shades:
        left, right = ("(", ")") if field.round else ("[", "]")
        if rows > 1:
            left = right = "│"
    if row == 0 and field.focused:
        left, right = POINTERS
    if row == 0 and field.spins:
        right = SPINNER[0]
    return left, right


def _edge_style(field: Field, sheet: Sheet, ground: Style) -> Style:
    if field.focused:
        return ground if field.filled else ground + focus_mark(sheet)
    if field.problem:
        return ground + sheet.palette.error
    return ground + sheet.palette.rule
