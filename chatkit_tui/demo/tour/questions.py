"""Structured input: questions with choices and free answers, and what follows the answers."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.types import (
    StructuredInput,
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
    ThreadItemDoneEvent,
)

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage


@scene("questions", "question", "single choice", "ask something", about="One question, one choice")
async def question(stage: Stage) -> AsyncIterator[Event]:
    """A single choice."""
    async for event in _ask(stage, _choice("tea", "Tea or coffee?", ("Tea", "Coffee", "Neither"))):
        yield event


@scene("questions", "multiple choice", "choose several", about="One question, several choices")
async def multiple_choice(stage: Stage) -> AsyncIterator[Event]:
    """As many choices as you like."""
    names = ("tmux", "screen", "zellij", "none of them, and I have a long explanation for that")
    asked = _choice("muxer", "Which multiplexers do you use?", names, multiple=True)
    async for event in _ask(stage, asked):
        yield event


@scene("questions", "freeform", "open question", about="A question to answer freely")
async def freeform(stage: Stage) -> AsyncIterator[Event]:
    """Text of your own."""
    asked = StructuredInputFreeform(
        id="wish",
        question="What should a terminal do that it cannot?",
        description="A sentence is enough. **Everything** counts.",
    )
    async for event in _ask(stage, asked):
        yield event


@scene("questions", "survey", "structured input", about="Three questions, one of each kind")
async def survey(stage: Stage) -> AsyncIterator[Event]:
    """Several questions in one item; each can be skipped."""
    async for event in _ask(
        stage,
        _choice("often", "How often do you use a terminal?", ("Daily", "Weekly", "Never")),
        _choice("where", "Where?", ("On this machine", "Over ssh", "In a browser"), multiple=True),
        StructuredInputFreeform(id="why", question="Why?"),
    ):
        yield event


async def after_answers(stage: Stage, item: StructuredInputItem) -> AsyncIterator[Event]:
    """The assistant repeats what was answered."""
    if item.status == "skipped":
        async for event in stage.say("You skipped everything, which is fine."):
            yield event
        return
    lines = [f"- {asked.question} **{_answer(asked)}**" for asked in item.inputs]
    async for event in stage.say("Thank you. I have noted:\n\n" + "\n".join(lines)):
        yield event


async def _ask(stage: Stage, *inputs: StructuredInput) -> AsyncIterator[Event]:
    """The questions; the answer goes on when they are answered."""
    async for event in stage.say("Before I go on:"):
        yield event
    yield ThreadItemDoneEvent(item=StructuredInputItem(**stage.head(), inputs=list(inputs)))


def _choice(
    name: str, asked: str, options: tuple[str, ...], *, multiple: bool = False
) -> StructuredInputMultipleChoice:
    return StructuredInputMultipleChoice(
        id=name,
        question=asked,
        options=[StructuredInputMultipleChoiceOption(value=option) for option in options],
        multiple=multiple,
    )


def _answer(asked: StructuredInput) -> str:
    if asked.answer is None or asked.answer.skipped:
        return "skipped"
    return ", ".join(asked.answer.values)
