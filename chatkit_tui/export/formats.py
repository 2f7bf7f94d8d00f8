"""The formats a thread can be exported in, and how the files are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, assert_never, get_args

if TYPE_CHECKING:
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.threads import Thread

Format = Literal["md", "json", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)

NAME_LIMIT = 60
"""Characters of a title that become part of a file's name."""


def export_text(thread: Thread, items: Iterable[ThreadItem], kind: Format) -> str:
    """The thread as the text of a file of that format."""
    match kind:
        case "md":
            from chatkit_tui.export.markdown import thread_markdown

            return thread_markdown(thread, items)
        case "json":
            from chatkit_tui.export.json_text import thread_json

            return thread_json(thread, items)
        case "html":
            from chatkit_tui.export.html import thread_html

            return thread_html(thread, items)
        case _:
            assert_never(kind)


def file_name(thread: Thread, kind: Format) -> str:
    """A name for the file, from the title and the id; letters, digits and dashes only."""
    words = re.sub(r"[^\w]+", "-", f"{thread.title or 'thread'}"[:NAME_LIMIT]).strip("-_")
    tail = re.sub(r"[^\w]+", "-", thread.id)[-NAME_LIMIT:].strip("-_")
    return f"{'-'.join(filter(None, (words.lower(), tail))) or 'thread'}.{kind}"


def format_of(path: Path) -> Format | None:
    """The format that a file's name asks for."""
    suffix = path.suffix.lower().removeprefix(".")
    wanted = {"markdown": "md", "htm": "html"}.get(suffix, suffix)
    return next((kind for kind in FORMATS if kind == wanted), None)
