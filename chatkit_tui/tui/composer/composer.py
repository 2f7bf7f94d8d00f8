"""The composer: prompt mark, text, and the messages queued behind a running response."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.composer.choice_bar import ChoiceBar
from chatkit_tui.tui.composer.choices import Choices
from chatkit_tui.tui.composer.disclaimer import Disclaimer
from chatkit_tui.tui.composer.files_row import FilesRow
from chatkit_tui.tui.composer.prompt import Prompt
from chatkit_tui.tui.composer.prompt_memory import PromptMemory
from chatkit_tui.tui.composer.queue_panel import QueuePanel
from chatkit_tui.tui.composer.quote_bar import QuoteBar
from chatkit_tui.tui.composer.text_input import TextInput
from chatkit_tui.tui.own_boxes import ChatRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_tui.options import ComposerOption, DisclaimerOption
    from chatkit_tui.tui.composer.completion.choices import Choice
    from chatkit_tui.tui.composer.completion.completer import Completer, Source
    from chatkit_tui.tui.composer.completion.menu import CompletionMenu


class Composer(FilesRow):
    """Takes what the user writes and hands it up; what happens to it is the view's business."""

    DEFAULT_CLASSES = "composer"

    @dataclass
    class Submitted(Message):
        """The user wants to send `prompt`; without text when Enter was pressed on nothing."""

        prompt: Prompt

    class Changed(Message):
        """The text or what goes along with it changed, by whatever hand."""

    @dataclass
    class ToolChanged(Message):
        """The user has another tool now, or none."""

        tool_id: str | None

    @dataclass
    class RecallWanted(Message):
        """An earlier (`step` -1) or later (+1) text was asked for."""

        step: int

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "search_history", "Search in what you wrote", id="composer.search"),
        Binding("ctrl+t", "choose_tool", "Choose a tool", id="composer.tools"),
        Binding("f3", "choose_model", "Choose a model", id="composer.models"),
    ]

    def __init__(self, placeholder: str, memory: PromptMemory) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.memory = memory
        self._queue: QueuePanel | None = None
        self._quote_bar = QuoteBar(id="quote")
        self._choices = Choices()
        self._choice_bar = ChoiceBar(self._choices)
        self._disclaimer = Disclaimer()
        self._completer: Completer | None = None

    def compose(self) -> ComposeResult:
        yield self._quote_bar
        with ChatRow(id="prompt"):
            yield Static("❯", id="prompt-mark", markup=False)
            yield TextInput(
                id="input",
                soft_wrap=True,
                compact=True,
                highlight_cursor_line=False,
                tab_behavior="focus",
                placeholder=self._placeholder,
            )
        yield self.closed_line
        yield self._choice_bar
        yield self._disclaimer

    def on_mount(self) -> None:
        self.input.cursor_blink = False
        self.show_parts()
        self.call_after_refresh(self._read_history)

    def _read_history(self) -> None:
        self.run_worker(self.memory.load())

    def configure(self, option: ComposerOption, disclaimer: DisclaimerOption | None) -> None:
        """Offer what an integrator configured."""
        self._placeholder = _(option.placeholder)
        self._choices.offer(option)
        self._disclaimer.say(disclaimer)
        self._show_choices()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What changes the message waits until one can be written."""
        writes = action in ("search_history", "choose_tool", "choose_model")
        return self.is_open or not writes

    @property
    def text(self) -> str:
        """What is written, with what was folded in it."""
        return self.input.full_text

    @text.setter
    def text(self, text: str) -> None:
        self.input.load_full_text(text)
        self.input.move_cursor(self.input.document.end)

    def begin(self, character: str) -> None:
        """Write on with what was typed where nothing can be written."""
        if self.is_open:
            # At once: what is typed next is for the text, too.
            self.screen.set_focus(self.input)
            self.input.insert(character)

    @property
    def prompt(self) -> Prompt:
        """What would be sent now."""
        choices = self._choices
        quote = self._quote_bar.quote
        return Prompt(self.text, quote, choices.tool_id, choices.model_id, self.files)

    @prompt.setter
    def prompt(self, prompt: Prompt) -> None:
        self._quote_bar.quote = prompt.quote
        if prompt.tool_id is not None:
            self._change_tool(prompt.tool_id)
        if prompt.model_id is not None:
            self.choose_model(prompt.model_id)
        self.files = prompt.files
        self.text = prompt.text

    # -- quotes --------------------------------------------------------------------------------

    def quote(self, text: str) -> None:
        """Make what is written a reply to `text`, which is shown above it; "" is none."""
        self._quote_bar.quote = text.strip("\n") or None
        self.post_message(self.Changed())

    def drop_quote(self) -> bool:
        """Reply to nothing any more; False when there was no quote."""
        if self._quote_bar.quote is None or not self.is_open:
            return False
        self.quote("")
        return True

    # -- tools and models ----------------------------------------------------------------------

    def choose_tool(self, tool_id: str | None) -> bool:
        """Let a tool go with the next message, None for none; False where that is no change."""
        changed = self._choices.choose_tool(tool_id)
        self._show_choices()
        return changed

    def choose_model(self, model_id: str) -> None:
        """Let a model answer from now on."""
        self._choices.choose_model(model_id)
        self._show_choices()

    def action_choose_tool(self) -> None:
        from chatkit_tui.tui.composer.choosing import tool_list

        def picked(tool_id: str | None) -> None:
            if tool_id is not None:
                self._change_tool(tool_id or None)

        if self._choices.tools:
            self.app.push_screen(tool_list(self._choices), picked)
        else:
            self.notify(_("There are no tools to choose from here."), severity="warning")

    def action_choose_model(self) -> None:
        from chatkit_tui.tui.composer.choosing import model_list

        def picked(model_id: str | None) -> None:
            if model_id is not None:
                self.choose_model(model_id)

        if self._choices.models:
            self.app.push_screen(model_list(self._choices), picked)
        else:
            self.notify(_("There are no models to choose from here."), severity="warning")

    def _change_tool(self, tool_id: str | None) -> None:
        if self.choose_tool(tool_id):
            self.post_message(self.ToolChanged(tool_id))

    def _show_choices(self) -> None:
        tool = self._choices.tool
        words = tool.placeholder_override if tool is not None else None
        self.input.placeholder = display_line(words or self._placeholder)
        self.show_parts()

    # -- history and queue ---------------------------------------------------------------------

    def clear(self) -> None:
        """Empty what is written in; what stood in the composer can be called back with up."""
        if self.field is not None and self.field is not self.input:
            self.field.clear()
            return
        self.memory.remember(self.text)
        self.text = ""

    def recall(self, step: int) -> None:
        """Show the text `step` entries away in the history, if there is one."""
        text = self.memory.recall.step(step, self.text)
        if text is not None:
            self.text = text

    def action_search_history(self) -> None:
        """Let an earlier text take the place of what is written, which up brings back."""
        from chatkit_tui.tui.composer.history_screen import HistoryScreen

        def picked(text: str | None) -> None:
            if text is not None:
                self.memory.remember(self.text)
                self.text = text

        self.app.push_screen(HistoryScreen(self.memory), picked)

    @property
    def queue_in_hand(self) -> bool:
        """Whether the user goes through the queue; nothing is to be sent from it meanwhile."""
        return self._queue is not None and self._queue.in_hand

    def show_queue(self, queued: list[Prompt], *, held: bool) -> None:
        """Draw the messages that wait their turn; `held` says that they wait for the user."""
        if self._queue is None:
            if not queued:
                return
            self._queue = QueuePanel()
            self.mount(self._queue, before=0)
        self._queue.show(queued, held=held)
        self.show_parts()

    def show_parts(self) -> None:
        super().show_parts()
        self._quote_bar.hidden = not self.is_open
        self._choice_bar.show(is_open=self.is_open)
        if self._queue is not None:
            self._queue.display = bool(self._queue) and not self.has_guest

    # -- what is sent --------------------------------------------------------------------------

    def submit(self, text: str) -> None:
        """Send `text` with all that was chosen to go with it; blank says that Enter was pressed."""
        if (reason := self.why_not(self.files)) is not None:
            self.text = text + self.text
            self.notify(display(reason), severity="warning", markup=False)
            return
        self.memory.remember(text)
        if not text.strip() and not self.files:
            self.post_message(self.Submitted(Prompt()))
            return
        self.post_message(self.Submitted(replace(self.prompt, text=text)))
        self._quote_bar.quote = None
        self.files = ()
        if self._choices.tool is not None and not self._choices.tool.persistent:
            self._change_tool(None)

    @on(TextInput.Submitted)
    def _submit(self, event: TextInput.Submitted) -> None:
        event.stop()
        self.submit(event.text)

    @on(TextInput.StartErased)
    def _start_erased(self, event: TextInput.StartErased) -> None:
        event.stop()
        if not self.drop_quote():
            self.take_files_in_hand()

    @on(TextInput.HistoryWanted)
    def _history_wanted(self, event: TextInput.HistoryWanted) -> None:
        event.stop()
        if event.step < 0 and self._queue and not self.prompt.blank:
            self._queue.take_in_hand()
        else:
            self.post_message(self.RecallWanted(event.step))

    @on(QueuePanel.EditWanted)
    def _edit_wanted(self) -> None:
        self.input.focus()

    @on(QueuePanel.DropWanted)
    def _drop_wanted(self, event: QueuePanel.DropWanted) -> None:
        self.memory.remember(event.prompt.text)

    @on(QueuePanel.Left)
    def _queue_left(self) -> None:
        if self.queue_in_hand:
            self.input.focus()

    @on(TextInput.Changed)
    def _changed(self, event: TextInput.Changed) -> None:
        event.stop()
        self._look_for_completions()
        self.post_message(self.Changed())

    # -- autocomplete --------------------------------------------------------------------------

    def complete_from(self, *sources: Source) -> None:
        """Offer what `sources` know at the caret, from now on."""
        if self._completer is None:
            from chatkit_tui.tui.composer.at_sign import AtSign
            from chatkit_tui.tui.composer.completion.completer import Completer
            from chatkit_tui.tui.composer.completion.menu import CompletionMenu

            menu = CompletionMenu()
            self.mount(menu, before=0)
            self.query_one("#prompt").mount(AtSign(self.input))
            self._completer = Completer(self.input, menu)
            self.input.take_key = self._completer.take_key
        self._completer.offer(*sources)

    def offer_menu(self, choices: Sequence[Choice]) -> None:
        """Let the user choose among these, as behind a slash."""
        if self._completer is not None:
            self._completer.nest(choices)

    @on(TextInput.SelectionChanged)
    def _look_for_completions(self) -> None:
        if self._completer is not None:
            self._completer.look()

    def on_completion_menu_chosen(self, event: CompletionMenu.Chosen) -> None:
        event.stop()
        self.input.focus()
        if self._completer is not None:
            self._completer.choose(event.value)
