"""What an empty thread shows: a greeting and prompts to start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.options import StartScreenOption, StartScreenPrompt

NUMBERED = 9
"""Prompts that a digit chooses."""

LEAST_PROMPTS = 2
"""Rows that the prompts keep, however long the greeting is."""


class PromptList(OptionList, inherit_bindings=False):
    """The prompts; digits choose at once, and letters begin a message of the user's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Previous prompt", show=False, id="start.up"),
        Binding("down", "cursor_down", "Next prompt", show=False, id="start.down"),
        Binding("home", "first", "First prompt", show=False, id="start.first"),
        Binding("end", "last", "Last prompt", show=False, id="start.last"),
        Binding("enter", "select", "Send the prompt", show=False, id="start.send"),
        *(
            Binding(str(n), f"number({n})", "Send that prompt", show=False, id=f"start.number_{n}")
            for n in range(1, NUMBERED + 1)
        ),
    ]

    def __init__(
        self, prompts: tuple[StartScreenPrompt, ...], typed: Callable[[str], None]
    ) -> None:
        """`typed` gets the characters that mean nothing here."""
        super().__init__(
            *(Option(_line(n, prompt)) for n, prompt in enumerate(prompts, 1)),
            id="prompts",
            markup=False,
        )
        self._typed = typed

    def on_key(self, event: events.Key) -> None:
        character = event.character or ""
        active = self.screen.active_bindings.get(event.key)
        own = active is not None and active.node is self
        if event.is_printable and not own and not character.isspace():
            event.stop()
            self._typed(character)

    def action_number(self, number: int) -> None:
        if number <= self.option_count:
            self.highlighted = number - 1
            self.action_select()


class StartPanel(Widget):
    """Greeting and prompts; choosing one sends it."""

    DEFAULT_CSS = Path(__file__).with_name("start_panel.tcss").read_text(encoding="utf-8")

    @dataclass
    class Chosen(Message):
        """The user picked a prompt."""

        prompt: str

    def __init__(self, typed: Callable[[str], None]) -> None:
        """`typed` gets the characters that choose no prompt."""
        super().__init__(id="start")
        self._typed = typed
        self._start: StartScreenOption | None = None
        self._prompts: PromptList | None = None

    def show(self, start: StartScreenOption) -> None:
        """Draw the greeting and the prompts of `start`."""
        if start == self._start:
            return
        self._start = start
        self.refresh(recompose=True)

    def compose(self) -> ComposeResult:
        self._prompts = None
        if self._start is None:
            return
        yield Static(Content(display(_(self._start.greeting))), id="greeting", markup=False)
        if self._start.prompts:
            self._prompts = PromptList(self._start.prompts, self._typed)
            yield self._prompts
            yield Static(id="more-prompts", markup=False)
            self.watch(self._prompts, "scroll_y", self._show_more, init=False)
            self.watch(self._prompts, "has_focus", self._show_more, init=False)
        self.call_after_refresh(self._fit)

    def take_focus(self) -> bool:
        """Let the next keys choose a prompt; False where there is none."""
        prompts = self._prompts
        if prompts is None or not self.display:
            return False
        prompts.focus()
        if prompts.highlighted is None:
            prompts.highlighted = 0
        return True

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        """Share the rows: the greeting shrinks first, then the prompts scroll."""
        prompts, height = self._prompts, self.size.height
        if prompts is None or not prompts.is_mounted or not height:
            return
        greeting = self.query_one("#greeting")
        rows = min(prompts.option_count, LEAST_PROMPTS)
        greeting.styles.max_height = max(1, height - rows - 2)
        self.call_after_refresh(self._fit_prompts)

    def _fit_prompts(self) -> None:
        prompts = self._prompts
        if prompts is None or not prompts.is_mounted:
            return
        # A blank row after the greeting, and the row below the prompts.
        left = self.size.height - self.query_one("#greeting").outer_size.height - 2
        prompts.styles.max_height = max(1, left)
        self.call_after_refresh(self._show_more)

    def _show_more(self) -> None:
        """Say how many prompts are below, or how one is chosen."""
        prompts = self._prompts
        if prompts is None or not prompts.is_mounted or not self.is_mounted:
            return
        below = prompts.option_count - round(prompts.scroll_y) - prompts.size.height
        parts = [_("↓ {count} more").format(count=below)] if below > 0 else []
        if prompts.has_focus:
            parts.append(_("{key} or a number").format(key="Enter"))
        else:
            parts.append(_("{key}, then {enter} or a number").format(key="Tab", enter="Enter"))
        for line in self.query("#more-prompts").results(Static):
            line.update(Content(SEPARATOR.join(parts)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._start is not None:
            prompt = self._start.prompts[event.option_index].prompt
            if not isinstance(prompt, str):
                from chatkit_tui.tui.composer.mentions import text_of_parts

                prompt = text_of_parts(prompt)
            self.post_message(self.Chosen(prompt))


def _line(number: int, prompt: StartScreenPrompt) -> Content:
    from chatkit_tui.tui.transcript.icons import glyph

    digit = str(number) if number <= NUMBERED else " "
    return Content.assemble(
        (digit, "$text-muted"),
        " ",
        (glyph(prompt.icon), "$text-accent"),
        " ",
        display_line(prompt.label),
    )
