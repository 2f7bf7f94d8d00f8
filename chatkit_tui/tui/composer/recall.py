"""What was sent or cleared before, to be called back with up and down."""

from __future__ import annotations


class Recall:
    """Earlier texts, each once; the text being written is the newest entry and is never lost."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        """The oldest first."""
        self._position = 0
        self._unsent = ""

    def remember(self, text: str) -> bool:
        """Make `text` the newest entry and stand behind it; False when it is blank."""
        kept = bool(text.strip())
        if kept:
            self.texts = [*(each for each in self.texts if each != text), text]
        self._position = len(self.texts)
        self._unsent = ""
        return kept

    def know(self, texts: list[str]) -> None:
        """Take `texts` for what there was, and what only stands here as newer."""
        behind = len(self.texts) - self._position
        known = set(texts)
        self.texts = [*texts, *(each for each in self.texts if each not in known)]
        self._position = max(0, len(self.texts) - behind)

    def step(self, step: int, current: str) -> str | None:
        """The text `step` entries away from the one shown, None at the edge."""
        target = self._position + step
        if not 0 <= target <= len(self.texts):
            return None
        if self._position == len(self.texts):
            self._unsent = current
        self._position = target
        return self._unsent if target == len(self.texts) else self.texts[target]
