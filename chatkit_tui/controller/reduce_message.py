"""How an assistant message grows.

Servers may add to a part they never began, and may call an item done with less text than they have
streamed; what was streamed stays until the thread is read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from chatkit_tui.controller.changes import RowUpdated
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

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

MessageUpdate = (
    AssistantMessageContentPartAdded
    | AssistantMessageContentPartTextDelta
    | AssistantMessageContentPartAnnotationAdded
    | AssistantMessageContentPartDone
)

Grown = tuple[RowUpdated]
"""What there is to tell of a row whose text has grown."""

PARTS_AHEAD = 32
"""How many parts an update may skip; an index beyond that is a mistake, not a message."""


class Growth:
    """A text of a message that has grown since the message was last looked at.

    Words come by the hundred a second and are looked at twenty times: the message is made anew for
    a look, not for every word.
    """

    __slots__ = ("_item", "_pieces", "grown", "index")

    raw: ClassVar[None] = None

    def __init__(self, row: Row, item: AssistantMessageItem, index: int) -> None:
        self.index = index
        """Of the part that grows; it holds a text."""
        self.grown: Grown = (RowUpdated(row.key),)
        self._item = item
        self._pieces: list[str] = []

    @property
    def id(self) -> str:
        return self._item.id

    def add(self, text: str) -> None:
        """Let the text grow."""
        self._pieces.append(text)

    def read(self) -> AssistantMessageItem:
        """The message with all its text."""
        content = self._item.content
        part = _grown(content[self.index], "".join(self._pieces))
        assert part is not None
        return _with_part(self._item, content, self.index, part)


def grow(row: Row, update: AssistantMessageContentPartTextDelta) -> Grown | None:
    """Let a text that has begun grow; None where nothing has begun or there is nothing to add."""
    index, text = update.content_index, update.delta
    growth = row.unread
    if type(growth) is not Growth or growth.index != index:
        growth = _growth(row, index)
    if growth is None or not text:
        return None
    growth.add(text)
    row.unread = growth
    row.revision += 1
    return growth.grown


def _growth(row: Row, index: int) -> Growth | None:
    item = row.item
    if not isinstance(item, AssistantMessageItem) or not 0 <= index < len(item.content):
        return None
    if not isinstance(item.content[index], AssistantMessageContent | AssistantMessageRefusal):
        return None
    return Growth(row, item, index)


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
    return _with_part(item, content, index, new)


def _with_part(
    item: AssistantMessageItem,
    content: tuple[AssistantContent, ...],
    index: int,
    part: AssistantContent,
) -> AssistantMessageItem:
    return item.changed(content=(*content[:index], part, *content[index + 1 :]))


def _updated(part: AssistantContent, update: MessageUpdate) -> AssistantContent | None:
    if isinstance(update, AssistantMessageContentPartTextDelta):
        return _grown(part, update.delta)
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


def _grown(part: AssistantContent, text: str) -> AssistantContent | None:
    """`part` with more text; itself when there is none to add, None when it holds no text."""
    if isinstance(part, AssistantMessageContent):
        return part.changed(text=part.text + text) if text else part
    if isinstance(part, AssistantMessageRefusal):
        return part.changed(refusal=part.refusal + text) if text else part
    return None


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
