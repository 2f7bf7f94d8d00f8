"""Threads, their status, and pages of anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from chatkit_tui.protocol.base import (
    ByType,
    Id,
    Timestamp,
    Tolerant,
    Unknown,
    WireModel,
    moment,
    read,
)
from chatkit_tui.protocol.items import THREAD_ITEM, ThreadItem
from chatkit_tui.protocol.listed import ListedItem

T = TypeVar("T")


class Page(WireModel, Generic[T]):
    """Part of a list; `after` is the cursor of the next part where the server gives one."""

    data: tuple[T, ...] = ()
    has_more: bool = False
    after: str | None = None


class PageOf:
    """Marks a field that holds a page, or a bare list, of what `element` reads.

    Elements that `element` refuses with ValueError are left out.
    """

    def __init__(self, element: Callable[[Any], Any]) -> None:
        self._element = element

    def read(self, data: Any) -> Page[Any]:
        """A page from JSON. Raises ValueError when `data` is neither object nor list."""
        if isinstance(data, Page):
            return data
        page = {"data": data} if isinstance(data, list) else data
        if isinstance(page, dict) and isinstance(page.get("data"), list):
            page = {**page, "data": tuple(self._elements(page["data"]))}
        return read(Page, page)

    def _elements(self, data: list[Any]) -> Iterator[Any]:
        for each in data:
            try:
                yield self._element(each)
            except ValueError:
                continue

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


ITEM_PAGE = PageOf(THREAD_ITEM.read)
LISTED_PAGE = PageOf(ListedItem)

if TYPE_CHECKING:
    _ItemPage = Page[ThreadItem]
else:
    _ItemPage = Page
    """Pydantic builds what is subscripted at once; a page of items has to wait for its first."""


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
    items: Annotated[_ItemPage, ITEM_PAGE] = Field(default_factory=Page)

    @property
    def created(self) -> datetime | None:
        """`created_at` as an aware datetime."""
        return moment(self.created_at)


TolerantThread = Annotated[Thread, Tolerant()]


def _thread(data: Any) -> Thread:
    return data if isinstance(data, Thread) else read(Thread, data)


THREAD_PAGE = PageOf(_thread)
