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
        self._prompts: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static(id="greeting", markup=False)
        prompts = OptionList(id="prompts", markup=False)
        prompts.display = False
        yield prompts

    def show(self, start: StartScreenOption) -> None:
        """Draw the greeting and the prompts of `start`."""
        from chatkit_tui.tui.transcript.icons import glyph

        self.query_one("#greeting", Static).update(Content(display(start.greeting)))
        prompts = self.query_one("#prompts", OptionList)
        prompts.clear_options()
        self._prompts = [prompt.prompt for prompt in start.prompts]
        prompts.add_options(
            Option(Content(f"{glyph(prompt.icon)} {display_line(prompt.label)}"))
            for prompt in start.prompts
        )
        prompts.display = bool(self._prompts)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._prompts[event.option_index]))
