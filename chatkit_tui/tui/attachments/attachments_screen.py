"""The files of the thread and of what is written: to look at, save, open and leave out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.attachments.chips import words_of
from chatkit_tui.tui.attachments.showing import open_outside, save_file, show_file
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.tui.attachments.listed_files import ListedFile
    from chatkit_tui.tui.view import ChatKitView

LONGEST = 400
"""Characters drawn of a name."""


class AttachmentsScreen(ModalScreen[None]):
    """A list of files."""

    CSS_PATH = Path(__file__).with_name("attachments_screen.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,a", "close", "Back", id="attachments.close"),
        Binding("enter", "show", "Show it", id="attachments.show", priority=True),
        Binding("s,w", "save", "Save it as a file", id="attachments.save"),
        Binding("o", "open", "Open it outside", id="attachments.open"),
        Binding("delete,backspace", "remove", "Leave it out", id="attachments.remove"),
        Binding("j", "move(1)", "Next", show=False, id="attachments.next"),
        Binding("k", "move(-1)", "Previous", show=False, id="attachments.previous"),
    ]

    def __init__(self, view: ChatKitView, files: Sequence[ListedFile]) -> None:
        super().__init__()
        self._view = view
        self._files = list(files)

    def compose(self) -> ComposeResult:
        with Vertical(id="attachments"):
            yield Static(_("Files of this thread"), id="attachments-title", markup=False)
            yield OptionList(*map(_option, self._files), id="attachments-list", markup=False)
            yield Static(_hint(), id="attachments-hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0

    @property
    def current(self) -> ListedFile:
        """The file that is marked."""
        return self._files[self.query_one(OptionList).highlighted or 0]

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_show()

    def action_move(self, step: int) -> None:
        entries = self.query_one(OptionList)
        wanted = (entries.highlighted or 0) + step
        entries.highlighted = max(0, min(len(self._files) - 1, wanted))

    def action_show(self) -> None:
        self._view.run(show_file(self._view, self.current))

    def action_save(self) -> None:
        self._view.run(save_file(self._view, self.current))

    def action_open(self) -> None:
        self._view.run(open_outside(self._view, self.current))

    def action_remove(self) -> None:
        file = self.current
        if file.attached is None:
            words = _("It was sent with a message, and stays with it.")
            self._view.tell(words, severity="warning")
            return
        self._view.attaching.do("remove", file.attached)
        at = self._files.index(file)
        del self._files[at]
        if not self._files:
            self.dismiss(None)
            return
        entries = self.query_one(OptionList)
        entries.remove_option_at_index(at)
        entries.highlighted = min(at, len(self._files) - 1)

    def action_close(self) -> None:
        self.dismiss(None)


def _hint() -> str:
    words = [
        _("{key} shows it").format(key="Enter"),
        _("{key} saves it").format(key="s"),
        _("{key} opens it").format(key="o"),
        _("{key} leaves it out").format(key="Del"),
        _("{key} back").format(key="Esc"),
    ]
    return SEPARATOR.join(words)


def _option(file: ListedFile) -> Option:
    name = display_line(file.name[:LONGEST]) or _("file")
    facts = display_line(file.mime_type[:LONGEST])
    way = f" · {display_line(words_of(file.attached))}" if file.attached is not None else ""
    mark = "✎ " if file.attached is not None else "  "
    return Option(
        Content.assemble((mark, "$text-accent"), name, (f"  {facts}{way}", "$text-muted"))
    )
