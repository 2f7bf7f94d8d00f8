"""How an assistant message grows.

Servers may add to a part they never began, and may call an item done with less text than they have
streamed; what was streamed stays until the thread is read again.
"""

from __future__ import annotations

from chatkit_tui.protocol.items import (
    AssistantContent,
    AssistantMessageContent,
    AssistantMessageItem,
    AssistantMessageRefusal,
    ThreadItem,
)
from chatkit_tui.protocol.updates import (
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
)

MessageUpdate = (
    AssistantMessageContentPartAdded
    | AssistantMessageContentPartTextDelta
    | AssistantMessageContentPartAnnotationAdded
    | AssistantMessageContentPartDone
)

PARTS_AHEAD = 32
"""How many parts an update may skip; an index beyond that is a mistake, not a message."""


def update_message(
    item: AssistantMessageItem, update: MessageUpdate
) -> AssistantMessageItem | None:
    """The message after `update`; itself when nothing changed, None when it cannot be applied."""
    index = update.content_index
    content = item.content
    if not 0 <= index < len(content):
        if not 0 <= index <= len(content) + PARTS_AHEAD:
            return None
        empty = AssistantMessageContent()
        content = content + (empty,) * (index + 1 - len(content))
    old = content[index]
    new = _updated(old, update)
    if new is None:
        return None
    if new is old and content is item.content:
        return item
    return item.changed(content=(*content[:index], new, *content[index + 1 :]))


def _updated(part: AssistantContent, update: MessageUpdate) -> AssistantContent | None:
    if isinstance(update, AssistantMessageContentPartTextDelta):
        if isinstance(part, AssistantMessageContent):
            return part.changed(text=part.text + update.delta) if update.delta else part
        if isinstance(part, AssistantMessageRefusal):
            return part.changed(refusal=part.refusal + update.delta)
        return None
    if isinstance(update, AssistantMessageContentPartAnnotationAdded):
        if not isinstance(part, AssistantMessageContent):
            return None
        place = update.annotation_index
        before = len(part.annotations) if place is None else max(place, 0)
        annotations = (
            *part.annotations[:before],
            update.annotation.detached(),
            *part.annotations[before:],
        )
        return part.changed(annotations=annotations)
    return keep_longer(part, update.content.detached())


def keep_longer(old: AssistantContent, new: AssistantContent) -> AssistantContent:
    """`new`, with the text of `old` where `new` has only the beginning of it."""
    if (
        isinstance(old, AssistantMessageContent)
        and isinstance(new, AssistantMessageContent)
        and _is_beginning(new.text, old.text)
    ):
        return new.changed(text=old.text, annotations=new.annotations or old.annotations)
    return new


def settle(old: ThreadItem, new: ThreadItem) -> ThreadItem:
    """`new` in the place of the streamed `old`, whose text stays if `new` has only part of it."""
    if not (isinstance(old, AssistantMessageItem) and isinstance(new, AssistantMessageItem)):
        return new
    streamed = _text(old.content)
    if not _is_beginning(_text(new.content), streamed):
        return new
    content: tuple[AssistantContent, ...] = old.content
    if len(new.content) == len(content):
        merged = tuple(map(keep_longer, content, new.content))
        content = merged if _text(merged) == streamed else content
    return new.changed(content=content)


def _is_beginning(part: str, whole: str) -> bool:
    return len(part) < len(whole) and whole.startswith(part)


def _text(content: tuple[AssistantContent, ...]) -> str:
    return "".join(part.text for part in content if isinstance(part, AssistantMessageContent))
