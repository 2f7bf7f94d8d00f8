"""Where an answer is written: edited as a message is, and left when it is empty."""

from __future__ import annotations

from typing import Any

from textual.message import Message

from chatkit_tui.tui.composer.text_input import TextInput


class AnswerField(TextInput):
    """The composer's text area for an answer; Enter keeps the text and hands it up."""

    class BackWanted(Message):
        """The user goes left of an empty answer."""

    def __init__(self) -> None:
        settings: dict[str, Any] = {"soft_wrap": True, "compact": True}
        super().__init__(
            id="own-words", highlight_cursor_line=False, tab_behavior="focus", **settings
        )

    def on_mount(self) -> None:
        self.cursor_blink = False

    def show(self, text: str, placeholder: str) -> None:
        """Hold `text`, the caret behind it."""
        self.placeholder = placeholder
        if text != self.full_text:
            self.load_full_text(text)
            self.move_cursor(self.document.end)

    @property
    def rows(self) -> int:
        """How many rows the text takes."""
        return max(1, self.wrapped_document.height)

    def action_cursor_left(self, select: bool = False) -> None:
        if self.text:
            super().action_cursor_left(select)
        else:
            self.post_message(self.BackWanted())

    def action_submit(self) -> None:
        text = self.full_text
        super().action_submit()
        if not self.text:
            # It is an answer: it stays to be seen and changed.
            self.load_full_text(text)
