"""Where the links of a Markdown text lead."""

from __future__ import annotations

import re

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.transcript.citations import without_marks
from chatkit_tui.tui.transcript.long_text import is_long
from chatkit_tui.tui.transcript.markdown.parse import parse

MOST_TARGETS = 500
"""Links of one text; nobody picks from more."""

_BARE = re.compile(r"https?://[^\s<>\"'`\\^{|}]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}*_~"


def markdown_targets(source: str) -> list[tuple[str, str]]:
    """(label, address) of the links and images in Markdown, then of bare addresses in the text."""
    tokens = None if is_long(source) else parse(display(source), {})
    if tokens is None:
        return bare_targets(source)
    targets: list[tuple[str, str]] = []
    for token in tokens:
        label: list[str] = []
        href = ""
        for child in token.children or ():
            if child.type == "link_open":
                label, href = [], str(child.attrs.get("href", ""))
            elif child.type == "link_close":
                targets.append((display_line("".join(label)), href))
                href = ""
            elif child.type == "image":
                title = display_line(without_marks(child.content)) or _("image")
                targets.append((title, str(child.attrs.get("src", ""))))
            else:
                label.append(without_marks(child.content))
                if not href and child.type == "text":
                    targets.extend(bare_targets(child.content))
    return targets[:MOST_TARGETS]


def bare_targets(text: str) -> list[tuple[str, str]]:
    """("", address) of the addresses that stand in plain text."""
    found: list[tuple[str, str]] = []
    for match in _BARE.finditer(text):
        address = match[0]
        while address and address[-1] in _TRAILING:
            if address[-1] == ")" and address.count("(") >= address.count(")"):
                break
            address = address[:-1]
        found.append(("", address))
        if len(found) == MOST_TARGETS:
            break
    return found
