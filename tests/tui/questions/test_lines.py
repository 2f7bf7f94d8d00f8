"""What is drawn of questions, options and answers."""

from __future__ import annotations

from textual.content import Content

from chatkit_tui.tui.questions.answers import Answers
from chatkit_tui.tui.questions.lines import Hanging, Line, question_lines, review_lines
from tests.tui.questions.test_answers import choice, freeform, questions


def drawn(lines: list[Line]) -> list[str]:
    """The text of each line, its mark before it; what can only be read begins with "#"."""
    texts = []
    for line in lines:
        visual = line.visual
        if isinstance(visual, Hanging):
            texts.append(f"{visual._mark.plain}{visual._text.plain}")
        else:
            assert isinstance(visual, Content)
            texts.append(f"# {visual.plain}")
        assert line.can_take is isinstance(visual, Hanging)
    return texts


def test_a_question_of_an_unknown_kind_is_named_and_can_be_skipped() -> None:
    item = questions({"type": "sli\x1bder", "id": "s", "question": "How warm?"})
    assert drawn(question_lines(item.inputs[0], Answers(item.inputs))) == [
        "# How warm?",
        "# This version cannot ask a question of the kind sli␛der.",
        "→ Skip it",
    ]


def test_nine_options_have_a_digit_and_none_can_drive_the_terminal() -> None:
    item = questions(choice("a", *[f"o{n}" for n in range(1, 10)], "\x1b[2J[b]x[/b]", " "))
    lines = drawn(question_lines(item.inputs[0], Answers(item.inputs)))
    assert lines[0] == "# a?"
    assert lines[9:] == ["9 ○ o9", "  ○ ␛[2J[b]x[/b]", "  ○ (blank)"]


def test_the_review_says_what_is_answered_and_what_is_skipped() -> None:
    item = questions(freeform("a"), freeform("b"), {"type": "slider", "id": "s"})
    answers = Answers(item.inputs)
    assert drawn(review_lines(answers))[-1] == "→ Skip all of it"
    answers.write(item.inputs[0], " " + "long " * 100)
    first, second, third, send = drawn(review_lines(answers))
    assert first.startswith("1 a?\nlong long")
    assert first.endswith("… 199 more characters")
    assert second == "2 b?\nskipped"
    assert third == "3 Question of the kind slider\nskipped"
    assert send == "→ Send the answer"
