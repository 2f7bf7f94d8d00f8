"""Long pastes, folded to a few words in the text they were pasted into."""

from __future__ import annotations

import re

from chatkit_tui.translation import _, plural

LINES_UNFOLDED = 20
"""A paste of more lines than this is folded."""

CHARACTERS_UNFOLDED = 10_000
"""And so is a longer one, of however few lines."""


class PastedTexts:
    """The long pastes of this run, by the label that stands for each in the composer.

    None is forgotten while the program runs: undo may bring any label back.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._open: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def fold(self, text: str) -> str:
        """What to insert for a paste of `text`: itself, or a label where it is long."""
        lines = text.count("\n") + 1
        if lines > LINES_UNFOLDED:
            size = plural("{count} line", "{count} lines", lines).format(count=f"{lines:,}")
        elif len(text) > CHARACTERS_UNFOLDED:
            size = plural("{count} character", "{count} characters", len(text))
            size = size.format(count=f"{len(text):,}")
        else:
            return text
        for label, known in self._texts.items():
            if known == text:
                self._open.discard(label)
                return label
        words = _("Pasted text #{number} · {size}")
        label = f"[{words.format(number=len(self._texts) + 1, size=size)}]"
        self._texts[label] = text
        self._pattern = re.compile("|".join(map(re.escape, self._texts)))
        return label

    def refold(self, text: str) -> str:
        """`text` with the pastes in it as labels again, those apart that were opened."""
        for label, pasted in self._texts.items():
            if label not in self._open:
                text = text.replace(pasted, label)
        return text

    def unfold(self, text: str) -> str:
        """`text` with what its labels stand for."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda label: self._texts[label[0]], text)

    def open(self, label: str) -> str:
        """What `label` stands for; it is not folded again by itself."""
        self._open.add(label)
        return self._texts[label]

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Where labels begin and end in a line of the composer."""
        if self._pattern is None:
            return []
        return [each.span() for each in self._pattern.finditer(line)]
