"""What was sent or cleared before, to be called back with up and down."""

from __future__ import annotations


class Recall:
    """Earlier texts of this run; the text being written is the newest entry and is never lost."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._position = 0
        self._unsent = ""

    def remember(self, text: str) -> None:
        """Keep `text` as the newest entry and stand behind it."""
        if text.strip() and (not self._texts or self._texts[-1] != text):
            self._texts.append(text)
        self._position = len(self._texts)
        self._unsent = ""

    def step(self, step: int, current: str) -> str | None:
        """The text `step` entries away from the one shown, None at the edge."""
        target = self._position + step
        if not 0 <= target <= len(self._texts):
            return None
        if self._position == len(self._texts):
            self._unsent = current
        self._position = target
        return self._unsent if target == len(self._texts) else self._texts[target]
