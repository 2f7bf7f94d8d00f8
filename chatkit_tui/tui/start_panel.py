"""What an empty thread shows: a greeting and prompts to start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display, display_line

if TYPE_CHECKING:
    from chatkit_tui.options import StartScreenOption


class StartPanel(Widget):
    """Greeting and prompts; choosing one sends it."""

    @dataclass
    class Chosen(Message):
        """The user picked a prompt."""

        prompt: str

    def __init__(self) -> None:
        super().__init__(id="start")
        self._start: StartScreenOption | None = None

    def show(self, start: StartScreenOption) -> None:
        """Draw the greeting and the prompts of `start`."""
        self._start = start
        self.refresh(recompose=True)

    def compose(self) -> ComposeResult:
        if self._start is None:
            return
        from chatkit_tui.tui.transcript.icons import glyph

        yield Static(Content(display(self._start.greeting)), id="greeting", markup=False)
        if self._start.prompts:
            yield OptionList(
                *(
                    Option(Content(f"{glyph(prompt.icon)} {display_line(prompt.label)}"))
                    for prompt in self._start.prompts
                ),
                id="prompts",
                markup=False,
            )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._start is not None:
            self.post_message(self.Chosen(self._start.prompts[event.option_index].prompt))
