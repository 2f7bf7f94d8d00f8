"""Threads, their status, and pages of anything."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field

from chatkit_tui.protocol.base import (
    ByType,
    Id,
    Timestamp,
    Tolerant,
    Unknown,
    WireModel,
    moment,
)
from chatkit_tui.protocol.items import ThreadItem

T = TypeVar("T")


class Page(WireModel, Generic[T]):
    """Part of a list; `after` is the cursor of the next part where the server gives one."""

    data: tuple[T, ...] = ()
    has_more: bool = False
    after: str | None = None


ItemPage = Page[ThreadItem]


class ActiveStatus(WireModel):
    """The thread takes messages."""

    type: Literal["active"] = "active"


class LockedStatus(WireModel):
    """The thread takes no messages for now."""

    type: Literal["locked"] = "locked"
    reason: str | None = None


class ClosedStatus(WireModel):
    """The thread takes no messages any more."""

    type: Literal["closed"] = "closed"
    reason: str | None = None


class UnknownStatus(Unknown):
    """A status this version has no model for."""


THREAD_STATUS = ByType(UnknownStatus, ActiveStatus, LockedStatus, ClosedStatus)

ThreadStatus = Annotated[ActiveStatus | LockedStatus | ClosedStatus | UnknownStatus, THREAD_STATUS]


class Thread(WireModel):
    """A thread; `items` is what the server chose to send along, not the whole of it."""

    id: Id
    title: str | None = None
    created_at: Timestamp = None
    status: ThreadStatus = Field(default_factory=ActiveStatus)
    allowed_image_domains: tuple[str, ...] | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    items: Annotated[Page[ThreadItem], Tolerant()] = Field(default_factory=lambda: ItemPage())

    @property
    def created(self) -> datetime | None:
        """`created_at` as an aware datetime."""
        return moment(self.created_at)


TolerantThread = Annotated[Thread, Tolerant()]
ThreadPage = Page[TolerantThread]
