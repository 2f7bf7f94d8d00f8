"""Markdown to tokens, within limits that hostile text cannot push."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
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

_DEFINITION = re.compile(r"^[ >\-+*\d.)]*\[[^\]\n]*(?:\n[^\]\n]*)*\]:", re.MULTILINE)


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
    if _DEFINITION.search(source) is not None:
        parse_blocks(source, references)


def block_ends(tokens: Sequence[Token]) -> list[int]:
    """The line after each top-level block, in order; lines between two belong to the second."""
    return [token.map[1] for token in tokens if token.level == 0 and token.map is not None]


def normalized(text: str) -> str:
    """Text as labels of references are compared."""
    return re.sub(r"\s+", " ", text).lower().upper()


def parser_options() -> dict[str, Any]:
    """What is read as Markdown and what is not, for tests that compare with another parser."""
    return dict(_PARSER.options)
