"""What the panel says of where the user is and of what he can do there."""

from __future__ import annotations

from chatkit_tui.protocol.structured_input import (
    StructuredInput,
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.questions.answers import Answers
from chatkit_tui.tui.status import SEPARATOR


def head(answers: Answers, *, gate: bool, sending: bool) -> str:
    """One line: which question it is, of how many, and how it is answered."""
    count, question = len(answers.questions), answers.question
    if sending:
        return _("Sending your answers…")
    if gate:
        words = plural(
            "The assistant has a question for you",
            "The assistant has {count} questions for you",
            count,
        )
        return words.format(count=count)
    if question is None:
        answered = _("{answered} of {count} answered")
        done = answered.format(answered=answers.answered, count=count)
        return SEPARATOR.join([_("Your answers"), done])
    match question:
        case StructuredInputMultipleChoice(multiple=True):
            how = _("choose any")
        case StructuredInputMultipleChoice():
            how = _("choose one")
        case UnknownStructuredInput():
            how = _("cannot be asked here")
        case _:
            how = _("in your own words")
    place = _("{number} of {count}").format(number=answers.place + 1, count=count)
    return SEPARATOR.join([place, how])


def hints(answers: Answers, *, gate: bool, sending: bool, writing: bool, at_last: bool) -> str:
    """The keys of this moment, the most important ones first.

    `writing` says that the text has the focus; `at_last`, of the review, that sending is marked.
    """
    if sending:
        return _("Waiting for the server")
    reads = _("{key} reads the thread").format(key="Esc")
    if gate:
        first = _("{key} answers").format(key="Enter")
        return SEPARATOR.join([first, _("what you wrote is kept"), reads])
    question = answers.question
    if question is None:
        first = (_("{key} sends") if at_last else _("{key} changes it")).format(key="Enter")
        second = (
            _("{key} changes one").format(key="↑")
            if at_last
            else _("{key} to send").format(key="↓")
        )
        return SEPARATOR.join([first, second, _("{key} back").format(key="←"), reads])
    keys = _keys(answers, question, writing=writing)
    return SEPARATOR.join([*keys, reads, _("{key} keys").format(key="F1")])


def _keys(answers: Answers, question: StructuredInput, *, writing: bool) -> list[str]:
    """The keys that lead through the questions."""
    is_answered = bool(answers.values(question))
    goes_on, chooses = _("{key} goes on"), _("{key} chooses")
    skip = [] if is_answered else [_("{key} skips").format(key="Tab")]
    key = "Shift+Tab" if writing else "←"
    back = [_("{key} back").format(key=key)] if answers.place else []
    if writing:
        new_line = _("{key} new line").format(key="Ctrl+J")
        return [goes_on.format(key="Enter"), *skip, *back, new_line]
    if isinstance(question, UnknownStructuredInput):
        return [_("{key} skips it").format(key="Enter"), *back]
    letters = _("letters: your own answer")
    if isinstance(question, StructuredInputMultipleChoice) and question.multiple:
        enter = [goes_on.format(key="Enter")] if is_answered else []
        return [chooses.format(key="Space"), *enter, *skip, *back, letters]
    takes_back = _("{key} takes it back").format(key="Del")
    leave = [goes_on.format(key="Tab"), takes_back] if is_answered else skip
    return [chooses.format(key="Enter"), *leave, *back, "1-9", letters]
