"""When a broken answer counts as whole; the server is a script, so that each reading is certain."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from chatkit_tui.controller.failures import Kept
from chatkit_tui.controller.patience import Patience
from chatkit_tui.controller.reading import Tail
from chatkit_tui.controller.recovery import Recovery
from chatkit_tui.controller.signing_in import SigningIn
from chatkit_tui.errors import AuthRequired, ConnectError
from chatkit_tui.protocol.items import (
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    ThreadItem,
    WorkflowItem,
)
from chatkit_tui.protocol.listed import ListedItem

QUICK = Patience(first_wait=0.001, longest_wait=0.001, follow_budget=0.05)

A, B = AssistantMessageItem(id="a"), AssistantMessageItem(id="b")
STEPS, END = WorkflowItem(id="w"), EndOfTurnItem(id="e")
CALL = ClientToolCallItem(id="c", name="tool")
ANSWERED = CALL.changed(status="completed")

Reading = list[ThreadItem] | Exception


class Script:
    """A history whose readings are known, and an errand that all of it answers."""

    what = "the request"

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._readings: Iterator[Reading] = iter(readings)
        self.shown: list[list[ThreadItem]] = []

    async def tail(self) -> Tail:
        reading = next(self._readings)
        if isinstance(reading, Exception):
            raise reading
        return Tail(listed=[ListedItem(item) for item in reading])

    def agree(self, tail: Tail) -> None:
        self.shown.append(tail.items)

    def answer(self, items: list[ThreadItem]) -> list[ThreadItem]:
        return items


@pytest.mark.parametrize(
    ("readings", "kept", "shown"),
    [
        ([[], [STEPS], [STEPS, A], [STEPS, A]], Kept.ANSWER, [STEPS, A]),
        ([[A], [A, B], [A, B]], Kept.ANSWER, [A, B]),
        ([[A], ConnectError("away"), [A]], Kept.ANSWER, [A]),
        ([[A], [A, END]], Kept.FINISHED, [A, END]),
        ([[CALL], [CALL]], Kept.CALL, [CALL]),
        ([[CALL], [ANSWERED, A], [ANSWERED, A]], Kept.ANSWER, [ANSWERED, A]),
    ],
)
async def test_answer_is_whole_when_it_does_not_grow(
    readings: list[Reading], kept: Kept, shown: list[ThreadItem]
) -> None:
    script: Any = Script(readings)
    assert await Recovery(script, QUICK, SigningIn()).follow(script) is kept
    assert script.shown[-1] == shown
    assert next(script._readings, None) is None


async def test_following_ends_with_its_budget() -> None:
    growing: Iterator[Reading] = ([AssistantMessageItem(id=str(n))] for n in itertools.count())
    standing: Iterator[Reading] = itertools.repeat([STEPS])
    for readings in (standing, growing):
        script: Any = Script(readings)
        assert await Recovery(script, QUICK, SigningIn()).follow(script) is Kept.NOTHING


async def test_steps_alone_take_nothing_off_the_screen() -> None:
    standing: Iterator[Reading] = itertools.repeat([STEPS])
    script: Any = Script(standing)
    await Recovery(script, QUICK, SigningIn()).follow(script)
    assert script.shown == []


async def test_sign_in_ends_the_following_at_once() -> None:
    script: Any = Script([AuthRequired("sign in")])
    assert await Recovery(script, QUICK, SigningIn()).follow(script) is Kept.NOTHING
