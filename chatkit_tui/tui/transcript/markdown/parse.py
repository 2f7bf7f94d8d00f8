"""Markdown to tokens, within limits that hostile text cannot push."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

DEEPEST = 60
"""Containers inside containers; what is nested deeper is shown as plain text."""

MOST_BRACKETS = 500
"""Opening brackets in one paragraph; looking for links among more takes quadratic time."""

References = dict[str, dict[str, str]]
"""Link reference definitions, by normalised label; the first definition of a label counts."""

_PARSER = MarkdownIt(
    "commonmark",
    {"html": False, "linkify": False, "typographer": False, "maxNesting": DEEPEST},
).enable(["table", "strikethrough"])

_FENCE = re.compile(r"(?: *\n)*( {0,3})(?:(`{3,})([^`\n]*)|(~{3,})([^\n]*))\n")


@dataclass(frozen=True, slots=True)
class OpenFence:
    """A fenced code block that has not ended."""

    language: str
    code: str


def open_fence(source: str) -> OpenFence | None:
    """What `source` is if it is nothing but the beginning of a fence; found without parsing."""
    match = _FENCE.match(source)
    if match is None:
        return None
    indent, fence = len(match[1]), match[2] or match[4]
    closing = rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}} *$"
    if re.compile(closing, re.MULTILINE).search(source, match.end()) is not None:
        return None
    code = source[match.end() :]
    if indent:
        code = re.sub(rf"^ {{1,{indent}}}", "", code, flags=re.MULTILINE)
    return OpenFence(language_of(match[3] or match[5] or ""), code)


def language_of(info: str) -> str:
    """The language that the info string of a fence names; "" for none."""
    words = unescapeAll(info).split()
    return words[0] if words else ""


def parse(source: str, references: References) -> list[Token] | None:
    """Block and inline tokens; None if the nesting is too deep to be read as Markdown.

    `source` holds no control character but `\\n`. Definitions found are added to `references`.
    """
    tokens = parse_blocks(source, references)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return None
    environment = {"references": references}
    for token in tokens:
        if token.type == "inline" and token.children is not None:
            if token.content.count("[") > MOST_BRACKETS:
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                _PARSER.inline.parse(token.content, _PARSER, environment, token.children)
    return tokens


def parse_blocks(source: str, references: References) -> list[Token]:
    """Tokens of the block structure alone; inline tokens have no children yet."""
    tokens: list[Token] = []
    _PARSER.block.parse(source, _PARSER, {"references": references}, tokens)
    return tokens


def collect_references(source: str, references: References) -> None:
    """Add the definitions in `source`."""
    if "]:" in source:
        parse_blocks(source, references)


def block_ends(tokens: Sequence[Token]) -> list[int]:
    """The line after each top-level block, in order; lines between two belong to the second."""
    return [token.map[1] for token in tokens if token.level == 0 and token.map is not None]


def normalized(text: str) -> str:
    """Text as labels of references are compared."""
    return re.sub(r"\s+", " ", text).lower().upper()
