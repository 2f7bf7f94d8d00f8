"""The part of the composer that holds files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chatkit_tui.tui.composer.prompt_place import PromptPlace

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached
    from chatkit_tui.tui.attachments.strip import AttachmentStrip


class FilesRow(PromptPlace):
    """A composer with a row of files above its text, which is there from the first file on."""

    def __init__(self) -> None:
        super().__init__()
        self._strip: AttachmentStrip | None = None
        self.why_not: Callable[[Sequence[Attached]], str | None] = lambda files: None
        """Is asked whether a message with these files can go; says why it cannot."""

    @property
    def files(self) -> tuple[Attached, ...]:
        """What goes along with the text."""
        return self._strip.files if self._strip is not None else ()

    @files.setter
    def files(self, files: tuple[Attached, ...]) -> None:
        if self._strip is None:
            if not files:
                return
            from chatkit_tui.tui.attachments.strip import AttachmentStrip

            self._strip = AttachmentStrip()
            self.mount(self._strip, before="#prompt")
        self._strip.show(files, is_open=self.is_open)

    def show_files_anew(self) -> None:
        """Draw how far the files are."""
        self.files = self.files

    def show_parts(self) -> None:
        super().show_parts()
        self.show_files_anew()

    def take_files_in_hand(self) -> None:
        """Go through the files, if there are any."""
        if self._strip is not None:
            self._strip.take_in_hand()

    def on_attachment_strip_left(self) -> None:
        if self._strip is not None and self._strip.has_focus:
            self.input.focus()
