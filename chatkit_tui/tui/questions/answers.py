"""What the user has answered so far, and where among the questions he is. No screen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chatkit_tui.protocol.structured_input import (
    StructuredInput,
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)


@dataclass(slots=True)
class Answer:
    """The answer to one question: values of options, in no order, and words of the user's own."""

    chosen: set[str] = field(default_factory=set)
    text: str = ""


class Answers:
    """Questions, the answers to them, and the place: the index of a question, or the review.

    Answers belong to the ids of questions, so that they stay when the server words its questions
    anew. `place` is `len(questions)` at the review.
    """

    def __init__(self, questions: Sequence[StructuredInput]) -> None:
        self.questions = tuple(questions)
        self.place = 0
        self._reviewed = False
        self._answers: dict[str, Answer] = {}

    # -- where the user is ---------------------------------------------------------------------

    @property
    def question(self) -> StructuredInput | None:
        """The question in front, None at the review."""
        return None if self.at_review else self.questions[self.place]

    @property
    def at_review(self) -> bool:
        return self.place >= len(self.questions)

    def go_on(self) -> None:
        """To the next question; who came from the review goes back to it."""
        self.go_to(len(self.questions) if self._reviewed else self.place + 1)

    def back(self) -> bool:
        """To the question before; False at the first one. Who came from the review returns to it.

        From the review it leads to the last question.
        """
        if self._reviewed and not self.at_review:
            self.go_to(len(self.questions))
        elif self.place == 0:
            return False
        else:
            self._reviewed = False
            self.go_to(self.place - 1)
        return True

    def go_to(self, place: int) -> None:
        """To the question at `place`, or to the review, from where single ones can be visited."""
        self.place = min(max(0, place), len(self.questions))
        self._reviewed = self._reviewed or self.at_review

    # -- answering -----------------------------------------------------------------------------

    def of(self, question: StructuredInput) -> Answer:
        """The answer to `question`, an empty one if there is none yet."""
        if isinstance(question, UnknownStructuredInput):
            return Answer()
        return self._answers.setdefault(question.id, Answer())

    def choose(self, question: StructuredInputMultipleChoice, value: str) -> None:
        """Take an option; of several that may be taken, take it back if it was taken already."""
        answer = self.of(question)
        if question.multiple:
            answer.chosen ^= {value}
        else:
            answer.chosen = {value}

    def write(self, question: StructuredInput, text: str) -> None:
        """Answer in words; where one answer is wanted they take the place of an option."""
        answer = self.of(question)
        if text == answer.text:
            return
        answer.text = text
        if isinstance(question, StructuredInputMultipleChoice) and not question.multiple:
            answer.chosen = set() if text.strip() else answer.chosen

    def take_back(self, question: StructuredInput) -> None:
        """Answer nothing after all."""
        answer = self.of(question)
        answer.chosen, answer.text = set(), ""

    # -- what comes of it ----------------------------------------------------------------------

    def values(self, question: StructuredInput) -> tuple[str, ...]:
        """What would be sent: options as the server orders them, then the user's own words."""
        if isinstance(question, UnknownStructuredInput):
            return ()
        answer = self.of(question)
        text, taken = answer.text.strip(), []
        if isinstance(question, StructuredInputMultipleChoice):
            values = dict.fromkeys(option.value for option in question.options)
            taken = [value.strip() for value in values if value in answer.chosen]
            if taken and not question.multiple:
                text = ""
        return tuple(value for value in (*taken, text) if value)

    def by_id(self) -> dict[str, tuple[str, ...]]:
        """The values of every question that has any, by its id."""
        return {
            question.id: values
            for question in self.questions
            if not isinstance(question, UnknownStructuredInput)
            and (values := self.values(question))
        }

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(bool(self.values(question)) for question in self.questions)

    # -- when the server asks anew -------------------------------------------------------------

    def ask(self, questions: Sequence[StructuredInput]) -> None:
        """Other questions stand in the item now: keep what answers one of them, and the place."""
        before, was_at_review = self.question, self.at_review
        self.questions = tuple(questions)
        places = (at for at, each in enumerate(questions) if _is_same(each, before))
        if was_at_review:
            self.place = len(self.questions)
        else:
            self.place = next(places, min(self.place, max(0, len(self.questions) - 1)))


def _is_same(question: StructuredInput, before: StructuredInput | None) -> bool:
    if isinstance(question, UnknownStructuredInput) or isinstance(before, UnknownStructuredInput):
        return question == before
    return before is not None and question.id == before.id
