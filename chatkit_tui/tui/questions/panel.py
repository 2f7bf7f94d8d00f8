"""Questions of the assistant in the composer's place, one at a time, and all answers for review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from chatkit_tui.protocol.structured_input import (
    StructuredInputFreeform,
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.own_boxes import ChatColumn, ChatRow
from chatkit_tui.tui.questions.answer_field import AnswerField
from chatkit_tui.tui.questions.answers import Answers
from chatkit_tui.tui.questions.choice_list import ChoiceList
from chatkit_tui.tui.questions.lines import Line, gate_lines, question_lines, review_lines
from chatkit_tui.tui.questions.words import head, hints

LEAST_ROWS = 5
"""Rows the panel takes at least."""

READING_ROWS = 3
"""Rows it leaves to the transcript where it can."""

FAILED = N_("Not sent. Your answers are kept; {key} tries again.")


class QuestionsPanel(ChatColumn):
    """Takes the user through `answers`; what he does with them in the end is told by `send`."""

    DEFAULT_CSS = Path(__file__).with_name("panel.tcss").read_text(encoding="utf-8")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "go_on", "Go on; without an answer: skip it", id="questions.go_on"),
        Binding("shift+tab", "back", "Back to the question before", id="questions.back"),
    ]

    def __init__(
        self,
        answers: Answers,
        *,
        send: Callable[[], None],
        hint: Callable[[str], None],
        gate: bool,
        focused: bool,
    ) -> None:
        """`gate` begins with a page that takes no letters, for who is writing something else.

        `hint` is told what can be done now; `focused` takes the focus.
        """
        super().__init__(id="questions")
        self.answers = answers
        self._send = send
        self._hint = hint
        self._gate = gate
        self._focused = focused
        self._sending = False
        self._head = Static(id="question-head", markup=False)
        self._note = Static(
            Content(_(FAILED).format(key="Enter")), id="question-note", markup=False
        )
        self._list = ChoiceList(self._begin_words)
        self._mark = Static(id="own-mark", markup=False)
        self._field = AnswerField()
        self._own = ChatRow(self._mark, self._field, id="own")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._note
        yield self._list
        yield self._own

    def on_mount(self) -> None:
        self.show()
        if self._focused:
            self._place_for_keys().focus()

    # -- what the owner tells ------------------------------------------------------------------

    def show(self, marked: int = 0) -> None:
        """Draw the page the user is at, the mark on the line at `marked`."""
        focused = self.has_focus_within
        answers = self.answers
        self._note.display = False
        self._list.show(self._lines(), len(answers.questions) if answers.at_review else marked)
        question = answers.question
        can_write = isinstance(question, StructuredInputMultipleChoice | StructuredInputFreeform)
        self._own.display = can_write and not self._gate
        if question is not None:
            is_choice = isinstance(question, StructuredInputMultipleChoice)
            placeholder = _("Or an answer of your own") if is_choice else _("Your answer")
            self._field.show(answers.of(question).text, placeholder)
        if focused:
            self._place_for_keys().focus()
        self._say()
        self.call_after_refresh(self.fit)

    def show_sending(self) -> None:
        """The answers are on their way: nothing can be changed until `sent` or the end."""
        self._sending = True
        self._note.display = False
        self._say()

    def show_failed(self) -> None:
        """The server did not take the answers."""
        self._sending = False
        self._note.display = True
        self._say()
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Share the rows: the list scrolls in what head and text leave of the panel's room."""
        composer = self.parent
        view = composer.parent if isinstance(composer, Widget) else None
        if not isinstance(view, Widget) or not isinstance(composer, Widget) or not self.is_mounted:
            return
        others = (each for each in view.children if each.display and each is not composer)
        taken = sum(each.outer_size.height for each in others if each.id != "body")
        height = view.size.height
        room = max(LEAST_ROWS, min(height * 2 // 3, height - taken - READING_ROWS))
        room -= composer.gutter.height + self._head.outer_size.height
        room -= self._note.outer_size.height if self._note.display else 0
        most = max(1, room // 3)
        self._field.styles.max_height = most
        room -= min(most, self._field.rows) if self._own.display else 0
        self._list.styles.max_height = max(1, room)

    def on_resize(self) -> None:
        self.call_after_refresh(self.fit)

    # -- drawing -------------------------------------------------------------------------------

    def _lines(self) -> list[Line]:
        if self._gate:
            return gate_lines(self.answers)
        question = self.answers.question
        if question is None:
            return review_lines(self.answers)
        return question_lines(question, self.answers)

    def _redraw(self) -> None:
        self._list.redraw(self._lines())
        self._say()

    def _say(self) -> None:
        """Bring head, mark and hints to what holds now."""
        answers, question = self.answers, self.answers.question
        self._head.update(Content(head(answers, gate=self._gate, sending=self._sending)))
        if question is not None:
            answer = answers.of(question)
            counts = answer.text.strip() and answer.text.strip() in answers.values(question)
            self._mark.update(Content.styled("✎ ", "bold $text-success" if counts else ""))
        self._hint(
            hints(
                answers,
                gate=self._gate,
                sending=self._sending,
                writing=self._field.has_focus,
                at_last=self._list.marked >= len(answers.questions),
            )
        )

    def _place_for_keys(self) -> Widget:
        question = self.answers.question
        if question is not None and self._own.display:
            answer = self.answers.of(question)
            if not self._list.can_focus or (answer.text.strip() and not answer.chosen):
                return self._field
        return self._list

    def on_descendant_focus(self) -> None:
        self._say()

    @on(ChoiceList.OptionHighlighted)
    def _marked(self, event: ChoiceList.OptionHighlighted) -> None:
        event.stop()
        if self.answers.at_review:
            self._say()

    # -- moving --------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        if self._sending:
            return
        if self._gate:
            self._gate = False
        elif not self.answers.at_review:
            self.answers.go_on()
        self.show()

    def action_back(self) -> None:
        if not self._gate and not self._sending and self.answers.back():
            self.show(self._chosen())

    def _chosen(self) -> int:
        """The place of the first option that is taken."""
        question = self.answers.question
        if not isinstance(question, StructuredInputMultipleChoice):
            return 0
        chosen = self.answers.of(question).chosen
        places = (at for at, each in enumerate(question.options) if each.value in chosen)
        return next(places, 0)

    # -- the list ------------------------------------------------------------------------------

    @on(ChoiceList.Wanted)
    def _wanted(self, event: ChoiceList.Wanted) -> None:
        event.stop()
        if self._sending:
            return
        takes = event.what in ("enter", "toggle", "number", "click")
        question = self.answers.question
        if event.what == "back":
            self.action_back()
        elif self._gate:
            # Nothing that is typed in a sentence leads on.
            if event.what in ("enter", "click"):
                self.action_go_on()
        elif question is None:
            if takes:
                self._take_reviewed(event)
        elif isinstance(question, StructuredInputMultipleChoice):
            self._take_option(question, event)
        elif isinstance(question, UnknownStructuredInput) and takes:
            self.action_go_on()

    def _take_reviewed(self, event: ChoiceList.Wanted) -> None:
        if event.place < len(self.answers.questions):
            self.answers.go_to(event.place)
            self.show(self._chosen())
        elif event.what != "number":
            self.show_sending()
            self._send()

    def _take_option(
        self, question: StructuredInputMultipleChoice, event: ChoiceList.Wanted
    ) -> None:
        answers = self.answers
        match event.what:
            case "below":
                self._field.focus()
            case "clear":
                answers.take_back(question)
                self._field.clear()
                self._redraw()
            case "enter" if question.multiple and answers.values(question):
                self.action_go_on()
            case _ if 0 <= event.place < len(question.options):
                answers.choose(question, question.options[event.place].value)
                self._redraw()
                if not question.multiple:
                    self.action_go_on()

    def _begin_words(self, character: str) -> None:
        """Letters are for an answer of the user's own."""
        if self._own.display and not self._sending:
            # At once: what is typed next is not for the options.
            self.screen.set_focus(self._field)
            self._field.insert(character)

    # -- the text ------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _written(self, event: TextArea.Changed) -> None:
        event.stop()
        question = self.answers.question
        if question is not None and self._own.display:
            self.answers.write(question, self._field.full_text)
            self._redraw()
            self.fit()

    @on(AnswerField.Submitted)
    def _submitted(self, event: AnswerField.Submitted) -> None:
        event.stop()
        self.action_go_on()

    @on(AnswerField.HistoryWanted)
    def _left_text(self, event: AnswerField.HistoryWanted) -> None:
        """Up and down at the edges of the text: to the options, or through a long question."""
        event.stop()
        if event.step < 0 and self._list.can_focus:
            self._to_options()
        else:
            self._list.scroll_relative(y=event.step, animate=False)

    @on(AnswerField.StartErased)
    def _start_erased(self, event: AnswerField.StartErased) -> None:
        event.stop()
        if not self._field.text:
            self._left_empty()

    @on(AnswerField.BackWanted)
    def _left_empty(self) -> None:
        if self._list.can_focus:
            self._to_options()
        else:
            self.action_back()

    def _to_options(self) -> None:
        self._list.focus()
        self._list.marked = self._list.option_count
