"""Questions that may be nobody's any more before they are answered."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class WithdrawnScreen(ModalScreen[Answer]):
    """A question that can be taken back, whatever stands in front of it by then."""

    _taken_back: Answer | None = None

    def withdraw(self, answer: Answer) -> None:
        """Go away with `answer`, now or as soon as nothing is in front; gone is gone."""
        if self.is_active:
            self.dismiss(answer)
        else:
            self._taken_back = answer

    def on_screen_resume(self) -> None:
        answer, self._taken_back = self._taken_back, None
        if answer is not None:
            self.dismiss(answer)
