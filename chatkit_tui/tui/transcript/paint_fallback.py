"""Items of a type nobody knows, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.display import display_line
from chatkit_tui.protocol.items import UnknownThreadItem
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.page import Page, hang
from chatkit_tui.tui.transcript.short_json import short_json

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

RAW_LIMIT = 400
"""Characters of JSON shown of what nobody knows."""


def paint_unknown(item: UnknownThreadItem, row: Row, page: Page) -> None:
    """The type of an item nobody knows, and the beginning of its JSON."""
    palette = page.palette
    kind = display_line(item.type) or _("without a type")
    text = display_line(short_json(item.raw, RAW_LIMIT))
    page.begin()
    shows = _("{key} shows all of it").format(key="v")
    heading = [
        (_("Item {type}").format(type=kind), palette.label),
        (f" · {shows}", palette.muted),
    ]
    page.more(hang(heading, page.width, ("◌ ", palette.label)))
    page.more(hang([(text, palette.muted)], page.width, ("", palette.muted), indent=2))
