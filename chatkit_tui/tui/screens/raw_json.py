"""An item as the server sent it."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from chatkit_tui.translation import _
from chatkit_tui.tui.raw_json import paint_json, spread_json
from chatkit_tui.tui.screens.page import Leaf, PageScreen
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.tui.view import ChatKitView


LONGEST_NAME = 40
"""Characters of an item's id that go into the name of a file."""


class RawJsonScreen(PageScreen):
    """Every field that came, the unknown ones included."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "close", "Back", show=False, id="raw.close"),
    ]

    def __init__(self, view: ChatKitView, text: str, *, kind: str, name: str) -> None:
        """`text` is the JSON, `kind` the type of the item, `name` of a file for it."""
        size = _("{count} characters of JSON").format(count=f"{len(text):,}")
        leaf = Leaf(
            heading=SEPARATOR.join([kind or _("An item without a type"), size]),
            painter=partial(paint_json, text),
            text=f"{text}\n",
            name=_("the JSON"),
            file_name=name,
        )
        super().__init__(view, leaf)


async def raw_json_screen(view: ChatKitView, item: ThreadItem) -> RawJsonScreen:
    """The page for an item of any type."""
    text = await asyncio.to_thread(spread_json, item.as_json())
    name = re.sub(r"\W+", "-", item.id or "").strip("-")[:LONGEST_NAME] or "item"
    return RawJsonScreen(view, text, kind=item.type, name=f"{name}.json")
