"""What stands on the screen for a question, an option, or an answer at the review."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.base import text_at
from chatkit_tui.protocol.structured_input import (
    StructuredInput,
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)
from chatkit_tui.translation import _
from chatkit_tui.tui.left_out import more_characters
from chatkit_tui.tui.questions.answers import Answers

NUMBERED = 9
"""Lines that a digit chooses."""

LONGEST = 8000
"""Characters drawn of a question or an option."""

LONGEST_REVIEWED = 300
"""Characters drawn of a question or an answer at the review."""


class Hanging(Visual):
    """Text behind a mark, its later lines aligned with the first one."""

    def __init__(self, mark: Content, text: Content) -> None:
        self._mark = mark
        self._text = text

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        behind = container_width - self._mark.cell_length
        return self._mark.cell_length + self._text.get_optimal_width(rules, behind)

    def get_minimal_width(self, rules: RulesMap) -> int:
        return self._mark.cell_length + self._text.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._text.get_height(rules, max(1, width - self._mark.cell_length))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        lead = self._mark.cell_length
        strips = self._text.render_strips(max(1, width - lead), height, style, options)
        marks = self._mark.render_strips(lead, 1, style, options)
        blank = Strip.blank(lead, style.rich_style)
        return [
            Strip.join([marks[0] if at == 0 and marks else blank, strip])
            for at, strip in enumerate(strips)
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list; `can_take` is False for what is only to be read."""

    visual: Visual
    can_take: bool = True


def question_lines(question: StructuredInput, answers: Answers) -> list[Line]:
    """The question, then its options; a question that cannot be put here can only be skipped."""
    if isinstance(question, UnknownStructuredInput):
        kind = display_line(question.type[:LONGEST_REVIEWED]) or _("without a type")
        words = _("This version cannot ask a question of the kind {kind}.").format(kind=kind)
        asked = _shown(text_at(question.raw, "question"), LONGEST)
        skip = Hanging(Content.styled("→ ", "$text-muted"), Content(_("Skip it")))
        return [
            *([_read(asked, "bold")] if asked else []),
            _read(words, "$text-warning"),
            Line(skip),
        ]
    lines = [_read(_shown(question.question, LONGEST), "bold")]
    if isinstance(question, StructuredInputMultipleChoice):
        places = range(len(question.options))
        lines += [Line(_option(question, place, answers)) for place in places]
    elif question.description and question.description.strip():
        lines.append(_read(_shown(question.description, LONGEST), "$text-muted"))
    return lines


def _read(text: str, style: str) -> Line:
    return Line(Content.styled(text, style), can_take=False)


def _option(question: StructuredInputMultipleChoice, place: int, answers: Answers) -> Visual:
    value = question.options[place].value
    is_taken = value in answers.of(question).chosen
    on, off = ("☑", "☐") if question.multiple else ("●", "○")
    mark = Content.assemble(
        (_digit(place + 1), "$text-muted"),
        " ",
        (on, "bold $text-success") if is_taken else off,
        " ",
    )
    text = Content(_shown(value, LONGEST) if value.strip() else _("(blank)"))
    return Hanging(mark, text.stylize("bold") if is_taken else text)


def gate_lines(answers: Answers) -> list[Line]:
    """The first question to be read, and the way in."""
    first = answers.questions[0]
    asked = text_at(first.raw, "question") if isinstance(first, UnknownStructuredInput) else ""
    asked = asked or getattr(first, "question", "")
    begin = Hanging(Content.styled("→ ", "$text-success"), Content.styled(_("Answer"), "bold"))
    return [_read(_shown(asked, LONGEST_REVIEWED), ""), Line(begin)]


def review_lines(answers: Answers) -> list[Line]:
    """Each question with its answer, then the way to send them."""
    lines = [Line(_reviewed(place, answers)) for place in range(len(answers.questions))]
    words = _("Send the answers") if answers.answered else _("Skip all of it")
    if answers.answered == 1:
        words = _("Send the answer")
    send = Hanging(Content.styled("→ ", "$text-success"), Content.styled(words, "bold"))
    return [*lines, Line(send)]


def _reviewed(place: int, answers: Answers) -> Visual:
    question = answers.questions[place]
    if isinstance(question, UnknownStructuredInput):
        kind = _("Question of the kind {kind}").format(kind=question.type or "?")
        asked = text_at(question.raw, "question") or kind
    else:
        asked = question.question
    values = answers.values(question)
    answer = Content.styled(_("skipped"), "$text-muted")
    if values:
        shown = [_shown(value, LONGEST_REVIEWED) for value in values]
        answer = Content.styled("\n".join(shown), "bold")
    mark = Content.styled(f"{_digit(place + 1)} ", "$text-muted")
    return Hanging(mark, Content.assemble(_shown(asked, LONGEST_REVIEWED), "\n", answer))


def _digit(number: int) -> str:
    return str(number) if number <= NUMBERED else " "


def _shown(text: str, longest: int) -> str:
    more = len(text) - longest
    shown = display(text[:longest]).strip("\n")
    return f"{shown}{more_characters(more)}" if more > 0 else shown
