"""What the panel says of where the user is and of what he can do there."""

from __future__ import annotations

from chatkit_tui.protocol.structured_input import (
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)
from chatkit_tui.tui.questions.answers import Answers
from chatkit_tui.tui.status import SEPARATOR


def head(answers: Answers, *, gate: bool, sending: bool) -> str:
    """One line: which question it is, of how many, and how it is answered."""
    count, question = len(answers.questions), answers.question
    if sending:
        return "Sending your answers…"
    if gate:
        things = "a question" if count == 1 else f"{count} questions"
        return f"The assistant has {things} for you"
    if question is None:
        return f"Your answers · {answers.answered} of {count} answered"
    match question:
        case StructuredInputMultipleChoice(multiple=True):
            how = "choose any"
        case StructuredInputMultipleChoice():
            how = "choose one"
        case UnknownStructuredInput():
            how = "cannot be asked here"
        case _:
            how = "in your own words"
    return f"{answers.place + 1} of {count} · {how}"


def hints(answers: Answers, *, gate: bool, sending: bool, writing: bool, at_last: bool) -> str:
    """The keys of this moment, the most important ones first.

    `writing` says that the text has the focus; `at_last`, of the review, that sending is marked.
    """
    if sending:
        return "Waiting for the server"
    if gate:
        return SEPARATOR.join(["Enter answers", "what you wrote is kept", "Esc reads the thread"])
    question = answers.question
    if question is None:
        first = "Enter sends" if at_last else "Enter changes it"
        second = "↑ changes one" if at_last else "↓ to send"
        return SEPARATOR.join([first, second, "← back", "Esc reads the thread"])
    is_answered = bool(answers.values(question))
    skip = [] if is_answered else ["Tab skips"]
    back = ["Shift+Tab back" if writing else "← back"] if answers.place else []
    if writing:
        parts = ["Enter goes on", *skip, *back, "Ctrl+J new line"]
    elif isinstance(question, UnknownStructuredInput):
        parts = ["Enter skips it", *back]
    elif isinstance(question, StructuredInputMultipleChoice) and question.multiple:
        enter = ["Enter goes on"] if is_answered else []
        parts = ["Space chooses", *enter, *skip, *back, "letters: your own answer"]
    else:
        leave = ["Tab goes on", "Del takes it back"] if is_answered else skip
        parts = ["Enter chooses", *leave, *back, "1-9", "letters: your own answer"]
    return SEPARATOR.join([*parts, "Esc reads the thread", "F1 keys"])
