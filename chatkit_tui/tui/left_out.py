"""What is said of a text whose end is left out."""

from __future__ import annotations

from chatkit_tui.translation import plural


def more_characters(count: int) -> str:
    """So many characters are not shown."""
    words = plural("… {count} more character", "… {count} more characters", count)
    return words.format(count=f"{count:,}")
