"""What the user wants of a search, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from chatkit_tui.translation import _


class Step(Enum):
    """What the user wants."""

    SETTLE = 0
    """The match nearest to where he was when he began."""
    NEXT = 1
    PREVIOUS = -1
    OLDER = 2
    """A match among what is older than everything shown."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a hunt is: what the bar shows."""

    number: int = 0
    """Of the current match, from the oldest one shown; 0 for none."""
    total: int = 0
    has_older: bool = False
    counting: bool = False
    older_read: int | None = None
    """Items of older pages read so far, while that goes on."""
    note: str = ""


def in_words(standing: Standing, *, short: bool) -> str:
    """How far a search is: "3/17", "17+" where older items are not read yet."""
    if standing.older_read is not None:
        words = _("older… {count} read") if short else _("searching older messages… ({count} read)")
        return words.format(count=f"{standing.older_read:,}")
    total = f"{standing.total:,}{'+' if standing.has_older else ''}"
    if not standing.total:
        found = _("none so far") if standing.has_older else _("no match")
        words = "…" if standing.counting else found
    elif standing.number:
        words = f"{standing.number:,}/{total}"
    else:
        words = total
    return " · ".join(filter(None, (words, standing.note)))
