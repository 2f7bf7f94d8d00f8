"""The Image component: the picture itself where one can be drawn, else what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.widgets.content import Image
from chatkit_tui.translation import _
from chatkit_tui.tui.hyperlinks import host_of, openable
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line, clip, line_width, wrap
from chatkit_tui.tui.widgets.block import Block, block_of, on, placed
from chatkit_tui.tui.widgets.lengths import CELL, ROW, ratio, size_across, size_down
from chatkit_tui.tui.widgets.sheet import Sheet, Widths

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node

WIDEST = 72
"""Cells of a picture that says nothing of its size."""

LEAST_BOX = 16
"""Cells below which there is no room for a box: one line stands for the picture."""

ALT_LINES = 4
"""Lines of what a picture shows."""

_SQUARE, _ROUND = "┌┐└┘", "╭╮╰╯"


def measure_image(node: Node, sheet: Sheet) -> Widths:
    """As wide as it asks to be, or as a picture is at most."""
    image = cast(Image, node.component)
    width = size_across(image.size if image.width is None else image.width)
    most = size_across(image.max_size if image.max_width is None else image.max_width)
    wanted = max(1, min(width or WIDEST, most or WIDEST))
    return Widths(min(wanted, LEAST_BOX), wanted)


def draw_image(node: Node, width: int, sheet: Sheet) -> Block:
    """The picture, or a box that says what it is and where it comes from."""
    image = cast(Image, node.component)
    sheet = sheet.over(sheet.colors.background(image.background, sheet.beneath))
    framed = image.frame is True and width > LEAST_BOX // 2
    columns = min(width, WIDEST) - 2 * framed
    lines, problem = _picture(image, columns, sheet)
    if lines is None:
        block = _standing_in(image, min(width, WIDEST), problem, sheet)
    else:
        block = block_of(lines, max((line_width(line) for line in lines), default=1))
        if framed:
            block = _boxed(block, image, sheet)
    if sheet.beneath is not None and image.background is not None:
        block = on(block, Style(bgcolor=sheet.beneath))
    return placed(block, width)


def _picture(image: Image, columns: int, sheet: Sheet) -> tuple[list[Line] | None, str]:
    """The rows of the picture; None, and why, if there are none."""
    if not image.src:
        return None, _("it has no address")
    drawn = sheet.picture(image.src, columns, sheet.beneath)
    if drawn is None or not drawn.lines:
        return None, drawn.problem if drawn is not None else ""
    most = _most_rows(image, columns)
    lines = drawn.lines
    if not most or len(lines) <= most:
        return lines, ""
    if image.fit in ("cover", "none"):
        return _cropped(lines, most, image.position or "center"), ""
    # Never enlarged, so the width it has now says how wide it is in fewer rows.
    narrower = max(1, line_width(lines[0]) * most // len(lines))
    smaller = sheet.picture(image.src, narrower, sheet.beneath)
    return (smaller.lines if smaller is not None and smaller.lines else lines), ""


def _most_rows(image: Image, columns: int) -> int:
    """Rows of the picture at most; 0 where nothing limits them."""
    height = size_down(image.size if image.height is None else image.height)
    most = size_down(image.max_size if image.max_height is None else image.max_height)
    aspect = ratio(image.aspect_ratio)
    if not height and aspect:
        height = max(1, int(columns * CELL / aspect / ROW + 0.5))
    return min(height or most, most or height)


def _cropped(lines: list[Line], rows: int, position: str) -> list[Line]:
    left = len(lines) - rows
    first = 0 if "top" in position else left if "bottom" in position else left // 2
    return lines[first : first + rows]


def _standing_in(image: Image, width: int, problem: str, sheet: Sheet) -> Block:
    """What stands in the picture's place: a box, or one line where there is no room for one."""
    palette = sheet.palette
    mark = glyph("images")
    name = display_line(image.alt or "")
    linked = palette.linked(palette.text, openable(image.src))
    if width < LEAST_BOX:
        line: Line = (Drawn(mark, palette.label),)
        if name and width > 3:
            line = (*line, Drawn(" "), Segment(clip(name, width - 2), linked))
        return block_of([line], min(width, line_width(line)))
    inner = width - 4
    host = display_line(host_of(image.src))
    head = [(f"{mark} ", palette.label), (name or _("Image"), linked)]
    lines = wrap(head, inner)[:ALT_LINES]
    if host:
        lines.append((Segment(clip(host, inner), palette.url),))
    if problem:
        words = _("Not drawn: {reason}.").format(reason=display_line(problem).rstrip("."))
        lines += wrap([(words, palette.muted)], inner)
    inner = max(min(inner, LEAST_BOX), *(line_width(line) for line in lines))
    body = block_of(lines, inner)
    body.lines = [(Drawn(" "), *line, Drawn(" ")) for line in body.lines]
    body.width += 2
    return _boxed(body, image, sheet)


def _boxed(block: Block, image: Image, sheet: Sheet) -> Block:
    """A block with a thin line around it."""
    style = sheet.colors.line(None, sheet.beneath)
    square = (image.radius or "md").strip().lower() in ("none", "0", "0px")
    corners = _SQUARE if square else _ROUND
    across = "─" * block.width
    bar = Drawn("│", style)
    lines: list[Line] = [(Ruled(f"{corners[0]}{across}{corners[1]}", style),)]
    lines += [(bar, *line, bar) for line in block.lines]
    lines.append((Ruled(f"{corners[2]}{across}{corners[3]}", style),))
    return Block(block.width + 2, lines)
