"""What changed, in the smallest words a subscriber can act on.

Changes are told in order, after the state has changed as a whole. The index in a RowRemoved or
RowAdded is the row's place at that point of the sequence; additions come by ascending index after
all removals, so that the rows up to an added one are those of the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from chatkit_tui.controller.state import Notice, TurnError
    from chatkit_tui.errors import ChatKitError
    from chatkit_tui.protocol.items import ClientToolCallItem


@dataclass(frozen=True, slots=True)
class RowsReset:
    """The rows were replaced as a whole (loaded, resynced, another thread)."""


@dataclass(frozen=True, slots=True)
class RowsPrepended:
    """`count` older rows now stand before the others."""

    count: int


@dataclass(frozen=True, slots=True)
class RowAdded:
    """A row was inserted at `index`."""

    key: str
    index: int


@dataclass(frozen=True, slots=True)
class RowUpdated:
    """The row's item or its `done` flag changed."""

    key: str


@dataclass(frozen=True, slots=True)
class RowRemoved:
    """The row is gone; it stood at `index`."""

    key: str
    index: int


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """The thread's id, title or status changed."""


@dataclass(frozen=True, slots=True)
class ProgressChanged:
    """`state.progress` changed, None included."""


@dataclass(frozen=True, slots=True)
class NoticeRaised:
    """The server has something to say to the user."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class ErrorChanged:
    """`state.error` changed; None clears it."""

    error: TurnError | None


@dataclass(frozen=True, slots=True)
class ErrorReported:
    """Something went wrong outside of a turn; who asked for it is told by an exception."""

    error: ChatKitError


@dataclass(frozen=True, slots=True)
class EffectRequested:
    """A client_effect event."""

    name: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolCalled:
    """A pending client tool call arrived; the conversation runs it when the stream has ended.

    Told again only when the call itself has changed since; the last one told is the call to run,
    unless the row says by then that it is completed.
    """

    item: ClientToolCallItem


@dataclass(frozen=True, slots=True)
class TurnChanged:
    """The running request moved on: phase, delivery or countdown."""


@dataclass(frozen=True, slots=True)
class LoadChanged:
    """A load of this thread or of older items began or ended."""

    loading: bool


@dataclass(frozen=True, slots=True)
class DirectoryChanged:
    """The list of threads changed."""


@dataclass(frozen=True, slots=True)
class ActiveChanged:
    """Another conversation is in front (`controller.active`)."""


class Keep(Enum):
    """Stands for a part of the composer that stays as it is."""

    KEEP = auto()


@dataclass(frozen=True, slots=True)
class ComposerSet:
    """`set_composer_value` was called; what is None stays as it is.

    `content` takes the place of `text`. A tool of None is no tool.
    """

    text: str | None = None
    content: tuple[Mapping[str, Any], ...] | None = None
    reply: str | None = None
    attachments: tuple[Mapping[str, Any], ...] | None = None
    """Files that are at the server already, as it describes them; at least by `id`."""
    files: tuple[Path, ...] | None = None
    """Files to be uploaded."""
    selected_tool_id: str | Keep | None = Keep.KEEP
    selected_model_id: str | None = None


@dataclass(frozen=True, slots=True)
class ComposerFocused:
    """`focus_composer` was called."""


@dataclass(frozen=True, slots=True)
class HistoryToggled:
    """`show_history` or `hide_history` was called."""

    shown: bool


@dataclass(frozen=True, slots=True)
class OptionsChanged:
    """`controller.options` are others now."""


Change = (
    RowsReset
    | RowsPrepended
    | RowAdded
    | RowUpdated
    | RowRemoved
    | ThreadChanged
    | ProgressChanged
    | NoticeRaised
    | ErrorChanged
    | ErrorReported
    | EffectRequested
    | ToolCalled
    | TurnChanged
    | LoadChanged
    | DirectoryChanged
    | ActiveChanged
    | ComposerSet
    | ComposerFocused
    | HistoryToggled
    | OptionsChanged
)
