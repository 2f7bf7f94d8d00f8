"""reduce: the only code that lets what a server says change a thread's state.

Deterministic, without I/O and clock. It changes the state it is given and nothing else, and takes
over nothing mutable from the event.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chatkit_tui.controller.changes import (
    Change,
    EffectRequested,
    ErrorChanged,
    NoticeRaised,
    ProgressChanged,
    RowUpdated,
    ThreadChanged,
    ToolCalled,
    TurnChanged,
)
from chatkit_tui.controller.reduce_message import MessageUpdate, grow, settle, update_message
from chatkit_tui.controller.reduce_rows import (
    append_row,
    is_shown,
    place_of,
    put_item,
    remove_row,
    row_in_flight,
)
from chatkit_tui.controller.reduce_widget import WidgetUpdate, update_widget
from chatkit_tui.controller.reduce_workflow import update_workflow
from chatkit_tui.controller.state import Notice, Progress, Row, ThreadState, TurnError
from chatkit_tui.protocol.base import same, text_at
from chatkit_tui.protocol.deep_json import same_json
from chatkit_tui.protocol.events import (
    ClientEffectEvent,
    ErrorEvent,
    NoticeEvent,
    ProgressUpdateEvent,
    StreamOptionsEvent,
    ThreadCreatedEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    ThreadStreamEvent,
    ThreadUpdatedEvent,
)
from chatkit_tui.protocol.items import (
    AssistantMessageItem,
    ClientToolCallItem,
    GeneratedImageItem,
    ThreadItem,
    UserMessageItem,
    WidgetItem,
    WorkflowItem,
)
from chatkit_tui.protocol.json_values import copy_json
from chatkit_tui.protocol.threads import Page, Thread
from chatkit_tui.protocol.updates import (
    AssistantMessageContentPartTextDelta,
    GeneratedImageUpdated,
    ThreadItemUpdate,
    UnknownUpdate,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)
from chatkit_tui.translation import N_, _

Changes = tuple[Change, ...]

ERRORS_BY_CODE = {"stream.error": N_("The assistant ran into a problem while answering.")}
"""What to tell the user when an error event has a code and no message."""

ERROR_WITHOUT_WORDS = N_("Something went wrong, and the server does not say what.")


def reduce(state: ThreadState, event: ThreadStreamEvent) -> Changes:
    """Let `event` change `state`; returns what changed. Never raises: see `state.bad_events`."""
    handle = _HANDLERS.get(type(event))
    return () if handle is None else handle(state, event)


def _bad(state: ThreadState) -> Changes:
    state.bad_events += 1
    return ()


def _on_thread(state: ThreadState, event: ThreadCreatedEvent | ThreadUpdatedEvent) -> Changes:
    # Items that come along with a thread are not the rows of this state.
    thread = event.thread.changed(items=Page()).detached()
    old = state.thread
    if old is not None and old.id == thread.id and "status" not in thread.model_fields_set:
        thread = _merged(old, thread)
    if old is not None and same_json(
        {**old.as_json(), "items": None}, {**thread.as_json(), "items": None}
    ):
        return ()
    state.thread = thread
    return (ThreadChanged(),)


def _merged(old: Thread, new: Thread) -> Thread:
    """`old` with what `new` says; a thread that has not even a status is only part of one."""
    return old.changed(**{name: getattr(new, name) for name in new.model_fields_set})


def _on_added(state: ThreadState, event: ThreadItemAddedEvent) -> Changes:
    item = _usable(event.item)
    if item is None:
        return _bad(state) if is_shown(event.item) else ()
    row = state.index.get(item.id)
    if row is None or row.done:
        return _placed(state, item, done=False)
    before = row.item
    return _arrived(state, item, put_item(state, row, settle(before, item)), before)


def _on_done(state: ThreadState, event: ThreadItemDoneEvent) -> Changes:
    item = _usable(event.item)
    if item is None:
        return _bad(state) if is_shown(event.item) else ()
    row = state.index.get(item.id)
    if row is None or (row.done and _begins_anew(state, row, item)):
        return _placed(state, item, done=True)
    before = row.item
    row.done = True
    row.progress = None
    return _arrived(state, item, put_item(state, row, settle(before, item)), before)


def _on_replaced(state: ThreadState, event: ThreadItemReplacedEvent) -> Changes:
    item = _usable(event.item)
    row = state.index.get(event.item.id)
    if item is None:
        if is_shown(event.item):
            return _bad(state)
        return () if row is None else (remove_row(state, row),)
    if row is None:
        return _placed(state, item, done=True)
    before = row.item
    row.done = True
    row.progress = None
    return _arrived(state, item, put_item(state, row, item), before)


def _on_removed(state: ThreadState, event: ThreadItemRemovedEvent) -> Changes:
    row = state.index.get(event.item_id)
    return _bad(state) if row is None else (remove_row(state, row),)


def _usable(item: ThreadItem) -> ThreadItem | None:
    """The item as a row may hold it; None for hidden ones and for those nobody can refer to."""
    return item.detached() if is_shown(item) and item.id else None


def _begins_anew(state: ThreadState, row: Row, item: ThreadItem) -> bool:
    """Whether a finished item is a new one under an old id: some servers have one id for all.

    A message sent here begins with a row that waits for its item; an answer that comes after a
    later user message is not the answer before it.
    """
    if isinstance(item, UserMessageItem):
        return row_in_flight(state) is not None
    if not isinstance(item, AssistantMessageItem):
        return False
    later = state.rows[place_of(state, row) + 1 :]
    return any(isinstance(each.item, UserMessageItem) for each in later)


def _placed(state: ThreadState, item: ThreadItem, *, done: bool) -> Changes:
    """A row for an item that has none: the one that waits for it, or a new one at the end."""
    waiting = row_in_flight(state) if isinstance(item, UserMessageItem) else None
    if waiting is None:
        return _arrived(state, item, append_row(state, item, done=done), None)
    waiting.done = done
    return _arrived(state, item, put_item(state, waiting, item), None)


def _arrived(
    state: ThreadState, item: ThreadItem, change: Change, before: ThreadItem | None
) -> Changes:
    """What follows from an item: progress is over, and a client tool may be called."""
    changes: list[Change] = [change, *_clear_progress(state)]
    if isinstance(item, ClientToolCallItem) and item.status == "pending" and not same(item, before):
        changes.append(ToolCalled(item))
    return tuple(changes)


def _clear_progress(state: ThreadState) -> Changes:
    if state.progress is None:
        return ()
    state.progress = None
    return (ProgressChanged(),)


def _on_updated(state: ThreadState, event: ThreadItemUpdatedEvent) -> Changes:
    update = event.update
    row = state.index.get(event.item_id)
    if row is None:
        return _grown_from_nothing(state, event)
    if isinstance(update, AssistantMessageContentPartTextDelta) and (grown := grow(row, update)):
        return grown
    if isinstance(update, UnknownUpdate):
        return ()
    if isinstance(update, GeneratedImageUpdated):
        return _image_updated(state, row, update)
    item = _updated(row.item, update)
    if item is None:
        return _bad(state)
    if item is row.item:
        return ()
    row.item = item
    row.revision += 1
    return (RowUpdated(row.key),)


def _updated(item: ThreadItem, update: ThreadItemUpdate) -> ThreadItem | None:
    """The item after an update of its own kind; None when it is of another or cannot be applied."""
    if isinstance(update, MessageUpdate):
        return update_message(item, update) if isinstance(item, AssistantMessageItem) else None
    if isinstance(update, WidgetUpdate):
        return update_widget(item, update) if isinstance(item, WidgetItem) else None
    if isinstance(update, WorkflowTaskAdded | WorkflowTaskUpdated):
        return update_workflow(item, update) if isinstance(item, WorkflowItem) else None
    return None


def _grown_from_nothing(state: ThreadState, event: ThreadItemUpdatedEvent) -> Changes:
    """A message that the server never said it began."""
    if isinstance(event.update, UnknownUpdate):
        return ()
    if not isinstance(event.update, MessageUpdate) or not event.item_id:
        return _bad(state)
    thread_id = "" if state.thread is None else state.thread.id
    begun = AssistantMessageItem(id=event.item_id, thread_id=thread_id)
    item = update_message(begun, event.update)
    return _bad(state) if item is None else _placed(state, item, done=False)


def _image_updated(state: ThreadState, row: Row, update: GeneratedImageUpdated) -> Changes:
    if not isinstance(row.item, GeneratedImageItem):
        return _bad(state)
    if update.image is not None:
        row.item = row.item.changed(image=update.image.detached())
    if update.progress is not None:
        row.progress = float(min(max(update.progress, 0), 1))
    row.revision += 1
    return (RowUpdated(row.key),)


def _on_options(state: ThreadState, event: StreamOptionsEvent) -> Changes:
    if state.allow_cancel == event.stream_options.allow_cancel:
        return ()
    state.allow_cancel = event.stream_options.allow_cancel
    return (TurnChanged(),)


def _on_progress(state: ThreadState, event: ProgressUpdateEvent) -> Changes:
    progress = Progress(event.text, event.icon) if event.text else None
    if progress == state.progress:
        return ()
    state.progress = progress
    return (ProgressChanged(),)


def _on_effect(state: ThreadState, event: ClientEffectEvent) -> Changes:
    return (EffectRequested(event.name, copy_json(event.data)),)


def _on_notice(state: ThreadState, event: NoticeEvent) -> Changes:
    notice = Notice(event.level, event.message, event.title)
    state.notices.append(notice)
    return (NoticeRaised(notice),)


def _on_error(state: ThreadState, event: ErrorEvent) -> Changes:
    message, code = event.message or None, event.code or None
    nested = (event.model_extra or {}).get("error")
    if isinstance(nested, str):
        message = message or nested
    elif isinstance(nested, dict):
        message = message or text_at(nested, "message") or None
        code = code or text_at(nested, "code") or None
    words = message or _(ERRORS_BY_CODE.get(code or "", ERROR_WITHOUT_WORDS))
    state.error = TurnError(words, code=code, allow_retry=event.allow_retry)
    return (ErrorChanged(state.error),)


_HANDLERS: dict[type, Callable[[ThreadState, Any], Changes]] = {
    ThreadCreatedEvent: _on_thread,
    ThreadUpdatedEvent: _on_thread,
    ThreadItemAddedEvent: _on_added,
    ThreadItemUpdatedEvent: _on_updated,
    ThreadItemDoneEvent: _on_done,
    ThreadItemRemovedEvent: _on_removed,
    ThreadItemReplacedEvent: _on_replaced,
    StreamOptionsEvent: _on_options,
    ProgressUpdateEvent: _on_progress,
    ClientEffectEvent: _on_effect,
    ErrorEvent: _on_error,
    NoticeEvent: _on_notice,
}
