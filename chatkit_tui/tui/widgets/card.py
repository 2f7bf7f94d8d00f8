"""Card: a framed widget with a status, what can be folded of it, and its two buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.segment import Segment

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.component import CardAction
from chatkit_tui.protocol.widgets.layout import Card
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.protocol.widgets.refs import CANCEL, CONFIRM, FOLD
from chatkit_tui.protocol.widgets.text import Markdown, Text
from chatkit_tui.protocol.widgets.tree import Node
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import clip
from chatkit_tui.tui.widgets.block import Block, beside, placed, stacked
from chatkit_tui.tui.widgets.boxes import lay
from chatkit_tui.tui.widgets.buttons import draw_button
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.flex import broken
from chatkit_tui.tui.widgets.flow import Flow, lay_flow, measure_flow
from chatkit_tui.tui.widgets.focus import focus_style
from chatkit_tui.tui.widgets.frames import Frame, background_of, lines_of, themed
from chatkit_tui.tui.widgets.lengths import edges
from chatkit_tui.tui.widgets.panel import PADDING, Head, head_of, panel_frame, paneled, with_end
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

SIZES = {"sm": 48, "md": 64, "lg": 80}
"""Cells of a card where there is room; a "full" one takes all there is."""

USUAL_SIZE = "sm"

_FULL = 1_000
"""Cells: as wide as there is room."""

_BETWEEN = 2
"""Cells between the buttons."""

_LONGEST_TITLE = 60


def measure_card(node: Node, sheet: Sheet) -> Widths:
    """As wide as its size says, or as what is in it needs at least."""
    inside = measure_flow(node.children, sheet, Flow(), node.left_out)
    frame, _inside = _frame(node, None, sheet)
    least = inside.least + frame.edges.across
    return Widths(least, max(least, SIZES.get(_size(_card(node)), _FULL)))


def card_width(node: Node, room: int, sheet: Sheet) -> int:
    """Cells it takes where there is so much room."""
    return min(room, sheet.widths(node).wanted)


def draw_card(node: Node, width: int, sheet: Sheet) -> Block:
    """The card, at the left of the width if that is more than its size."""
    card = _card(node)
    own = card_width(node, width, sheet)
    frame, inside = _frame(node, own, sheet)
    frame = frame.fitted(own, sheet.widths(node).least)
    room = max(1, own - frame.edges.across)
    head = head_of(card.status, inside)
    folded = is_folded(node, sheet)
    if card.collapsed is not None:
        head = _foldable(node, head, inside, folded=folded)
    body = Block(room) if folded else _body(node, room, inside)
    if folded:
        frame = replace(frame, padding=replace(frame.padding, top=0, bottom=0))
    return placed(paneled(body, frame, head), width)


def is_folded(node: Node, sheet: Sheet) -> bool:
    """Whether only the head of a card is shown."""
    return sheet.state.folded.get(node.ref, bool(_card(node).collapsed))


def _body(node: Node, room: int, sheet: Sheet) -> Block:
    laid = lay_flow(node.children, room, sheet, Flow(), lay, node.left_out)
    body = laid.block(laid.height)
    if sheet.growing and any(_is_written(each) for each in node.walk()):
        return body
    footer = _footer(node, room, sheet)
    return stacked([each for each in (body, footer) if each.height], room, gap=1)


def _is_written(node: Node) -> bool:
    """Whether a text is still being streamed."""
    return isinstance(node.component, Text | Markdown) and bool(node.component.streaming)


def _footer(node: Node, room: int, sheet: Sheet) -> Block:
    """The buttons side by side, or below each other where they don't fit."""
    buttons = [
        _button(node, suffix, action, sheet, room) for suffix, action in _actions(_card(node))
    ]
    lines = broken([button.width for button in buttons], room, _BETWEEN)
    rows = [
        beside([buttons[index] for index in line], [0, _BETWEEN][: len(line)]) for line in lines
    ]
    return stacked([placed(row, room) for row in rows], room)


def _actions(card: Card) -> Iterator[tuple[str, CardAction]]:
    if card.confirm is not None:
        yield CONFIRM, card.confirm
    if card.cancel is not None:
        yield CANCEL, card.cancel


def _button(node: Node, suffix: str, action: CardAction, sheet: Sheet, room: int) -> Block:
    ref = node.ref + suffix
    enabled = action.action is not None
    confirms = suffix == CONFIRM
    block = draw_button(
        action.label or (_("Confirm") if confirms else _("Cancel")),
        style="primary" if confirms else "secondary",
        focused=sheet.state.focus == ref,
        busy=ref in sheet.state.busy,
        enabled=enabled,
        sheet=sheet,
        width=room,
    )
    usable = enabled and not sheet.state.waits(ref)
    control = Control(ref, ControlKind.PRESS, node, 0, 0, block.width, block.height, usable)
    block.controls.append(control)
    return block


def _foldable(node: Node, head: Head, sheet: Sheet, *, folded: bool) -> Head:
    """The head with what folds the card; without a status, a folded card bears its first words."""
    words = head.words
    if folded and not words:
        first = display_line(plain_text(node.raw).partition("\n")[0]) or _("Folded")
        muted = sheet.readable(sheet.palette.muted)
        words = (Segment(clip(first, _LONGEST_TITLE), muted),)
    ref = node.ref + FOLD
    focused = sheet.state.focus == ref
    style = focus_style(sheet) if focused else sheet.readable(sheet.palette.text)
    end = (Drawn(" ▸ " if folded else " ▾ ", style),)
    control = Control(ref, ControlKind.SHOW, node, 0, 0, 3)
    return with_end(replace(head, words=words), end, control)


def _frame(node: Node, width: int | None, sheet: Sheet) -> tuple[Frame, Sheet]:
    """What is around the card, and the sheet for what is in it."""
    card = _card(node)
    own, ground = themed(card.theme, sheet)
    frame = panel_frame(own) if card.border is None else lines_of(card.border, own, "md")
    padding = PADDING if card.padding is None else edges(card.padding, width, frame.lines)
    asked = background_of(card.background, own)
    background = ground if asked is None else asked
    return replace(frame, padding=padding, background=background), own.over(background)


def _size(card: Card) -> str:
    size = (card.size or USUAL_SIZE).strip().lower()
    return size if size in SIZES or size == "full" else USUAL_SIZE


def _card(node: Node) -> Card:
    assert isinstance(node.component, Card)
    return node.component
