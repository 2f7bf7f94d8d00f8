"""What is being looked for at the caret."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

LONGEST_QUERY = 60
LONGEST_PATH = 1_000

_MENTION = re.compile(r"(?:^|[\s(\[{\"'])@((?:[^\s@]+ ?){0,4})$")
"""An at sign that begins a word, and up to four words behind it."""

_PATH = re.compile(r"(?:^|[\s(\[{\"'])@((?:~|\.{1,2})?/\S*)$")
"""An at sign that begins a word, and a path behind it."""

_COMMAND = re.compile(r"/([^/]*)")
"""A slash, and what is behind it unless that is a path."""


class Kind(Enum):
    """What a character at the caret asks for."""

    ENTITY = "@"
    PATH = "@/"
    COMMAND = "/"


@dataclass(frozen=True, slots=True)
class Trigger:
    """`query` is what stands between the character at column `start` and the caret."""

    kind: Kind
    query: str
    row: int
    start: int


def find_trigger(
    line: str, row: int, column: int, chips: Sequence[tuple[int, int]]
) -> Trigger | None:
    """What the text before the caret asks for; `chips` are spans that are finished."""
    before = line[:column]
    if row == 0 and (found := _COMMAND.fullmatch(before)) and len(before) <= LONGEST_QUERY:
        return Trigger(Kind.COMMAND, found[1], row, 0)
    kind, found, longest = Kind.PATH, _PATH.search(before), LONGEST_PATH
    if found is None:
        kind, found, longest = Kind.ENTITY, _MENTION.search(before), LONGEST_QUERY
    if found is None or len(found[1]) > longest:
        return None
    start = found.start(1) - 1
    if any(begin <= start < end for begin, end in chips):
        return None
    return Trigger(kind, found[1], row, start)
