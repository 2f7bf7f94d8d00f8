"""A view of a thread that knows nothing but the changes it is told."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from typing import Any

from chatkit_tui.controller.changes import (
    Change,
    ErrorChanged,
    NoticeRaised,
    ProgressChanged,
    RowAdded,
    RowRemoved,
    RowsPrepended,
    RowsReset,
    RowUpdated,
    ThreadChanged,
    TurnChanged,
)
from chatkit_tui.controller.reduce import reduce
from chatkit_tui.controller.reduce_rows import add_pending
from chatkit_tui.controller.state import PendingMessage, Row, ThreadState
from chatkit_tui.protocol.decode import decode_event
from chatkit_tui.protocol.items import UserMessageItem, UserMessageTextContent
from chatkit_tui.protocol.requests import UserMessageInput

Raw = dict[str, Any]


def seen(row: Row) -> tuple[Any, ...]:
    """What a view shows of a row."""
    return (row.item, row.done, row.pending, row.progress, row.revision)


class Mirror:
    """Feeds events to a state and follows the changes; fails as soon as the two differ."""

    def __init__(self) -> None:
        self.state = ThreadState()
        self.keys: list[str] = []
        self.shown: dict[str, tuple[Any, ...]] = {}
        self.rest: dict[type, Any] = {}
        self.changes: list[Change] = []
        self._read_rest(ThreadChanged, ProgressChanged, ErrorChanged, TurnChanged, NoticeRaised)

    def feed(self, *raws: Raw) -> list[Change]:
        """Reduce events given as JSON; returns what they changed."""
        changes: list[Change] = []
        for raw in raws:
            given = copy.deepcopy(raw)
            event = decode_event(raw)
            changes += self.follow(reduce(self.state, event))
            assert raw == given, "the event was changed"
        return changes

    def __repr__(self) -> str:
        rows = [(row.key, row.item.as_json(), row.done, row.pending) for row in self.state.rows]
        return f"Mirror({rows})"

    def follow(self, changes: Change | Iterable[Change]) -> list[Change]:
        """Take changes as a view does, then compare with the state."""
        told = [changes] if isinstance(changes, Change) else list(changes)
        for change in told:
            self._take(change)
        self.changes += told
        self._compare()
        return told

    def say(self, text: str, **pending: Any) -> Row:
        """A message sent here that the server has not echoed."""
        content = (UserMessageTextContent(text=text),)
        message = PendingMessage(UserMessageInput(content=content), **pending)
        self.follow(add_pending(self.state, UserMessageItem(id="", content=content), message))
        return self.state.rows[-1]

    @property
    def items(self) -> list[Raw]:
        """The items of the rows as JSON."""
        return [row.item.as_json() for row in self.state.rows]

    @property
    def ids(self) -> list[str]:
        return [row.item.id for row in self.state.rows]

    def text(self, key: str) -> str:
        """The text of the message in the row with that key."""
        row = next(row for row in self.state.rows if row.key == key)
        return "".join(part.get("text", "") for part in row.item.as_json()["content"])

    def _take(self, change: Change) -> None:
        rows = self.state.rows
        if isinstance(change, RowAdded):
            self.keys.insert(change.index, change.key)
            self._look_at(change.key)
        elif isinstance(change, RowRemoved):
            assert self.keys.pop(change.index) == change.key
            del self.shown[change.key]
        elif isinstance(change, RowUpdated):
            before = self.shown[change.key]
            self._look_at(change.key)
            assert self.shown[change.key][-1] > before[-1], "a row changed without a new revision"
        elif isinstance(change, RowsReset):
            self.keys = [row.key for row in rows]
            self.shown = {row.key: seen(row) for row in rows}
        elif isinstance(change, RowsPrepended):
            added = rows[: change.count]
            self.keys[:0] = [row.key for row in added]
            self.shown.update((row.key, seen(row)) for row in added)
        else:
            self._read_rest(type(change))

    def _look_at(self, key: str) -> None:
        self.shown[key] = next(seen(row) for row in self.state.rows if row.key == key)

    def _read_rest(self, *kinds: type) -> None:
        state = self.state
        now = {
            ThreadChanged: state.thread,
            ProgressChanged: state.progress,
            ErrorChanged: state.error,
            TurnChanged: state.allow_cancel,
            NoticeRaised: len(state.notices),
        }
        self.rest.update((kind, now[kind]) for kind in kinds if kind in now)

    def _compare(self) -> None:
        rows = self.state.rows
        assert self.keys == [row.key for row in rows]
        assert len(set(self.keys)) == len(self.keys)
        assert self.shown == {row.key: seen(row) for row in rows}
        index = self.state.index
        assert index.keys() == {row.item.id for row in rows if row.pending is None}
        assert all(row in rows and row.item.id == item_id for item_id, row in index.items())
        told = dict(self.rest)
        self._read_rest(*told)
        assert self.rest == told


def frozen(row: Row) -> str:
    """The item of a row as a text, to see later whether anybody changed it."""
    return json.dumps(row.item.as_json(), sort_keys=True)


# -- events as JSON ------------------------------------------------------------------------------


def added(item: Raw) -> Raw:
    return {"type": "thread.item.added", "item": item}


def done(item: Raw) -> Raw:
    return {"type": "thread.item.done", "item": item}


def replaced(item: Raw) -> Raw:
    return {"type": "thread.item.replaced", "item": item}


def removed(item_id: str) -> Raw:
    return {"type": "thread.item.removed", "item_id": item_id}


def updated(item_id: str, type_: str, **fields: Any) -> Raw:
    return {
        "type": "thread.item.updated",
        "item_id": item_id,
        "update": {"type": type_, **fields},
    }


def delta(item_id: str, text: str, index: int = 0) -> Raw:
    return updated(
        item_id, "assistant_message.content_part.text_delta", content_index=index, delta=text
    )


def part_added(item_id: str, text: str = "", index: int = 0) -> Raw:
    kind = "assistant_message.content_part.added"
    return updated(item_id, kind, content_index=index, content=part(text))


def part_done(item_id: str, text: str, index: int = 0, **more: Any) -> Raw:
    kind = "assistant_message.content_part.done"
    return updated(item_id, kind, content_index=index, content=part(text, **more))


# -- items as JSON -------------------------------------------------------------------------------


def part(text: str, **more: Any) -> Raw:
    return {"type": "output_text", "text": text, **more}


def user(item_id: str, text: str = "hi") -> Raw:
    content = [{"type": "input_text", "text": text}]
    return {"type": "user_message", "id": item_id, "content": content}


def assistant(item_id: str, *texts: str, **more: Any) -> Raw:
    content = [part(text) for text in texts]
    return {"type": "assistant_message", "id": item_id, "content": content, **more}


def widget(item_id: str, *children: Any, **more: Any) -> Raw:
    root = {"type": "Card", "children": list(children), **more}
    return {"type": "widget", "id": item_id, "widget": root}


def workflow(item_id: str, *titles: str) -> Raw:
    tasks = [{"type": "custom", "title": title} for title in titles]
    return {
        "type": "workflow",
        "id": item_id,
        "workflow": {"type": "custom", "tasks": tasks},
    }


def call(item_id: str, **more: Any) -> Raw:
    base = {"type": "client_tool_call", "id": item_id, "call_id": "c", "name": "look"}
    return {**base, "arguments": {}, "status": "pending", **more}
