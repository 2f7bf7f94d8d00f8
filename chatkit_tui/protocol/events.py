"""The events of a streamed answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chatkit_tui.protocol.base import ByType, Id, Tolerant, Unknown, WireModel
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.protocol.threads import TolerantThread
from chatkit_tui.protocol.updates import ThreadItemUpdate


class ThreadCreatedEvent(WireModel):
    """The thread exists now."""

    type: Literal["thread.created"] = "thread.created"
    thread: TolerantThread


class ThreadUpdatedEvent(WireModel):
    """The thread's title or status changed."""

    type: Literal["thread.updated"] = "thread.updated"
    thread: TolerantThread


class ThreadItemAddedEvent(WireModel):
    """An item begins."""

    type: Literal["thread.item.added"] = "thread.item.added"
    item: ThreadItem


class ThreadItemUpdatedEvent(WireModel):
    """An item changed in part."""

    type: Literal["thread.item.updated"] = "thread.item.updated"
    item_id: Id
    update: ThreadItemUpdate


class ThreadItemDoneEvent(WireModel):
    """An item is whole."""

    type: Literal["thread.item.done"] = "thread.item.done"
    item: ThreadItem


class ThreadItemRemovedEvent(WireModel):
    """An item is gone."""

    type: Literal["thread.item.removed"] = "thread.item.removed"
    item_id: Id


class ThreadItemReplacedEvent(WireModel):
    """An item is another one now, under the same id."""

    type: Literal["thread.item.replaced"] = "thread.item.replaced"
    item: ThreadItem


class StreamOptions(WireModel):
    """How the running stream may be treated."""

    allow_cancel: bool = False


class StreamOptionsEvent(WireModel):
    """Tells the options of the running stream."""

    type: Literal["stream_options"] = "stream_options"
    stream_options: Annotated[StreamOptions, Tolerant()] = Field(default_factory=StreamOptions)


class ProgressUpdateEvent(WireModel):
    """What the assistant is doing."""

    type: Literal["progress_update"] = "progress_update"
    icon: str | None = None
    text: str = ""


class ClientEffectEvent(WireModel):
    """Something the client is to do, without an answer."""

    type: Literal["client_effect"] = "client_effect"
    name: str = ""
    data: dict[str, Any] = Field(default_factory=dict)


class ErrorEvent(WireModel):
    """The response failed."""

    type: Literal["error"] = "error"
    code: str | None = None
    message: str | None = None
    allow_retry: bool = False


class NoticeEvent(WireModel):
    """Something to tell the user (Markdown); `level` is info, warning, danger or another word."""

    type: Literal["notice"] = "notice"
    level: str = "info"
    message: str = ""
    title: str | None = None


class UnknownEvent(Unknown):
    """An event of a type this version has no model for."""


THREAD_STREAM_EVENT = ByType(
    UnknownEvent,
    ThreadCreatedEvent,
    ThreadUpdatedEvent,
    ThreadItemAddedEvent,
    ThreadItemUpdatedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    StreamOptionsEvent,
    ProgressUpdateEvent,
    ClientEffectEvent,
    ErrorEvent,
    NoticeEvent,
)

ThreadStreamEvent = (
    ThreadCreatedEvent
    | ThreadUpdatedEvent
    | ThreadItemAddedEvent
    | ThreadItemUpdatedEvent
    | ThreadItemDoneEvent
    | ThreadItemRemovedEvent
    | ThreadItemReplacedEvent
    | StreamOptionsEvent
    | ProgressUpdateEvent
    | ClientEffectEvent
    | ErrorEvent
    | NoticeEvent
    | UnknownEvent
)
