"""What is streamed: four kinds of Markdown, cut into tokens, the last of them marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice

END = "Ω"
"""Stands in the last token and nowhere else; one character, which no drawing can cut in two."""

_SENTENCE = (
    "the terminal shows every answer while it is **still** being written and keeps `each` line "
    "where the reader left it because *nothing* that comes later may move what was read before, "
    "not a word, not a colour; see [the notes](https://example.org/notes) for what follows."
)
_WORDS = _SENTENCE.split(" ")

_CODE = """def fold(values: list[int], start: int = 0) -> int:
    \"\"\"Adds what is even, subtracts what is odd.\"\"\"
    total = start
    for index, value in enumerate(values):
        total += value if value % 2 == 0 else -value  # one by one
        if total > 1_000 or index == 99:
            return {"total": total, "why": "enough"}["total"]
    return total

"""


def _prose() -> Iterator[str]:
    for number, word in enumerate(cycle(_WORDS), 1):
        yield f"{word}\n\n" if number % 120 == 0 else f"{word} "


def _fence() -> Iterator[str]:
    yield "```python\n"
    for line in cycle(_CODE.splitlines(keepends=True)):
        yield from re.findall(r"\s*\S+\n?|\s+", line)


def _list() -> Iterator[str]:
    for number in count(1):
        yield "- "
        for word in islice(cycle(_WORDS), number % 30, number % 30 + 14):
            yield f"{word} "
        yield "\n"


def _table() -> Iterator[str]:
    yield "| item | what it is | price |\n| --- | --- | ---: |\n"
    for number in count(1):
        yield f"| {number} "
        yield "| "
        for word in islice(cycle(_WORDS), number % 30, number % 30 + 5):
            yield f"{word.strip('|')} "
        yield f"| {number * 7 % 100} "
        yield "|\n"


_KINDS: dict[str, tuple[Callable[[], Iterator[str]], str]] = {
    "prose": (_prose, END),
    "fence": (_fence, f"\n{END} = 1\n```\n"),
    "list": (_list, f"\n- {END}\n"),
    "table": (_table, f"\n| {END} | | |\n"),
}

KINDS = tuple(_KINDS)

GREETING = "Λ"
"""As END, of the kind "greeting": an answer before the one that is measured."""

_KINDS["greeting"] = (_prose, GREETING)


def tokens(kind: str, number: int) -> list[str]:
    """So many tokens of a kind; the last one holds END."""
    endless, last = _KINDS[kind]
    return [*islice(endless(), number - 1), last]
