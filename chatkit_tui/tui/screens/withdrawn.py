"""Questions that may be nobody's any more before they are answered."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from textual.app import App
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class WithdrawnScreen(ModalScreen[Answer]):
    """A question that can be taken back, whatever stands in front of it by then."""

    _taken_back: tuple[Answer] | None = None
    """The answer to go away with."""

    def withdraw(self, answer: Answer) -> None:
        """Go away with `answer`, now or as soon as nothing is in front; gone is gone."""
        if self.is_active:
            self.dismiss(answer)
        else:
            self._taken_back = (answer,)

    def on_screen_resume(self) -> None:
        taken_back, self._taken_back = self._taken_back, None
        if taken_back is not None:
            self.dismiss(taken_back[0])


async def ask(app: App[Any], screen: WithdrawnScreen[Answer], otherwise: Answer) -> Answer:
    """What the user answers; `otherwise` where he backs out.

    Who stops waiting, as a turn that is stopped does, takes the question back with him.
    """
    answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    def settle(answer: Answer | None) -> None:
        if not answered.done():
            answered.set_result(otherwise if answer is None else answer)

    app.push_screen(screen, settle)
    try:
        return await answered
    finally:
        screen.withdraw(otherwise)
