"""The composer: prompt mark, text, and the messages queued behind a running response."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from chatkit_tui.display import display_line
from chatkit_tui.tui.composer.recall import Recall
from chatkit_tui.tui.composer.text_input import TextInput, typeable

QUEUE_SHOWN = 3
"""Queued messages drawn at most; the rest is counted."""


class Composer(Widget):
    """Takes text and hands it up; what happens to it is the view's business."""

    DEFAULT_CLASSES = "composer"

    @dataclass
    class Submitted(Message):
        """The user wants to send `text`; empty when Enter was pressed on nothing."""

        text: str

    class Changed(Message):
        """The text changed, by whatever hand."""

    @dataclass
    class RecallWanted(Message):
        """An earlier (`step` -1) or later (+1) text was asked for."""

        step: int

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._placeholder = placeholder
        self._recall = Recall()
        self._queue: Static | None = None
        self._queue_shown: tuple[tuple[str, ...], bool] = ((), False)

    def compose(self) -> ComposeResult:
        with Horizontal(id="prompt"):
            yield Static("❯", id="prompt-mark", markup=False)
            yield TextInput(
                id="input",
                soft_wrap=True,
                compact=True,
                highlight_cursor_line=False,
                tab_behavior="focus",
                placeholder=self._placeholder,
            )

    def on_mount(self) -> None:
        self.input.cursor_blink = False

    @property
    def input(self) -> TextInput:
        return self.query_one("#input", TextInput)

    @property
    def text(self) -> str:
        return self.input.text

    @text.setter
    def text(self, text: str) -> None:
        self.input.load_text(typeable(text))
        self.input.move_cursor(self.input.document.end)

    def set_placeholder(self, placeholder: str) -> None:
        """Show another hint in the empty composer."""
        self.input.placeholder = display_line(placeholder)

    def clear(self) -> None:
        """Empty the composer; what stood there can be called back with up."""
        self._recall.remember(self.text)
        self.text = ""

    def recall(self, step: int) -> None:
        """Show the text `step` entries away in the history, if there is one."""
        text = self._recall.step(step, self.text)
        if text is not None:
            self.text = text

    def show_queue(self, queued: list[str], *, held: bool) -> None:
        """Draw the messages that wait their turn; `held` says that they wait for the user."""
        if (tuple(queued), held) == self._queue_shown:
            return
        self._queue_shown = (tuple(queued), held)
        lines = [f"⏳ {display_line(text)}" for text in queued[:QUEUE_SHOWN]]
        if len(queued) > QUEUE_SHOWN:
            lines.append(f"   and {len(queued) - QUEUE_SHOWN} more")
        if held:
            lines.append("   held: Enter sends, ↑ takes the last one back")
        if self._queue is None:
            self._queue = Static(id="queue", markup=False)
            self.mount(self._queue, before=0)
        self._queue.update(Content("\n").join([Content(line) for line in lines]))
        self._queue.display = bool(lines)

    @on(TextInput.Submitted)
    def _submit(self, event: TextInput.Submitted) -> None:
        event.stop()
        self._recall.remember(event.text)
        self.post_message(self.Submitted(event.text if event.text.strip() else ""))

    @on(TextInput.HistoryWanted)
    def _history_wanted(self, event: TextInput.HistoryWanted) -> None:
        event.stop()
        self.post_message(self.RecallWanted(event.step))

    @on(TextInput.Changed)
    def _changed(self, event: TextInput.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())
