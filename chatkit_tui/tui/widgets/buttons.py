"""Buttons: words on a ground, one row high unless the words need more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.controls import Button
from chatkit_tui.tui.transcript.icons import SPINNER, glyph
from chatkit_tui.tui.transcript.pieces import Drawn
from chatkit_tui.tui.transcript.wrap import clip, line_width, width_of, wrap
from chatkit_tui.tui.widgets.block import Block, fitted, on
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.focus import POINTERS, focus_style
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.transcript.wrap import Line

LONGEST_LABEL = 200
"""Cells of a label that are drawn; the rest is left out."""

_PADDING = {"3xs": 1, "2xs": 1, "xs": 1, "xl": 3, "2xl": 3, "3xl": 3}
_USUAL_PADDING = 2

_VARIANTS = ("solid", "soft", "outline", "ghost")
_BRACKETS = ("[", "]")
_ROUND = ("(", ")")
_HALVES = ("▐", "▌")

_UNDERLINED = Style(underline=True)
_NOT_UNDERLINED = Style(underline=False)
"""Only words are underlined, not what is beside them."""

_BOLD = Style(bold=True)
_DIM = Style(dim=True)


@dataclass(frozen=True, slots=True)
class Look:
    """What a button is drawn like; `padding` is in cells, at each side of its words."""

    variant: str = "soft"
    color: str = "secondary"
    pill: bool = False
    padding: int = _USUAL_PADDING


PRIMARY = Look("solid", "primary")
SECONDARY = Look()


@dataclass(frozen=True, slots=True)
class Standing:
    """What goes on with a button."""

    focused: bool = False
    busy: bool = False
    enabled: bool = True


def measure_button(node: Node, sheet: Sheet) -> Widths:
    """As wide as its words; they may be wrapped."""
    component = _button(node)
    words, padding = words_of(component), 2 * look_of(component).padding
    longest = max((width_of(word) for word in words.split(" ")), default=1)
    return Widths(min(longest, LONGEST_LABEL) + padding, width_of(words) + padding)


def draw_button_node(node: Node, width: int, sheet: Sheet) -> Block:
    """A Button, with what can be pressed of it."""
    component = _button(node)
    standing = Standing(
        focused=sheet.state.focus == node.ref,
        busy=sheet.state.waits(node.ref),
        enabled=is_enabled(component),
    )
    wide = width if component.block else None
    spins = node.ref in sheet.state.busy
    drawn = draw_words(
        words_of(component), look_of(component), replace(standing, busy=spins), sheet, width, wide
    )
    block = Block(width, [fitted(line, width) for line in drawn.lines], [], drawn.spinners)
    control = Control(
        node.ref, ControlKind.PRESS, node, 0, 0, drawn.width, drawn.height, standing.enabled
    )
    block.controls.append(control)
    return block


def draw_button(
    label: str,
    *,
    style: str | None = None,
    focused: bool = False,
    busy: bool = False,
    enabled: bool = True,
    sheet: Sheet,
    width: int | None = None,
) -> Block:
    """A button that is no component of its own, as wide as its label; `width` is the most it takes.

    `style` is "primary" or "secondary". The block has no control: its place is the whole block.
    """
    look = PRIMARY if style == "primary" else SECONDARY
    words = clip(display_line(label), LONGEST_LABEL)
    standing = Standing(focused=focused, busy=busy, enabled=enabled)
    most = width if width is not None else width_of(words) + 2 * look.padding
    return draw_words(words, look, standing, sheet, most)


def draw_words(
    words: str, look: Look, standing: Standing, sheet: Sheet, most: int, wide: int | None = None
) -> Block:
    """Words as a button of at most `most` cells, or of exactly `wide`."""
    most = max(1, most)
    padding = look.padding
    if width_of(words) + 2 * padding > most:
        padding = min(1, max(0, most // 2 - 1))
    ground = _ground(look, standing, sheet)
    lines = wrap([(words, ground)], max(1, most - 2 * padding)) if words else [()]
    inner = max((line_width(line) for line in lines), default=0)
    inner = max(1, min(inner, most - 2 * padding) if wide is None else wide - 2 * padding)
    body = on(Block(inner, [fitted(line, inner, "center") for line in lines]), ground)
    room = (Drawn(" " * (padding - 1), ground + _NOT_UNDERLINED),) if padding > 1 else ()
    block = Block(inner + 2 * padding)
    for row, line in enumerate(body.lines):
        edges: tuple[Line, Line] = ((), ())
        if padding:
            edges = _edges(look, standing, sheet, ground, first=row == 0)
        block.lines.append((*edges[0], *room, *line, *room, *edges[1]))
    if standing.busy and padding:
        block.spinners.append(0)
    return block


def is_enabled(component: Button) -> bool:
    """Whether a button can be pressed: one that does nothing can't, unless its server says so."""
    if component.disabled is not None:
        return not component.disabled
    return component.on_click_action is not None or bool(component.submit)


def words_of(component: Button) -> str:
    """The label between its icons."""
    label = clip(display_line(component.label or ""), LONGEST_LABEL)
    start = glyph(component.icon_start) if component.icon_start else ""
    end = glyph(component.icon_end) if component.icon_end else ""
    return " ".join(part for part in (start, label, end) if part) or "…"


def look_of(component: Button) -> Look:
    """Variant and colour as they are, or as the style of the button means them."""
    primary = component.style == "primary"
    variant = component.variant if component.variant in _VARIANTS else None
    if variant is None:
        variant = "solid" if primary or component.color else "soft"
    padding = 1 if component.uniform else _PADDING.get(component.size or "", _USUAL_PADDING)
    color = component.color or ("primary" if primary else "secondary")
    return Look(variant, color, bool(component.pill), padding)


def _button(node: Node) -> Button:
    assert isinstance(node.component, Button)
    return node.component


def _ground(look: Look, standing: Standing, sheet: Sheet) -> Style:
    """The words, with what is beneath them."""
    colors, beneath = sheet.colors, sheet.beneath
    if standing.focused:
        return focus_style(sheet)
    if not standing.enabled:
        return colors.on(beneath).muted + _DIM
    if look.variant == "solid":
        return colors.solid(look.color, beneath) + _BOLD
    if look.variant == "soft":
        # What is grey on grey looks as if it could not be pressed.
        return colors.soft("primary" if look.color == "secondary" else look.color, beneath)
    text = colors.text("primary" if look.color == "secondary" else look.color, beneath)
    return text + _UNDERLINED if look.variant == "ghost" else text


def _edges(
    look: Look, standing: Standing, sheet: Sheet, ground: Style, *, first: bool
) -> tuple[Line, Line]:
    """The cells at both ends of a row of the words."""
    left, right = " ", " "
    style = ground + _NOT_UNDERLINED
    if first and standing.focused:
        left, right = POINTERS
    elif first and standing.enabled and _is_bracketed(look, sheet):
        left, right = _ROUND if look.pill else _BRACKETS
    elif look.pill and not standing.focused and _is_filled(look, standing, sheet):
        left, right = _HALVES
        style = Style(color=ground.bgcolor, bgcolor=sheet.beneath)
    if first and standing.busy:
        left, style = SPINNER[0], ground
    return (Drawn(left, style),), (Drawn(right, style),)


def _is_bracketed(look: Look, sheet: Sheet) -> bool:
    return look.variant == "outline" or (not sheet.palette.shades and look.variant != "ghost")


def _is_filled(look: Look, standing: Standing, sheet: Sheet) -> bool:
    return sheet.palette.shades and standing.enabled and look.variant in ("solid", "soft")
