"""What a scene has at hand: the thread, its message, the pace, and ways to say things."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from chatkit.store import StoreItemType
from chatkit.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdate,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    UserMessageItem,
    WidgetItem,
)
from chatkit.widgets import DynamicWidgetRoot

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.store import SqliteStore
from chatkit_tui.demo.tour.pace import Pace

PIECE = re.compile(r"\s*\S{1,6}|\s+")
"""About a token, in a reader's eyes."""

PIECE_SECONDS = 0.02


class Stage:
    """One answer. `message` is what is answered, None when the answer goes on or is to a click."""

    def __init__(
        self,
        thread: ThreadMetadata,
        message: UserMessageItem | None,
        *,
        store: SqliteStore,
        pace: Pace,
        addresses: Addresses,
        interrupted: set[str],
    ) -> None:
        self.thread = thread
        self.message = message
        self.store = store
        self.addresses = addresses
        self._pace = pace
        self._interrupted = interrupted

    def new_id(self, kind: StoreItemType = "message") -> str:
        """An id for an item."""
        return self.store.generate_item_id(kind, self.thread, None)

    def head(self, kind: StoreItemType = "message") -> dict[str, Any]:
        """The fields all new items have."""
        return {
            "id": self.new_id(kind),
            "thread_id": self.thread.id,
            "created_at": datetime.now(),
        }

    async def pause(self, seconds: float) -> None:
        """Take a moment, as long as the pace of the tour makes it."""
        await self._pace.pause(seconds)

    def is_first_try(self) -> bool:
        """Whether this message is answered for the first time since the backend started."""
        key = self.message.id if self.message else self.thread.id
        first = key not in self._interrupted
        self._interrupted.add(key)
        return first

    async def say(self, text: str, annotations: Sequence[Annotation] = ()) -> AsyncIterator[Event]:
        """An assistant message in one part, as if it were written now."""
        part = AssistantMessageContent(text=text, annotations=list(annotations))
        async for event in self.say_parts([part]):
            yield event

    async def say_parts(self, parts: Sequence[AssistantMessageContent]) -> AsyncIterator[Event]:
        """An assistant message in several parts, each with its sources."""
        head = self.head()
        yield ThreadItemAddedEvent(item=AssistantMessageItem(**head, content=[]))
        for index, part in enumerate(parts):
            async for update in self._write_part(index, part):
                yield ThreadItemUpdatedEvent(item_id=head["id"], update=update)
        yield ThreadItemDoneEvent(item=AssistantMessageItem(**head, content=list(parts)))

    async def begin_saying(self, text: str) -> AsyncIterator[Event]:
        """The beginning of an assistant message that somebody else is going to interrupt."""
        head = self.head()
        yield ThreadItemAddedEvent(item=AssistantMessageItem(**head, content=[]))
        async for update in self._write_text(0, text):
            yield ThreadItemUpdatedEvent(item_id=head["id"], update=update)

    async def _write_part(
        self, index: int, part: AssistantMessageContent
    ) -> AsyncIterator[ThreadItemUpdate]:
        async for update in self._write_text(index, part.text):
            yield update
        for place, annotation in enumerate(part.annotations):
            await self.pause(0.1)
            yield AssistantMessageContentPartAnnotationAdded(
                content_index=index, annotation_index=place, annotation=annotation
            )
        yield AssistantMessageContentPartDone(content_index=index, content=part)

    async def _write_text(self, index: int, text: str) -> AsyncIterator[ThreadItemUpdate]:
        empty = AssistantMessageContent(text="")
        yield AssistantMessageContentPartAdded(content_index=index, content=empty)
        for piece in PIECE.findall(text):
            await self.pause(PIECE_SECONDS)
            yield AssistantMessageContentPartTextDelta(content_index=index, delta=piece)

    def widget(self, root: dict[str, Any], copy_text: str | None = None) -> WidgetItem:
        """A new widget item; `root` is the widget as JSON."""
        widget = DynamicWidgetRoot.model_validate(root)
        return WidgetItem(**self.head(), widget=widget, copy_text=copy_text)

    def show(self, root: dict[str, Any], copy_text: str | None = None) -> Event:
        """A finished widget."""
        return ThreadItemDoneEvent(item=self.widget(root, copy_text))


def redraw(item: WidgetItem, root: dict[str, Any]) -> WidgetItem:
    """The widget item with another widget in it."""
    return item.model_copy(update={"widget": DynamicWidgetRoot.model_validate(root)})


def replace(item: WidgetItem, root: dict[str, Any]) -> Event:
    """The widget item turning into another widget where it stands."""
    return ThreadItemReplacedEvent(item=redraw(item, root))
