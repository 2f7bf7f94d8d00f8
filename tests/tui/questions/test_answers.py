"""Answers and where the user is among them, and what of them arrives at the official server."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from chatkit import types as sdk
from chatkit.server import ChatKitServer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from chatkit_tui.controller.inputs import answers_to
from chatkit_tui.controller.state import PendingMessage, Row, ThreadState
from chatkit_tui.protocol.items import THREAD_ITEM, StructuredInputItem, ThreadItem
from chatkit_tui.protocol.requests import UserMessageInput
from chatkit_tui.protocol.structured_input import StructuredInputMultipleChoice
from chatkit_tui.tui.questions.answers import Answers
from chatkit_tui.tui.questions.asked import asked

BASE = {"thread_id": "thr", "created_at": "2026-01-01T00:00:00"}


def choice(name: str, *options: str, multiple: bool = False) -> dict[str, Any]:
    return {
        "type": "multiple_choice",
        "id": name,
        "question": f"{name}?",
        "options": [{"value": option} for option in options],
        "multiple": multiple,
    }


def freeform(name: str) -> dict[str, Any]:
    return {"type": "freeform", "id": name, "question": f"{name}?"}


def questions(*inputs: dict[str, Any], **fields: Any) -> StructuredInputItem:
    raw = {"id": "q", "type": "structured_input", "status": "pending", "inputs": list(inputs)}
    item = THREAD_ITEM.read({**raw, **BASE, **fields})
    assert isinstance(item, StructuredInputItem)
    return item


def other(kind: str, **fields: Any) -> Row:
    item = cast("ThreadItem", THREAD_ITEM.read({"id": kind, "type": kind, **BASE, **fields}))
    return Row(kind, item)


# -- what arrives ------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("ab 1\n\t"), max_size=5)
INPUTS = st.lists(
    st.builds(
        lambda name, multiple, options: (
            freeform(name) if options is None else choice(name, *options, multiple=multiple)
        ),
        st.sampled_from("abcdef"),
        st.booleans(),
        st.none() | st.lists(WORDS, max_size=4),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda question: question["id"],
)


@given(INPUTS, st.data())
def test_the_server_records_what_was_answered(inputs: list[dict[str, Any]], data: Any) -> None:
    item = questions(*inputs)
    answers = Answers(item.inputs)
    for question in answers.questions:
        if isinstance(question, StructuredInputMultipleChoice) and question.options:
            for option in data.draw(st.lists(st.sampled_from(question.options), max_size=3)):
                answers.choose(question, option.value)
        if data.draw(st.booleans()):
            answers.write(question, data.draw(WORDS))
    recorded = arrived(item, answers)
    expected = {
        question.id: answers.values(question)  # type: ignore[union-attr]
        for question in answers.questions
    }
    assert {name: values for name, (values, _) in recorded.items()} == expected
    assert all(skipped is not bool(values) for values, skipped in recorded.values())
    assert all(value == value.strip() != "" for values in expected.values() for value in values)


def arrived(item: StructuredInputItem, answers: Answers) -> dict[str, tuple[tuple[str, ...], bool]]:
    """What the official server makes of the answers: values and whether it was skipped."""
    submission = answers_to(item, answers.by_id()).as_json()
    applied = asyncio.run(
        ChatKitServer._apply_structured_input_submission(
            cast("Any", None),
            TypeAdapter(sdk.StructuredInputItem).validate_python(item.as_json()),
            sdk.StructuredInputSubmission.model_validate(submission),
        )
    )
    assert applied.status == ("answered" if answers.answered else "skipped")
    return {
        question.id: (tuple(question.answer.values), question.answer.skipped)
        for question in applied.inputs
        if question.answer is not None
    }


def test_chosen_options_come_in_the_servers_order_and_own_words_last() -> None:
    item = questions(choice("many", "red", "blue ", "green", multiple=True), choice("one", "x"))
    answers = Answers(item.inputs)
    many, one = item.inputs
    assert isinstance(many, StructuredInputMultipleChoice)
    assert isinstance(one, StructuredInputMultipleChoice)
    for value in ("blue ", "red", "green", "green"):
        answers.choose(many, value)
    answers.write(many, " teal\n")
    answers.write(one, "  ")
    assert answers.by_id() == {"many": ("red", "blue", "teal")}
    answers.write(one, "y")
    assert answers.by_id()["one"] == ("y",)
    answers.choose(one, "x")
    assert answers.by_id()["one"] == ("x",)
    answers.write(one, "y!")
    assert answers.by_id()["one"] == ("y!",)


# -- where the user is -------------------------------------------------------------------------


def test_on_and_back_and_single_visits_from_the_review() -> None:
    answers = Answers(questions(freeform("a"), freeform("b"), freeform("c")).inputs)
    assert not answers.back()
    for _ in range(3):
        answers.go_on()
    assert answers.at_review
    answers.go_to(0)
    answers.go_on()
    assert answers.at_review
    answers.go_to(1)
    assert answers.back()
    assert answers.at_review
    assert answers.back()
    assert answers.place == 2
    answers.back()
    answers.go_on()
    assert answers.place == 2


def test_answers_stay_with_their_questions_when_the_server_asks_anew() -> None:
    answers = Answers(questions(freeform("a"), choice("b", "x", "y"), freeform("c")).inputs)
    answers.write(answers.questions[0], "kept")
    second = answers.questions[1]
    assert isinstance(second, StructuredInputMultipleChoice)
    answers.choose(second, "y")
    answers.go_to(1)
    answers.ask(questions(freeform("new"), freeform("a"), choice("b", "y", "z")).inputs)
    assert answers.by_id() == {"a": ("kept",), "b": ("y",)}
    assert answers.place == 2
    answers.ask(questions(freeform("a")).inputs)
    assert answers.place == 0


def test_a_question_of_an_unknown_kind_has_no_answer() -> None:
    item = questions({"type": "slider", "id": "s"}, freeform("a"))
    answers = Answers(item.inputs)
    answers.write(answers.questions[1], "yes")
    assert answers.by_id() == {"a": ("yes",)}
    assert answers.answered == 1


# -- which questions wait ----------------------------------------------------------------------


def test_questions_wait_while_they_are_the_last_thing_to_be_seen() -> None:
    row = Row("q", questions(freeform("a")))
    empty = other("assistant_message", content=[{"type": "output_text", "text": " "}])
    said = other("assistant_message", content=[{"type": "output_text", "text": "And?"}])
    unsent = other("user_message")
    unsent.pending = PendingMessage(UserMessageInput(content=()))
    assert asked(ThreadState(rows=[said, row, empty, other("end_of_turn")])) is row
    for last in (said, unsent, other("user_message"), other("hologram")):
        assert asked(ThreadState(rows=[row, last])) is None
    for done in (questions(freeform("a"), status="answered"), questions()):
        assert asked(ThreadState(rows=[Row("q", done)])) is None
