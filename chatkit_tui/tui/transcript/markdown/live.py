"""Markdown that may still grow: what is finished is painted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from chatkit_tui.display import display
from chatkit_tui.tui.transcript.markdown.blocks import paint_tokens
from chatkit_tui.tui.transcript.markdown.code import GrowingCode
from chatkit_tui.tui.transcript.markdown.parse import (
    References,
    block_ends,
    collect_references,
    normalized,
    open_fence,
    parse,
    parse_blocks,
)
from chatkit_tui.tui.transcript.markdown.pictures import Draughtsman, Pictures
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import Line, wrap

BLANK: Line = ()


@dataclass(slots=True)
class Rendered:
    """Lines, and the rows at which top-level blocks begin."""

    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, lines: Iterable[Line]) -> None:
        """Add a block, a blank line apart from the one before."""
        block = list(lines)
        if not block:
            return
        if self.lines:
            self.lines.append(BLANK)
        self.starts.append(len(self.lines))
        self.lines.extend(block)


def render_markdown(source: str, width: int, palette: Palette) -> list[Line]:
    """The lines of a text that is whole."""
    return LiveMarkdown().render(source, width, palette).lines


class LiveMarkdown:
    """Renders one text again and again as it grows.

    The source is split into closed top-level blocks and an open rest. A block is closed when a
    line that is complete begins the next one: nothing that follows can change it any more, except
    a definition of a link it refers to. Whatever the pieces the text came in, the result is the
    same as rendering it whole.
    """

    def __init__(self) -> None:
        self._closed: list[str] = []
        self._prefix = ""
        """The closed blocks together: the beginning of the source they were split from."""
        self._whole: str | None = None
        """The text, if it was rendered as one of which no more will come."""
        self._seen = 0
        """Characters behind the prefix that are known to hold no closed block."""
        self._references: References = {}
        self._made_for: tuple[int, Palette] | None = None
        self._painted: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
        self._growing = GrowingCode()

    def render(
        self,
        source: str,
        width: int,
        palette: Palette,
        *,
        whole: bool = True,
        picture: Draughtsman | None = None,
    ) -> Rendered:
        """The lines for `source`; `whole` if no more of it will come, `picture` draws pictures."""
        text = display(source)
        if self._made_for != (width, palette):
            self._made_for = (width, palette)
            self._painted = {}
        self._split(text, whole=whole)
        rest = text[len(self._prefix) :]
        references = dict(self._references)
        collect_references(rest, references)
        rendered = Rendered()
        painted: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
        for block in self._closed:
            key = (block, _used(block, references))
            lines = self._painted.get(key)
            if lines is None:
                pictures = Pictures(picture)
                lines = _paint(block, references, width, palette, pictures)
                if not pictures.met:
                    painted[key] = lines
            else:
                painted[key] = lines
            rendered.add(lines)
        self._painted = painted
        fence = None if whole else open_fence(rest)
        if fence is not None:
            rendered.add(self._growing.paint(fence.code, fence.language, width, palette))
        else:
            rendered.add(_paint(rest, references, width, palette, Pictures(picture)))
        if _is_blank(rendered.lines) and any(character.isalnum() for character in text):
            # Nothing but definitions: better shown as they are than not at all.
            rendered = Rendered()
            rendered.add(wrap([(text.strip("\n"), palette.text)], width))
        return rendered

    def _split(self, text: str, *, whole: bool) -> None:
        """Move what is closed from the rest of the text to the closed blocks."""
        if not text.startswith(self._prefix) or self._whole not in (None, text):
            self._closed, self._prefix, self._references = [], "", {}
            self._seen = 0
        self._whole = text if whole else None
        rest = text[len(self._prefix) :]
        complete = rest if whole else rest[: rest.rfind("\n") + 1]
        if not whole and (
            len(complete) <= self._seen + self._seen // 8 or open_fence(complete) is not None
        ):
            # Closing a block late costs time, not truth; looking at every line costs more.
            return
        self._seen = len(complete)
        ends = block_ends(parse_blocks(complete, dict(self._references)))
        if len(ends) < 2:
            return
        lines = complete.splitlines(keepends=True)
        begin = 0
        for end in ends[:-1]:
            block = "".join(lines[begin:end])
            begin = end
            self._closed.append(block)
            self._prefix += block
            collect_references(block, self._references)
        self._seen = len(complete) - sum(len(line) for line in lines[:begin])


def _paint(
    source: str, references: References, width: int, palette: Palette, pictures: Pictures
) -> list[Line]:
    tokens = parse(source, dict(references))
    if tokens is None:
        return wrap([(source.strip("\n"), palette.text)], width)
    return paint_tokens(tokens, width, palette, pictures)


def _is_blank(lines: list[Line]) -> bool:
    return not any(segment.text.strip() for line in lines for segment in line)


def _used(block: str, references: References) -> tuple[str, ...]:
    """The definitions that may matter to a block, spelled out."""
    if not references or "[" not in block:
        return ()
    text = normalized(block)
    return tuple(
        f"{label} {definition['href']}" for label, definition in references.items() if label in text
    )
