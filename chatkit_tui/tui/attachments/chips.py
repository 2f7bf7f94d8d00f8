"""How a file looks in a row of files: its name, its size, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from chatkit_tui.controller.attachments.attached import Stage
from chatkit_tui.controller.attachments.rules import readable_size
from chatkit_tui.display import display_line
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached

GAP = "  "
BAR = 5
"""Cells of a bar of progress."""

LONGEST_NAME = 28
"""Cells of a name."""


@dataclass(frozen=True, slots=True)
class ChipLine:
    """A line of chips, and which of the files stand on it."""

    content: Content
    indexes: range


def chip_lines(files: Sequence[Attached], width: int, chosen: int | None) -> list[ChipLine]:
    """Chips one after the other, as many on a line as have room there."""
    lines: list[ChipLine] = []
    begin, content = 0, Content("")
    for index, attached in enumerate(files):
        each = chip(attached, width, chosen=index == chosen)
        if content and content.cell_length + len(GAP) + each.cell_length > width:
            lines.append(ChipLine(content, range(begin, index)))
            begin, content = index, Content("")
        content = Content.assemble(content, GAP, each) if content else each
    return [*lines, ChipLine(content, range(begin, len(files)))] if files else []


def chip(attached: Attached, width: int, *, chosen: bool = False) -> Content:
    """A file in a few cells, `width` at most."""
    mark, style, facts = _state(attached)
    room = max(4, min(LONGEST_NAME, width - len(mark) - cell_len(facts) - 2))
    name = short_name(display_line(attached.name) or _("file"), room)
    content = Content.assemble((f"{mark} ", style), name, (f" {facts}" if facts else "", "dim"))
    content = content.truncate(width, ellipsis=True)
    return content.stylize("reverse") if chosen else content


def short_name(name: str, width: int) -> str:
    """A name in `width` cells; what is cut out is its middle, for the end says what it is."""
    if cell_len(name) <= width:
        return name
    tail = ""
    for character in reversed(name):
        if cell_len(tail) + cell_len(character) > width // 3:
            break
        tail = character + tail
    return set_cell_size(name, width - 1 - cell_len(tail)).rstrip() + "…" + tail


def words_of(attached: Attached) -> str:
    """How far a file is, in words."""
    match attached.stage:
        case Stage.READY:
            return _("uploaded")
        case Stage.UPLOADING:
            return _("uploading {percent} %").format(percent=attached.percent)
        case Stage.FAILED:
            return str(attached.error)
        case _:
            return _("waiting")


def _state(attached: Attached) -> tuple[str, str, str]:
    """Mark, its style, and what is said behind the name."""
    size = readable_size(attached.size) if attached.size is not None else ""
    match attached.stage:
        case Stage.READY:
            return "✓", "$text-success", size
        case Stage.FAILED:
            return "✗", "$text-error", size
        case Stage.UPLOADING:
            done = BAR * attached.percent // 100
            bar = "━" * done + "─" * (BAR - done)
            return "↑", "$text-accent", f"{bar} {attached.percent} % {size}".rstrip()
        case _:
            return "…", "$text-muted", size
