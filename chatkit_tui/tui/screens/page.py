"""A text to be read, copied and kept, beside the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.lines_view import LinesView
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.tui.lines_view import Painter
    from chatkit_tui.tui.view import ChatKitView


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a page shows, and what `y` and `w` take from it."""

    heading: str
    painter: Painter
    text: str
    name: str
    """Of the text in a sentence: "the report"."""
    file_name: str


class PageScreen(ModalScreen[None]):
    """Shows a leaf over the conversation."""

    CSS_PATH = Path(__file__).with_name("page.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Back", id="page.close"),
        Binding("y,ctrl+c", "copy", "Copy all of it", id="page.copy", priority=True),
        Binding("w", "write", "Write it to a file", id="page.write"),
    ]

    def __init__(self, view: ChatKitView, leaf: Leaf) -> None:
        super().__init__()
        self.view = view
        self._leaf = leaf

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(display_line(self._leaf.heading), id="page-heading", markup=False)
            yield LinesView(self._leaf.painter, id="page-lines")
            yield Static(self.hint, id="page-hint", markup=False)

    @property
    def hint(self) -> str:
        """The keys, in words."""
        copy, write = _("{key} copy").format(key="y"), _("{key} write to a file").format(key="w")
        return SEPARATOR.join([copy, write, _("{key} back").format(key="Esc")])

    def action_close(self) -> None:
        self.dismiss(None)

    def action_copy(self) -> None:
        self.view.copy(self._leaf.text, self._leaf.name)

    def action_write(self) -> None:
        self.view.run(self._write())

    async def _write(self) -> None:
        from chatkit_tui.tui.file_writing import write_with_questions

        path = await write_with_questions(self.app, self._leaf.text, self._leaf.file_name)
        if path is not None:
            self.view.tell(_("Written to {path}").format(path=path))
