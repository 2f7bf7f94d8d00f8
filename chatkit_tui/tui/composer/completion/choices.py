"""What can be chosen at the caret, and the search for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _

log = logging.getLogger(__name__)

DEBOUNCE = 0.12
"""Seconds of silence after which a query is worth a search."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu; `value` is what is chosen by it. Texts are as they came."""

    title: str
    value: Any
    detail: str = ""
    icon: str | None = None
    group: str = ""


class Phase(Enum):
    """How far a search is."""

    WAITING = auto()
    """More may be typed; the search has not begun."""
    SEARCHING = auto()
    FOUND = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Result:
    """What a search came to so far; while it goes on, what fits of that which was found before."""

    phase: Phase
    choices: Sequence[Choice] = ()
    problem: str = ""

    @property
    def settled(self) -> bool:
        """Whether this is the answer."""
        return self.phase in (Phase.FOUND, Phase.FAILED)


Find = Callable[[str], Awaitable[Sequence[Choice]]]


class Search:
    """One search at a time: a newer query takes the place of the older one, answers and all."""

    def __init__(self, show: Callable[[Result], None]) -> None:
        self._show = show
        self._task: asyncio.Task[None] | None = None
        self._found: Sequence[Choice] = ()

    def begin(self, find: Find, query: str, *, at_once: bool = False) -> None:
        """Look for `query`; `at_once` does not wait for more to be typed."""
        self._cancel()
        before = fitting(self._found, query)
        self._show(Result(Phase.SEARCHING if at_once else Phase.WAITING, before))
        self._task = asyncio.create_task(self._run(find, query, before, at_once), name="search")

    def end(self) -> None:
        """Forget what was looked for; no answer is shown any more."""
        self._cancel()
        self._found = ()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self, find: Find, query: str, before: Sequence[Choice], at_once: bool) -> None:
        if not at_once:
            await asyncio.sleep(DEBOUNCE)
            self._show(Result(Phase.SEARCHING, before))
        try:
            self._found = await find(query)
        except ChatKitError as error:
            self._found = ()
            self._show(Result(Phase.FAILED, (), error.message))
        except Exception:
            log.exception("A search for what was typed failed")
            self._found = ()
            self._show(Result(Phase.FAILED, (), _("The search failed; the log says why.")))
        else:
            self._show(Result(Phase.FOUND, self._found))


def fitting(choices: Sequence[Choice], query: str) -> list[Choice]:
    """Those choices in which every word of a query stands, of a path its last part."""
    words = query.rpartition("/")[2].casefold().split()
    return [
        each
        for each in choices
        if all(word in f"{each.title} {each.detail}".casefold() for word in words)
    ]
