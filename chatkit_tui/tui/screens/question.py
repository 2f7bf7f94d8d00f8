"""Small questions: yes or no, and one line of text."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.screens.withdrawn import WithdrawnScreen
from chatkit_tui.tui.status import SEPARATOR


class ConfirmScreen(ModalScreen[bool]):
    """Asks before something that cannot be undone; no is the answer at hand."""

    CSS_PATH = Path(__file__).with_name("question.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (50, "-wide")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
        Binding("left,right", "app.focus_next", "Other button", show=False, id="confirm.other"),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="question", can_focus=False):
            yield Static(Content(display(self._question)), markup=False)
            with Horizontal(id="buttons"):
                yield Button(f"{_('No')} (n)", id="no")
                yield Button(Content(f"{display_line(self._yes)} (y)"), id="yes", variant="error")

    def on_mount(self) -> None:
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)


class LineScreen(WithdrawnScreen[str | None]):
    """Asks for one line of text; None when the user backs out."""

    CSS_PATH = Path(__file__).with_name("question.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="line.cancel")
    ]

    def __init__(self, question: str, value: str = "", *, enter: str) -> None:
        """`enter` says what Enter does with the line: "{key} renames it"."""
        super().__init__()
        self._question = question
        self._value = value
        self._enter = enter

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="question", can_focus=False):
            yield Static(Content(display(self._question)), markup=False)
            yield Input(value=display_line(self._value), id="line")
            yield Static(self._hint, id="hint", markup=False)

    @property
    def _hint(self) -> str:
        cancels = _("{key} cancels").format(key="Esc")
        return SEPARATOR.join([self._enter.format(key="Enter"), cancels])

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        self.dismiss(None)
