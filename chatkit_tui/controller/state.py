"""The state of a conversation, as plain data.

Only `reduce` (server events) and the conversation that owns a state (what the user did here: a
pending message, a retry) change it. Everything else reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from chatkit_tui.errors import ChatKitError, Exchange
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.requests import UserMessageInput
    from chatkit_tui.protocol.threads import Thread


class Delivery(StrEnum):
    """How far a streaming request got."""

    NOT_SENT = "not sent"
    UNKNOWN = "unknown"
    """Sent, and no first event yet: the server may or may not have it."""
    ACCEPTED = "accepted"
    STREAMING = "streaming"
    ENDED = "ended"


class TurnPhase(StrEnum):
    """What a conversation is doing."""

    IDLE = "idle"
    SENDING = "sending"
    RESPONDING = "responding"
    RUNNING_TOOL = "running tool"
    WAITING = "waiting"
    """Counting down to another try (`Turn.retry_at`)."""
    CHECKING = "checking"
    """Asking the server what it has, after a request whose fate is unknown."""
    SIGNED_OUT = "signed out"
    """Waiting for the user to sign in; the server has not accepted the request."""
    STOPPING = "stopping"


@dataclass(slots=True)
class PendingMessage:
    """A message the user sent that the server has not echoed yet."""

    input: UserMessageInput
    delivery: Delivery = Delivery.NOT_SENT
    error: ChatKitError | None = None
    """Set when sending was given up: the text is the user's again."""


class Unread(Protocol):
    """An item that is made when somebody looks at it."""

    @property
    def id(self) -> str:
        """Its id, to be had without."""

    @property
    def raw(self) -> dict[str, Any] | None:
        """Its JSON, where it is at hand: to be looked at and not to be kept."""

    def read(self) -> ThreadItem:
        """Make the item."""


class Row:
    """One item of a thread in its place.

    `key` names the row for views and never changes while the row lives; servers may repeat item
    ids, so it is not always the id. `done` is False while the item streams.
    """

    __slots__ = ("_item", "done", "key", "pending", "progress", "revision", "unread")

    def __init__(
        self,
        key: str,
        item: ThreadItem | None = None,
        done: bool = True,
        *,
        unread: Unread | None = None,
        pending: PendingMessage | None = None,
        progress: float | None = None,
    ) -> None:
        self.key = key
        self.done = done
        self.revision = 0
        """Grows with every change of the row."""
        self.pending = pending
        """Set on a row made here, before the server's own item replaces it in place."""
        self.progress = progress
        """How far an image in the making is, from 0 to 1, where the server says."""
        if item is not None:
            self._item = item
        self.unread = unread
        """What `item` is going to be made of; None once it is made."""

    @property
    def item_id(self) -> str:
        """The item's id; the item is not made for it."""
        return self._item.id if self.unread is None else self.unread.id

    @property
    def item(self) -> ThreadItem:
        """A value: a change puts another one in its place, and who holds the old one keeps it."""
        if self.unread is not None:
            self._item = self.unread.read()
            self.unread = None
        return self._item

    @item.setter
    def item(self, item: ThreadItem) -> None:
        self._item = item
        self.unread = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The latest progress_update of the running response."""

    text: str
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice event; `level` is info, warning, danger or the server's own word."""

    level: str
    message: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and where a turn failed, for those who look into it; free of secrets."""

    at: datetime
    delivery: Delivery
    """How far the request got."""
    exchange: Exchange | None = None
    thread_id: str | None = None
    item_id: str | None = None
    """The last item of the thread that the server knows."""


@dataclass(frozen=True, slots=True)
class TurnError:
    """Why the last response failed, in one sentence a user can act on."""

    message: str
    code: str | None = None
    allow_retry: bool = False
    request_id: str | None = None
    cause: ChatKitError | None = None
    """The error of this side of the wire, when the server did not report one itself."""
    circumstances: Circumstances | None = field(default=None, compare=False)


@dataclass(slots=True)
class Turn:
    """The running (or last) request of a conversation."""

    phase: TurnPhase = TurnPhase.IDLE
    delivery: Delivery = Delivery.ENDED
    allow_cancel: bool = False
    started_at: float = 0.0
    """`time.monotonic()` when the user's command began."""
    last_data_at: float = 0.0
    """`time.monotonic()` of the last byte received."""
    attempt: int = 0
    retry_at: float | None = None
    """`time.monotonic()` of the next try while WAITING."""
    waiting_for: str | None = None
    """Why it is WAITING, in words."""

    @property
    def busy(self) -> bool:
        return self.phase is not TurnPhase.IDLE

    @property
    def stoppable(self) -> bool:
        """Whether a wish to stop is news: something runs, and it is not being stopped yet."""
        return self.phase not in (TurnPhase.IDLE, TurnPhase.STOPPING)


@dataclass(slots=True)
class ThreadState:
    """One thread as the server told it, row by row, plus what is pending here."""

    thread: Thread | None = None
    """None until the thread exists at the server."""
    rows: list[Row] = field(default_factory=list)
    index: dict[str, Row] = field(default_factory=dict)
    """Item id to the newest row that bears it."""
    issued: dict[str, int] = field(default_factory=dict)
    """Row keys in use or used before, with how often each was asked for."""
    progress: Progress | None = None
    notices: list[Notice] = field(default_factory=list)
    error: TurnError | None = None
    allow_cancel: bool = False
    has_older: bool = False
    older_cursor: str | None = None
    """Where the items before the first row begin, for `items.list`; None when there are none."""
    bad_events: int = 0
    """Events that could not be read or applied; logged, counted, never fatal."""
