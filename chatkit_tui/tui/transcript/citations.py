"""Marks in a text that point to the sources below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.sources import (
    Annotation,
    EntitySource,
    FileSource,
    Source,
    UnknownSource,
    URLSource,
)

MARK = re.compile("\u2e28(\\d+)\u2e29")
"""How a mark stands in Markdown source: brackets that no prose uses, read as punctuation."""

_SYNTAX = "*_~`)]>"
_TARGET = re.compile(r"\]\([^()\s]*\)|<[a-z]+:[^>\s]*>")
_UNTOUCHED = re.compile(r"[ >\-+*\d.)]*(?:`{3,}|~{3,}|[=\-]+ *$)|.*\|[ ]*$")
"""Lines whose end means something to Markdown: fences, underlines, rules, table rows."""


def without_marks(text: str) -> str:
    """The text as the server wrote it."""
    return MARK.sub("", text) if "\u2e28" in text else text


def number_sources(
    annotations: Sequence[Annotation],
) -> tuple[list[Source], list[tuple[int, int]]]:
    """The distinct sources in order of first use, and (index, number) for those with a place."""
    sources: list[Source] = []
    numbers: dict[tuple[str, str], int] = {}
    places: list[tuple[int, int]] = []
    for annotation in annotations:
        source = annotation.source
        key = _identity(source)
        number = numbers.get(key)
        if number is None:
            sources.append(source)
            number = numbers[key] = len(sources)
        if annotation.index is not None:
            places.append((annotation.index, number))
    return sources, places


def with_marks(text: str, places: Sequence[tuple[int, int]], *, first: int = 1) -> str:
    """`text` with a mark at each place; places past the end are left out.

    A place is the number of characters before the mark. It moves a little where the mark would
    break Markdown: behind closing signs, back from the start of a line. `first` is what number 1
    is called.
    """
    if "\u2e28" in text:
        text = text.replace("\u2e28", "(").replace("\u2e29", ")")
    if not places:
        return text
    inserts: dict[int, list[int]] = {}
    for index, number in places:
        if 0 <= index <= len(text):
            place = _settled(text, index)
            if place is not None and number not in inserts.setdefault(place, []):
                inserts[place].append(number)
    parts: list[str] = []
    position = 0
    for place in sorted(inserts):
        parts.append(text[position:place])
        parts.extend(f"\u2e28{number + first - 1}\u2e29" for number in inserts[place])
        position = place
    parts.append(text[position:])
    return "".join(parts)


def _settled(text: str, index: int) -> int | None:
    while index > 0 and text[index - 1].isspace():
        index -= 1
    while 0 < index < len(text) and text[index] in _SYNTAX and not text[index - 1].isspace():
        index += 1
    if index == 0:
        return None
    begin = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    line = text[begin : end if end >= 0 else len(text)]
    for target in _TARGET.finditer(line):
        if target.start() < index - begin < target.end():
            index = begin + target.end()
    return None if _UNTOUCHED.match(line) else index


def _identity(source: Source) -> tuple[str, str]:
    """What makes two sources the same one."""
    match source:
        case URLSource():
            name = source.url
        case FileSource():
            name = source.filename
        case EntitySource():
            name = source.id
        case UnknownSource():
            name = dump_json(source.raw)
    return source.type, name
