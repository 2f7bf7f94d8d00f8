"""The options of a Select, in front of everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widgets import Input

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.composer.pick_screen import Pick, PickScreen

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.controls import Select

SEARCHED = 15
"""Options up to which they are not searched in, unless the server wants it."""

_NO_LETTER = "(?!)"
"""Matches nothing: where nothing is searched there is nothing to type. Digits are taken before."""

_NOTHING = ""
"""Chosen where nothing is; an option without a value can't be told from it on the wire either."""


class SelectScreen(PickScreen):
    """Asks for an option; gives its value, "" for nothing, None for things as they are."""

    def __init__(self, select: Select, value: str) -> None:
        title = display_line(select.placeholder or "") or _("Choose")
        super().__init__(title, list(_picks(select, value)), numbered=True, marked=value or None)
        searchable = select.searchable
        self._searched = len(select.options) > SEARCHED if searchable is None else searchable

    def on_mount(self) -> None:
        if not self._searched:
            words = self.query_one(Input)
            words.restrict = _NO_LETTER
            words.placeholder = _("{key} takes it, or its number").format(key="Enter")


def _picks(select: Select, value: str) -> Iterator[Pick]:
    if select.clearable and value:
        yield Pick(_NOTHING, _("Nothing"))
    for option in select.options:
        about = " · ".join(part for part in (option.group, option.description) if part)
        yield Pick(option.value, option.label or option.value, about, bool(option.disabled))
