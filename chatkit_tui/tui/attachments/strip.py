"""The files of the message being written, above its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.attachments.chips import chip_lines
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached

LINES = 3
"""Lines of files drawn at most; one on a screen of few rows."""

FEW_ROWS = 16


class AttachmentStrip(Widget, can_focus=True):
    """Draws `files`; Backspace before the first character of the text goes into it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up,shift+tab", "move(-1)", "File before", show=False, id="files.previous"),
        Binding("right", "move(1)", "File after", show=False, id="files.next"),
        Binding("delete,backspace", "want('remove')", "Leave it out", id="files.remove"),
        Binding("enter,space", "want('open')", "Show it; try a failed one again", id="files.open"),
        Binding("escape,down,tab", "leave", "Back to the text", id="files.leave"),
    ]

    @dataclass
    class Wanted(Message):
        """Something is to be done with a file: "remove" or "open"."""

        what: str
        attached: Attached

    class Left(Message):
        """The user is through with the files."""

    def __init__(self) -> None:
        super().__init__(id="files")
        self.files: tuple[Attached, ...] = ()
        self._chosen = 0
        self.display = False

    def show(self, files: tuple[Attached, ...], *, is_open: bool) -> None:
        """Draw these; `is_open` says that something can be written."""
        self.files = files
        self._chosen = max(0, min(self._chosen, len(files) - 1))
        if self.has_focus and not files:
            self.post_message(self.Left())
        self.display = bool(files) and is_open
        self.refresh(layout=True)

    def take_in_hand(self) -> bool:
        """Go to the newest file; False where there is none."""
        if not self.files or not self.display:
            return False
        self._chosen = len(self.files) - 1
        self.focus()
        return True

    # -- drawing -------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> RenderResult:
        return Content("\n").join(self._lines(self.size.width))

    def on_resize(self, event: events.Resize) -> None:
        self.refresh(layout=True)

    def on_focus(self) -> None:
        self.refresh(layout=True)

    def on_blur(self) -> None:
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[Content]:
        if width <= 0 or not self.files:
            return []
        few = self.app.size.height < FEW_ROWS
        chosen = self._chosen if self.has_focus else None
        chips = chip_lines(self.files, width, chosen)
        most = 1 if few else LINES
        at = next(n for n, line in enumerate(chips) if self._chosen in line.indexes)
        first = max(0, min(at, len(chips) - most)) if self.has_focus else len(chips) - most
        shown = chips[max(0, first) :][:most]
        lines = [line.content for line in shown]
        left_out = len(self.files) - sum(len(line.indexes) for line in shown)
        if left_out:
            more = Content.styled(f" +{left_out}", "$text-muted")
            room = max(1, width - more.cell_length)
            lines[-1] = Content.assemble(lines[-1].truncate(room, ellipsis=True), more)
        return [*lines, *self._words(width, few=few)]

    def _words(self, width: int, *, few: bool) -> list[Content]:
        """What is wrong with a file, and the keys while they go here."""
        files = self.files[self._chosen : self._chosen + 1] if self.has_focus else self.files
        failed = next((each for each in files if each.error is not None), None)
        lines: list[Content] = []
        if failed is not None:
            problem = Content.styled(display_line(str(failed.error)), "$text-error")
            wrapped = problem.wrap(width)
            most = 1 if few else 2
            lines = wrapped[:most]
            if len(wrapped) > most:
                whole = Content.assemble(lines[-1].rstrip(), " …")
                lines[-1] = whole.truncate(width, ellipsis=True)
        if self.has_focus and not (few and lines):
            lines.append(Content.styled(_hint(), "$text-muted").truncate(width, ellipsis=True))
        return lines

    # -- keys ----------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        self._chosen = max(0, min(len(self.files) - 1, self._chosen + step))
        self.refresh(layout=True)

    def action_want(self, what: str) -> None:
        if self.files:
            self.post_message(self.Wanted(what, self.files[self._chosen]))

    def action_leave(self) -> None:
        self.post_message(self.Left())


def _hint() -> str:
    removes, back = _("{key} removes it"), _("{key} back to the text")
    shows = _("{key} shows it, or tries again").format(key="Enter")
    return SEPARATOR.join([removes.format(key="Del"), shows, back.format(key="Esc")])
