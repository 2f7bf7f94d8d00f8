"""The code blocks of a text, exactly as they stand in its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced or indented block; `language` is "" where none is named."""

    language: str
    code: str


def code_blocks(source: str) -> list[CodeBlock]:
    """The blocks of a Markdown text in order, wherever they are nested.

    The line end before the closing fence is not part of them: pasted into a shell, a command
    waits for Enter. About 2 µs a character.
    """
    from chatkit_tui.tui.transcript.markdown.parse import language_of, parse_blocks

    return [
        CodeBlock(language_of(token.info), token.content.removesuffix("\n"))
        for token in parse_blocks(source, {})
        if token.type in ("fence", "code_block")
    ]
