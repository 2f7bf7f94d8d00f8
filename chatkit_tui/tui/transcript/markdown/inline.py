"""Inline Markdown to styled spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token
from rich.cells import cell_len
from rich.style import Style

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.hyperlinks import names_another_host, openable
from chatkit_tui.tui.transcript.citations import MARK, without_marks
from chatkit_tui.tui.transcript.markdown.pictures import source_of
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.wrap import Span

if TYPE_CHECKING:
    from chatkit_tui.tui.pictures.gallery import Picture

_FOLLOWED = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
"""Schemes that are shown as links; every other target is shown as text."""

_STYLES = {"strong": "strong", "em": "emphasis", "s": "strike"}


def inline_spans(
    children: Iterable[Token],
    base: Style,
    palette: Palette,
    pictures: Mapping[str, Picture] = MappingProxyType({}),
) -> list[Span]:
    """Spans in reading order; `\\n` stands for a hard break.

    `pictures`, by their addresses, are drawn elsewhere, or cannot be.
    """
    writer = _Writer(base, palette, pictures)
    for token in children:
        writer.add(token)
    return writer.spans


class _Writer:
    def __init__(self, base: Style, palette: Palette, pictures: Mapping[str, Picture]) -> None:
        self.spans: list[Span] = []
        self._pictures = pictures
        self._palette = palette
        self._styles = [base]
        self._links: list[tuple[int, str]] = []
        """Open links: where their label begins in `spans`, and where they lead."""
        self._soft_break = False

    def add(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self._write(token.content)
        elif kind == "softbreak":
            self._soft_break = True
        elif kind == "hardbreak":
            self.spans.append(("\n", self._styles[-1]))
        elif kind == "code_inline":
            text = display_line(without_marks(token.content)) or " "
            self._append(text, self._styles[-1] + self._palette.code_inline)
        elif kind == "image":
            self._image(token)
        elif kind == "link_open":
            self._open_link(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            self._close_link()
        elif kind.endswith("_open") and kind[:-5] in _STYLES:
            style: Style = getattr(self._palette, _STYLES[kind[:-5]])
            self._styles.append(self._styles[-1] + style)
        elif kind.endswith("_close") and kind[:-6] in _STYLES:
            self._styles.pop()
        elif token.content:
            self._write(token.content)

    def _write(self, text: str) -> None:
        # Entities can spell what display() took out of the source.
        text = display(text).replace("\n", " ")
        position = 0
        for match in MARK.finditer(text):
            self._append(text[position : match.start()], self._styles[-1])
            self._append(f"[{match[1]}]", self._palette.citation)
            position = match.end()
        self._append(text[position:], self._styles[-1])

    def _append(self, text: str, style: Style) -> None:
        if not text:
            return
        if self._soft_break:
            self._soft_break = False
            before = self.spans[-1][0][-1:] if self.spans else ""
            if not (cell_len(before) == 2 and cell_len(text[0]) == 2):
                self.spans.append((" ", self._styles[-1]))
        self.spans.append((text, style))

    def _open_link(self, href: str) -> None:
        self._links.append((len(self.spans), href))
        followed = _FOLLOWED.match(href)
        style = self._palette.link if followed else self._palette.emphasis
        style = self._palette.linked(style, openable(href) if followed else None)
        self._styles.append(self._styles[-1] + style)

    def _close_link(self) -> None:
        self._styles.pop()
        begin, href = self._links.pop()
        label = "".join(text for text, _style in self.spans[begin:]).strip()
        target = display_line(href)
        address = openable(href)
        if address and label and self._palette.hyperlinks and not names_another_host(label, href):
            return
        if target and label not in _spellings(href):
            style = self._palette.linked(self._palette.url, address)
            self._append(f" ({target})" if label else target, style)

    def _image(self, token: Token) -> None:
        alt = display_line(without_marks(token.content)) or _("untitled")
        self._append(_("[image: {label}]").format(label=alt), self._palette.label)
        source = source_of(token)
        picture = self._pictures.get(source)
        if picture is not None and picture.lines:
            return
        if source and not source.startswith("data:"):
            style = self._palette.linked(self._palette.url, openable(source))
            self._append(f" ({display_line(source)})", style)
        if picture is not None and picture.problem:
            words = display_line(picture.problem).rstrip(".")
            self._append(" " + _("[not drawn: {reason}]").format(reason=words), self._palette.muted)


def _spellings(href: str) -> set[str]:
    """The labels that say all there is to say about a target."""
    spellings = {href, normalizeLinkText(href)}
    spellings |= {spelling.removeprefix("mailto:") for spelling in spellings}
    return {display_line(spelling) for spelling in spellings}
