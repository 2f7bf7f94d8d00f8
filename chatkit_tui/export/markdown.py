"""Items and threads as Markdown, from the source text. Nothing is made safe for a terminal here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chatkit_tui.export.plain_text import answer_of, lines_about, message_of
from chatkit_tui.protocol.items import AssistantMessageItem, ThreadItem, UserMessageItem
from chatkit_tui.protocol.sources import EntitySource, FileSource, Source, URLSource
from chatkit_tui.protocol.threads import Thread
from chatkit_tui.translation import _


def item_markdown(item: ThreadItem) -> str:
    """What an item says, as it was written; "" for an item that says nothing."""
    if isinstance(item, UserMessageItem):
        return message_of(item)
    answer = answer_of(item)
    return "\n".join(lines_about(item)) if answer is None else answer


def thread_markdown(thread: Thread, items: Iterable[ThreadItem]) -> str:
    """A whole thread, the oldest item first, who spoke as headings, sources as lists."""
    title = thread.title or _("A thread without a title")
    parts = [f"# {' '.join(title.split())}"]
    parts.append(
        _("Thread {id}").format(id=f"`{thread.id}`")
        + (f", {thread.created:%Y-%m-%d %H:%M %Z}" if thread.created else "")
    )
    speaker = ""
    for item in items:
        text = item_markdown(item)
        if not text:
            continue
        is_user = isinstance(item, UserMessageItem)
        who = _("You") if is_user else _("Assistant")
        if who != speaker:
            parts.append(
                f"## {who}" + (f", {item.created:%Y-%m-%d %H:%M %Z}" if item.created else "")
            )
            speaker = who
        parts.append(_closed(text) if answer_of(item) is not None or is_user else _noted(text))
        if isinstance(item, AssistantMessageItem):
            parts.extend(_sources(item))
    return "\n\n".join(parts) + "\n"


def _noted(text: str) -> str:
    """What was done rather than said."""
    return "\n".join(f"*{line}*" for line in text.splitlines())


def _closed(text: str) -> str:
    """`text` with a fence that was left open closed, so that what follows is no code."""
    fence = ""
    for line in text.splitlines():
        stripped = line.lstrip(" ")
        if len(line) - len(stripped) > 3:
            continue
        for mark in ("`", "~"):
            length = len(stripped) - len(stripped.lstrip(mark))
            if length < 3:
                continue
            rest = stripped[length:]
            if not fence and not (mark == "`" and "`" in rest):
                fence = mark * length
            elif fence and mark == fence[0] and length >= len(fence) and not rest.strip():
                fence = ""
    return f"{text}\n{fence}" if fence else text


def _sources(item: AssistantMessageItem) -> list[str]:
    """The list of what an answer refers to, each source once."""
    annotations = [note for part in item.content for note in getattr(part, "annotations", ())]
    lines: Sequence[str] = [line for note in annotations if (line := _source(note.source))]
    unique = dict.fromkeys(lines)
    return [_("Sources:") + "\n\n" + "\n".join(f"- {line}" for line in unique)] if unique else []


def _source(source: Source) -> str:
    match source:
        case URLSource(title=title, url=url):
            return f"{title}: <{url}>" if title else f"<{url}>"
        case FileSource(title=title, filename=name):
            return f"{title} (`{name}`)" if title and title != name else f"`{name or title}`"
        case EntitySource(title=title, id=entity_id):
            return f"{title} (`{entity_id}`)"
        case _:
            return ""
