"""F1: every key and what it does, drawn from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from chatkit_tui.translation import N_, _
from chatkit_tui.tui.key_names import key_name
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.tui.key_sections import KeyLine

KEY_COLUMN = 22
"""Cells for the keys where there is room for columns."""

NARROW = 60
"""Screens narrower than this get no columns, and no ids."""

WIDEST = 106
"""Cells that the table takes where there is room for them."""

HINT = N_("{keys} in config.toml rebinds them")

FRAME = 5
"""Cells of border, padding and scrollbar beside the table."""


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"keys.{id_}", priority=True)


class KeysScreen(ModalScreen[None]):
    """A table of keys for each part of the program, filtered while the user types."""

    CSS_PATH = Path(__file__).with_name("keys.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("escape", "close", "Empty the filter, then back", "close"),
        _bind("up", "scroll(-1)", "Up", "up"),
        _bind("down", "scroll(1)", "Down", "down"),
        _bind("pageup", "page(-1)", "Page up", "page_up"),
        _bind("pagedown", "page(1)", "Page down", "page_down"),
        _bind("ctrl+home", "scroll(-1000000)", "To the first key", "first"),
        _bind("ctrl+end", "scroll(1000000)", "To the last key", "last"),
    ]

    def __init__(self, sections: Sequence[tuple[str, Sequence[KeyLine]]]) -> None:
        super().__init__()
        self._sections = sections
        self._drawn_for = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="keys") as frame:
            frame.border_title = _("Keys")
            with VerticalScroll(id="keys-scroll", can_focus=False):
                yield Static(self._table(""), id="keys-table", markup=False)
            back = _("{key} back").format(key="Esc")
            hint = SEPARATOR.join([_("Type to filter"), back])
            yield Input(placeholder=hint, id="keys-filter", compact=True)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_resize(self, event: events.Resize) -> None:
        is_wide = event.size.width >= NARROW
        hint = _(HINT).format(keys=r"\[keys]")
        self.query_one("#keys").border_subtitle = hint if is_wide else ""
        if self._table_width() != self._drawn_for:
            # Not within the layout that is going on, which has measured the table.
            self.call_after_refresh(self._draw)

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self._scroll.scroll_home(animate=False)
        self._draw()

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_close(self) -> None:
        line = self.query_one(Input)
        if line.value:
            line.value = ""
        else:
            self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        self._scroll.scroll_relative(y=pages * self._scroll.size.height, animate=False)

    # -- the table -----------------------------------------------------------------------------

    def _draw(self) -> None:
        table = self._table(self.query_one(Input).value)
        self.query_one("#keys-table", Static).update(table)

    def _table_width(self) -> int:
        return min(self.app.size.width - FRAME, WIDEST)

    def _table(self, query: str) -> Content:
        words = query.casefold().split()
        width = self._drawn_for = self._table_width()
        parts: list[Content] = []
        for title, lines in self._sections:
            rows = [_row(group, width) for group in _groups(lines) if _matches(title, group, words)]
            if rows:
                parts += [Content(), Content.styled(title, "bold $text-accent"), *rows]
        return Content("\n").join(parts[1:] or [Content(_("No key is found with that."))])


def _groups(lines: Sequence[KeyLine]) -> Iterator[list[KeyLine]]:
    """Bindings that do the same, such as the digits, together."""
    for _description, group in groupby(lines, key=lambda line: line.description):
        yield list(group)


def _matches(title: str, group: Sequence[KeyLine], words: Sequence[str]) -> bool:
    """Whether each word is somewhere in what is known of a binding."""
    here = " ".join(
        " ".join((title, line.id, line.description, *line.keys, *map(key_name, line.keys)))
        for line in group
    ).casefold()
    return all(word in here for word in words)


def _row(group: Sequence[KeyLine], width: int) -> Content:
    """One line, or more where the keys or the words need them."""
    first, last = group[0], group[-1]
    keys = [key_name(key) for line in group for key in line.keys]
    if len(group) > 2 and len(keys) == len(group):
        keys = [f"{keys[0]}…{keys[-1]}"]
    shown = (" ".join(keys), "bold") if keys else (_("no key"), "$text-muted")
    if width < NARROW:
        return Content.assemble(shown, f"  {first.description}")
    id_ = first.id if first is last else f"{first.id}…{last.id.rpartition('_')[2]}"
    rows = []
    if cell_len(shown[0]) >= KEY_COLUMN:
        rows.append(Content.styled(*shown))
        shown = ("", "")
    gap = width - KEY_COLUMN - cell_len(first.description) - len(id_)
    if gap < 2:
        rows.append(Content.assemble((_column(shown[0]), shown[1]), first.description))
        shown, described, gap = ("", ""), "", width - KEY_COLUMN - len(id_)
    else:
        described = first.description
    rows.append(
        Content.assemble((_column(shown[0]), shown[1]), described, " " * gap, (id_, "$text-muted"))
    )
    return Content("\n").join(rows)


def _column(keys: str) -> str:
    return keys + " " * (KEY_COLUMN - cell_len(keys))
