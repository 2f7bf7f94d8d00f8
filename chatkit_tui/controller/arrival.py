"""Finds out whether a message whose fate is unknown has arrived at the server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from chatkit_tui.controller.inputs import is_same_message, item_text
from chatkit_tui.errors import ChatKitError
from chatkit_tui.protocol.items import UserMessageItem
from chatkit_tui.transport.paging import next_cursor

if TYPE_CHECKING:
    from chatkit_tui.controller.reading import Tail
    from chatkit_tui.controller.state import ThreadState
    from chatkit_tui.protocol.requests import UserMessageInput
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.transport.client import ChatKitClient

THREADS_READ = 20
"""Threads asked for at once when looking for a new one."""

PAGES_READ = 5
"""Pages of threads looked through; servers that cannot sort put the newest last."""

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far the server's clock may be from ours when only the time tells threads apart."""

MESSAGES_COMPARED = 20
"""User messages compared where ids do not tell what was there before."""


class Undecided(ChatKitError):
    """The server has a thread that may have begun with the message, or may be an old one."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was known when a message was sent; what the server has beyond it may be the message.

    `threads` is None when the list of threads had not been read.
    """

    threads: frozenset[str] | None
    items: frozenset[str]
    said: tuple[str, ...]
    """The words of the last user messages, newest first."""
    at: datetime

    @classmethod
    def now(cls, state: ThreadState, threads: Collection[str] | None) -> Before:
        """Remember what is known now."""
        said: list[str] = []
        for row in reversed(state.rows):
            if len(said) == MESSAGES_COMPARED:
                break
            if isinstance(row.item, UserMessageItem) and row.pending is None:
                said.append(item_text(row.item))
        return cls(
            threads=None if threads is None else frozenset(threads),
            items=frozenset(state.index),
            said=tuple(said),
            at=datetime.now(UTC),
        )


def match_in_tail(
    tail: Tail, message: UserMessageInput, before: Before, own: Container[str]
) -> UserMessageItem | None:
    """The message as the server has it, among the newest items of its thread.

    It stands after everything known before and says the same; `own` are the ids of other messages
    sent from here.
    """
    said = [item for item in reversed(tail.items) if isinstance(item, UserMessageItem)]
    if tail.met or not before.items:
        fresh = [item for item in said if item.id not in before.items and item.id not in own]
        return next((item for item in fresh if is_same_message(item, message)), None)
    # The history names nothing that the stream named: compare what was said.
    older = tuple(item_text(item) for item in said[1 : len(before.said) + 1])
    if said and is_same_message(said[0], message) and older == before.said:
        return said[0]
    return None


async def find_new_thread(
    client: ChatKitClient,
    message: UserMessageInput,
    before: Before,
    taken: Callable[[str], bool],
) -> Thread | None:
    """The thread that began with the message and was not known before. Raises ChatKitError.

    `taken` tells which threads belong to other conversations. Raises Undecided when there is only
    one that begins with the same words and bears no date.
    """
    cursor: str | None = None
    doubtful = False
    for _ in range(PAGES_READ):
        page = await client.list_threads(limit=THREADS_READ, order="desc", after=cursor)
        for thread in page.data:
            may_be_new = _may_be_new(thread, before)
            if may_be_new is False or taken(thread.id):
                continue
            if await _begins_with(client, thread.id, message) and not taken(thread.id):
                if may_be_new:
                    return thread
                doubtful = True
        cursor = next_cursor(page, cursor)
        if cursor is None:
            break
    if doubtful:
        raise Undecided("A thread of unknown age begins with the same words.")
    return None


def _may_be_new(thread: Thread, before: Before) -> bool | None:
    """Whether a thread can have begun since; None where nothing tells."""
    if before.threads is not None:
        return thread.id not in before.threads
    readings = _readings(thread)
    if not readings:
        return None
    return any(abs(begun - before.at) < CLOCKS_DIFFER for begun in readings)


def _readings(thread: Thread) -> list[datetime]:
    """When the thread may have begun: a time without a zone is local there, here, or UTC."""
    if thread.created is None:
        return []
    raw = thread.created_at
    if isinstance(raw, str) and datetime.fromisoformat(raw).tzinfo is None:
        return [thread.created, datetime.fromisoformat(raw).replace(tzinfo=UTC)]
    return [thread.created]


async def _begins_with(client: ChatKitClient, thread_id: str, message: UserMessageInput) -> bool:
    page = await client.list_items(thread_id, limit=5, order="asc", after=None)
    said = [item for item in page.data if isinstance(item, UserMessageItem)]
    return bool(said) and is_same_message(said[0], message)
