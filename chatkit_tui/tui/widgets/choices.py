"""Checkbox and RadioGroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.controller.forms.values import value_of
from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.controls import Checkbox, Option, RadioGroup
from chatkit_tui.protocol.widgets.refs import OPTION
from chatkit_tui.tui.transcript.icons import SPINNER
from chatkit_tui.tui.transcript.page import hang
from chatkit_tui.tui.transcript.wrap import clip, line_width, width_of
from chatkit_tui.tui.widgets.block import Block, beside, block_of, placed, stacked
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.field_frame import Field, field_of, with_problem
from chatkit_tui.tui.widgets.focus import focus_style
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node

TICKED, UNTICKED = "☑", "☐"
CHOSEN, UNCHOSEN = "●", "○"

_MARK = 2
"""Cells of the box and of what parts it from the label."""

_BETWEEN = 2
"""Cells between options that stand side by side."""

_LEAST = 8
_LONGEST = 400
_DIM = Style(dim=True)


def measure_checkbox(node: Node, sheet: Sheet) -> Widths:
    """The box and its label."""
    label = width_of(_label(_checkbox(node).label, ""))
    return Widths(min(label, _LEAST) + _MARK, label + _MARK)


def draw_checkbox(node: Node, width: int, sheet: Sheet) -> Block:
    """A box that is ticked or not, and its label."""
    component = _checkbox(node)
    field = field_of(node, sheet, disabled=component.disabled)
    ticked = value_of(node, sheet.state.values) is True
    label = _label(component.label, "")
    box = TICKED if ticked else UNTICKED
    block = _marked(box, label, width, field, sheet, stands_out=ticked)
    block.controls.append(_control(node, node.ref, ControlKind.TICK, block, field.enabled))
    return with_problem(placed(block, width), field, sheet)


def measure_radio_group(node: Node, sheet: Sheet) -> Widths:
    """All options side by side, or the longest one where they stand in a column."""
    component = _radio_group(node)
    labels = [width_of(_label(o.label, o.value)) + _MARK for o in component.options or ()]
    longest = max(labels, default=_MARK)
    across = sum(labels) + _BETWEEN * max(0, len(labels) - 1)
    wanted = longest if component.direction == "col" else across
    return Widths(min(longest, _LEAST + _MARK), max(wanted, _MARK))


def draw_radio_group(node: Node, width: int, sheet: Sheet) -> Block:
    """Options of which one is chosen; each can have the keys."""
    component = _radio_group(node)
    field = field_of(node, sheet, disabled=component.disabled)
    chosen = value_of(node, sheet.state.values)
    options = [
        _option(node, index, option, chosen == option.value, width, field, sheet)
        for index, option in enumerate(component.options or ())
    ]
    across = component.direction != "col"
    rows = _in_rows(options, width) if across else [placed(each, width) for each in options]
    return with_problem(stacked(rows, width), field, sheet)


def _option(
    node: Node, index: int, option: Option, chosen: bool, width: int, group: Field, sheet: Sheet
) -> Block:
    ref = f"{node.ref}{OPTION}{index}"
    own = Field(
        ref=ref,
        focused=sheet.state.focus == ref,
        enabled=group.enabled and not option.disabled,
        spins=group.spins and chosen,
        problem=group.problem,
    )
    label = _label(option.label, option.value)
    box = CHOSEN if chosen else UNCHOSEN
    block = _marked(box, label, width, own, sheet, stands_out=chosen)
    block.controls.append(_control(node, ref, ControlKind.RADIO, block, own.enabled))
    return block


def _in_rows(options: list[Block], width: int) -> list[Block]:
    """Options side by side, as many in a row as there is room for."""
    rows: list[list[Block]] = []
    taken = 0
    for each in options:
        if not rows or taken + _BETWEEN + each.width > width:
            rows.append([])
            taken = -_BETWEEN
        rows[-1].append(each)
        taken += _BETWEEN + each.width
    gaps = (0, *[_BETWEEN] * len(options))
    return [placed(beside(row, gaps), width) for row in rows]


def _marked(
    box: str, label: str, most: int, field: Field, sheet: Sheet, *, stands_out: bool
) -> Block:
    """A box with its label, as wide as they are."""
    palette = sheet.palette
    if field.focused:
        mark = text = focus_style(sheet)
    elif not field.enabled:
        mark = text = palette.muted + _DIM
    else:
        mark = palette.accent if stands_out else palette.text
        text = palette.text
        if field.problem:
            mark = palette.error
    box = SPINNER[0] if field.spins else box
    lines = hang([(label, text)], most, (f"{box} ", mark)) if label else [(Segment(box, mark),)]
    width = max(1, min(most, max(line_width(line) for line in lines)))
    block = block_of(lines, width)
    if field.spins:
        block.spinners.append(0)
    return block


def _control(node: Node, ref: str, kind: ControlKind, block: Block, enabled: bool) -> Control:
    return Control(ref, kind, node, 0, 0, block.width, block.height, enabled)


def _label(label: str | None, instead: str) -> str:
    return clip(display_line((label or instead)[:_LONGEST]), _LONGEST)


def _checkbox(node: Node) -> Checkbox:
    assert isinstance(node.component, Checkbox)
    return node.component


def _radio_group(node: Node) -> RadioGroup:
    assert isinstance(node.component, RadioGroup)
    return node.component
