"""What each event does to a thread."""

from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.controller.changes import (
    EffectRequested,
    ErrorChanged,
    NoticeRaised,
    ProgressChanged,
    RowAdded,
    RowRemoved,
    RowUpdated,
    ThreadChanged,
    ToolCalled,
    TurnChanged,
)
from chatkit_tui.controller.reduce import ERROR_WITHOUT_WORDS, ERRORS_BY_CODE, reduce
from chatkit_tui.controller.state import Notice, Progress, ThreadState
from chatkit_tui.errors import ConnectionLost
from chatkit_tui.protocol.decode import decode_event
from chatkit_tui.protocol.items import ClientToolCallItem, UnknownThreadItem
from tests.support.thread_mirror import (
    Mirror,
    Raw,
    added,
    assistant,
    call,
    delta,
    done,
    removed,
    replaced,
    updated,
    user,
    widget,
    workflow,
)


def thread(**fields: Any) -> Raw:
    return {"type": "thread.updated", "thread": {"id": "t", **fields}}


# -- threads -------------------------------------------------------------------------------------


def test_a_thread_begins() -> None:
    mirror = Mirror()
    raw = {"id": "t", "created_at": "2026-01-01", "items": {"data": [user("u")], "has_more": False}}
    assert mirror.feed({"type": "thread.created", "thread": raw}) == [ThreadChanged()]
    assert mirror.state.thread is not None
    assert mirror.state.thread.id == "t"
    assert mirror.state.thread.items.data == ()
    assert mirror.state.rows == []


def test_a_thread_that_is_updated_twice_changes_once() -> None:
    mirror = Mirror()
    whole = thread(title="T", status={"type": "active"}, items={"data": [], "has_more": False})
    assert mirror.feed(whole, whole) == [ThreadChanged()]


def test_a_whole_thread_takes_the_place_of_the_old_one() -> None:
    mirror = Mirror()
    mirror.feed(thread(title="T", status={"type": "active"}, allowed_image_domains=["a.b"]))
    mirror.feed(thread(status={"type": "locked", "reason": "why"}))
    now = mirror.state.thread
    assert now is not None
    assert (now.title, now.allowed_image_domains) == (None, None)
    assert now.status.as_json() == {"type": "locked", "reason": "why"}


def test_a_thread_with_hardly_a_field_keeps_the_others() -> None:
    mirror = Mirror()
    mirror.feed(
        thread(title="T", status={"type": "closed"}, allowed_image_domains=["a.b"], created_at=5)
    )
    assert mirror.feed(thread(title="U")) == [ThreadChanged()]
    assert mirror.feed(thread()) == []
    now = mirror.state.thread
    assert now is not None
    assert (now.title, now.created_at, now.allowed_image_domains) == ("U", 5, ("a.b",))
    assert now.status.type == "closed"


# -- items ---------------------------------------------------------------------------------------


def test_replaced_takes_the_place_of_any_row() -> None:
    mirror = Mirror()
    mirror.feed(done(user("u")), added(assistant("a", "long text")), done(assistant("b", "x")))
    assert mirror.feed(replaced(assistant("a", "s"))) == [RowUpdated("a")]
    assert mirror.items[1] == assistant("a", "s")
    assert mirror.state.rows[1].done
    mirror.feed(replaced(widget("u")))
    assert [item["type"] for item in mirror.items] == ["widget", *["assistant_message"] * 2]


def test_replaced_for_an_item_nobody_added_adds_it() -> None:
    mirror = Mirror()
    assert mirror.feed(replaced(assistant("a", "x"))) == [RowAdded("a", 0)]
    assert mirror.state.rows[0].done


def test_removed_takes_any_row() -> None:
    mirror = Mirror()
    mirror.feed(*(done(assistant(name, name)) for name in "abc"))
    assert mirror.feed(removed("a")) == [RowRemoved("a", 0)]
    assert mirror.feed(removed("c")) == [RowRemoved("c", 1)]
    assert mirror.ids == ["b"]
    assert mirror.feed(removed("c")) == []
    assert mirror.state.bad_events == 1


def test_removing_the_newest_of_an_id_finds_the_one_before() -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("f", "1")), added(assistant("f", "2")), done(assistant("f", "2")))
    mirror.feed(removed("f"))
    assert [row.key for row in mirror.state.rows] == ["f"]
    mirror.feed(replaced(assistant("f", "new")))
    assert mirror.text("f") == "new"
    mirror.feed(removed("f"), added(assistant("f", "3")))
    assert [row.key for row in mirror.state.rows] == ["f#3"]


@pytest.mark.parametrize("kind", ["hidden_context_item", "sdk_hidden_context"])
def test_hidden_context_never_becomes_a_row(kind: str) -> None:
    mirror = Mirror()
    hidden = {"type": kind, "id": "h", "content": "psst"}
    assert mirror.feed(added(hidden), done(hidden), replaced(hidden)) == []
    assert mirror.state.bad_events == 0
    mirror.feed(done(assistant("h", "x")))
    assert mirror.feed(replaced(hidden)) == [RowRemoved("h", 0)]


def test_items_of_unknown_types_are_rows() -> None:
    mirror = Mirror()
    raw = {"type": "image_generation", "id": "g", "status": "x"}
    mirror.feed(added(raw), done(raw))
    assert isinstance(mirror.state.rows[0].item, UnknownThreadItem)
    assert mirror.items == [raw]


@pytest.mark.parametrize("item", [None, 5, {}, {"type": "zork"}, {"type": "task", "task": {}}])
def test_items_nobody_can_refer_to_are_counted(item: Any) -> None:
    mirror = Mirror()
    for type_ in ("added", "done", "replaced"):
        assert mirror.feed({"type": f"thread.item.{type_}", "item": item}) == []
    assert mirror.state.bad_events == 3
    assert mirror.state.rows == []


@pytest.mark.parametrize(
    "event",
    [
        updated("nobody", "widget.root.updated", widget={}),
        updated("nobody", "workflow.task.added", task_index=0, task={"type": "thought"}),
        updated("nobody", "generated_image.updated", image={"id": "i", "url": "u"}),
        updated("a", "widget.root.updated", widget={}),
        updated("a", "workflow.task.added", task_index=0, task={"type": "thought"}),
        updated("a", "generated_image.updated", image={"id": "i", "url": "u"}),
        delta("w", "x"),
        delta("f", "x"),
    ],
)
def test_updates_of_the_wrong_item_are_counted(event: Raw) -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("a", "x")), done(widget("w")), added(workflow("f")))
    before = mirror.items
    assert mirror.feed(event) == []
    assert mirror.state.bad_events == 1
    assert mirror.items == before


def test_updates_and_events_of_unknown_types_are_passed_over() -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("a", "x")))
    for item_id in ("a", "nobody"):
        assert mirror.feed(updated(item_id, "image_generation.preview.updated", image={})) == []
    assert mirror.feed({"type": "response.created"}, {"zork": 1}) == []
    assert mirror.state.bad_events == 0


# -- workflows and images ------------------------------------------------------------------------


def task(kind: str, index: int, title: str) -> Raw:
    raw = {"type": "custom", "title": title, "x": [1]}
    return updated("f", f"workflow.task.{kind}", task_index=index, task=raw)


def titles(mirror: Mirror) -> list[str]:
    return [each["title"] for each in mirror.items[0]["workflow"]["tasks"]]


def test_the_tasks_of_a_workflow_come_and_change() -> None:
    mirror = Mirror()
    mirror.feed(added(workflow("f")))
    assert mirror.feed(task("added", 0, "one")) == [RowUpdated("f")]
    mirror.feed(task("added", 1, "three"), task("added", 1, "two"), task("added", 9, "four"))
    assert titles(mirror) == ["one", "two", "three", "four"]
    mirror.feed(task("updated", 1, "2"))
    assert titles(mirror) == ["one", "2", "three", "four"]


def test_a_task_the_item_came_with_is_not_added_again() -> None:
    mirror = Mirror()
    mirror.feed(added(workflow("f")), task("added", 0, "one"))
    assert mirror.feed(task("added", 0, "one")) == []
    assert titles(mirror) == ["one"]


@pytest.mark.parametrize(
    "event",
    [
        task("updated", 1, "x"),
        task("updated", -1, "x"),
        task("added", -1, "x"),
        task("added", 10**6, "x"),
    ],
)
def test_a_task_out_of_range_is_counted(event: Raw) -> None:
    mirror = Mirror()
    mirror.feed(added(workflow("f", "one")))
    assert mirror.feed(event) == []
    assert mirror.state.bad_events == 1
    assert titles(mirror) == ["one"]


def test_an_image_in_the_making() -> None:
    mirror = Mirror()
    mirror.feed(added({"type": "generated_image", "id": "g"}))
    row = mirror.state.rows[0]
    kind = "generated_image.updated"
    assert mirror.feed(updated("g", kind, progress=0.25)) == [RowUpdated("g")]
    assert row.progress == 0.25
    for beyond in (1e308, 10**400):
        mirror.feed(updated("g", kind, progress=beyond))
        assert row.progress == 1.0
    mirror.feed(updated("g", kind, image={"id": "i", "url": "u1"}, progress=1))
    assert (row.progress, mirror.items[0]["image"]) == (1.0, {"id": "i", "url": "u1"})
    mirror.feed(done({"type": "generated_image", "id": "g", "image": {"id": "i", "url": "u2"}}))
    assert row.progress is None
    assert mirror.items[0]["image"] == {"id": "i", "url": "u2"}


# -- client tools --------------------------------------------------------------------------------


def calls(changes: list[Any]) -> list[ClientToolCallItem]:
    return [change.item for change in changes if isinstance(change, ToolCalled)]


def test_a_call_is_told_when_it_arrives_and_when_it_changes() -> None:
    mirror = Mirror()
    assert len(calls(mirror.feed(added(call("c"))))) == 1
    assert calls(mirror.feed(added(call("c")), done(call("c")), done(call("c")))) == []
    (again,) = calls(mirror.feed(done(call("c", arguments={"a": 1}))))
    assert again.arguments == {"a": 1}
    assert calls(mirror.feed(replaced(call("c", status="completed", output=5)))) == []


def test_a_call_that_is_completed_is_not_told() -> None:
    assert calls(Mirror().feed(done(call("c", status="completed")))) == []


def test_whoever_runs_a_tool_cannot_change_the_event() -> None:
    raw = added(call("c", arguments={"deep": [1]}))
    event = decode_event(raw)
    (change,) = [each for each in reduce(ThreadState(), event) if isinstance(each, ToolCalled)]
    change.item.arguments["deep"].append(2)
    assert raw["item"]["arguments"] == {"deep": [1]}


# -- what is not an item -------------------------------------------------------------------------


def test_progress_lasts_until_an_item_arrives() -> None:
    for event in (added(assistant("a")), done(assistant("b")), replaced(assistant("c"))):
        mirror = Mirror()
        progress = {"type": "progress_update", "text": "searching", "icon": "search"}
        assert mirror.feed(progress, progress) == [ProgressChanged()]
        assert mirror.state.progress == Progress("searching", "search")
        assert ProgressChanged() in mirror.feed(event)
        assert mirror.state.progress is None


def test_whether_a_stream_may_be_stopped() -> None:
    mirror = Mirror()
    options = {"type": "stream_options", "stream_options": {"allow_cancel": True}}
    assert mirror.feed(options, options) == [TurnChanged()]
    assert mirror.state.allow_cancel is True


def test_effects_are_handed_on() -> None:
    mirror = Mirror()
    raw = {"type": "client_effect", "name": "light", "data": {"on": [True]}}
    (change,) = mirror.feed(raw)
    assert change == EffectRequested("light", {"on": [True]})
    assert isinstance(change, EffectRequested)
    change.data["on"].append(False)
    assert raw["data"] == {"on": [True]}


def test_notices_pile_up() -> None:
    mirror = Mirror()
    notice = Notice("error", "Over *quota*", "Stop")
    raw = {"type": "notice", "level": "error", "message": "Over *quota*", "title": "Stop"}
    assert mirror.feed(raw) == [NoticeRaised(notice)]
    mirror.feed({"type": "notice", "message": "x"})
    assert mirror.state.notices == [notice, Notice("info", "x")]


@pytest.mark.parametrize(
    ("fields", "words", "code"),
    [
        ({"message": "No.", "code": "stream.error"}, "No.", "stream.error"),
        ({"code": "stream.error"}, ERRORS_BY_CODE["stream.error"], "stream.error"),
        ({"code": "zork", "message": ""}, ERROR_WITHOUT_WORDS, "zork"),
        ({"code": "custom", "message": None}, ERROR_WITHOUT_WORDS, "custom"),
        ({}, ERROR_WITHOUT_WORDS, None),
        ({"error": {"message": "Nested.", "code": "n"}}, "Nested.", "n"),
        ({"error": {"message": "Nested."}, "message": "Outer."}, "Outer.", None),
        ({"error": "A text."}, "A text.", None),
        ({"error": [5]}, ERROR_WITHOUT_WORDS, None),
    ],
)
def test_errors_find_their_words(fields: Raw, words: str, code: str | None) -> None:
    mirror = Mirror()
    (change,) = mirror.feed({"type": "error", **fields})
    assert isinstance(change, ErrorChanged)
    error = mirror.state.error
    assert error is not None
    assert change.error is error
    assert (error.message, error.code, error.allow_retry) == (words, code, False)


def test_errors_say_whether_a_retry_helps() -> None:
    mirror = Mirror()
    mirror.feed({"type": "error", "allow_retry": True})
    assert mirror.state.error is not None
    assert mirror.state.error.allow_retry is True


# -- messages sent here --------------------------------------------------------------------------


def test_the_servers_item_takes_the_place_of_the_pending_one() -> None:
    mirror = Mirror()
    row = mirror.say("hi")
    assert mirror.feed(done(user("u", "hi"))) == [RowUpdated(row.key)]
    assert mirror.state.rows == [row]
    assert (row.pending, row.done, row.item.id) == (None, True, "u")
    mirror.feed(done(user("u", "hi")))
    assert mirror.state.rows == [row]


def test_added_then_done_is_one_message() -> None:
    mirror = Mirror()
    row = mirror.say("hi")
    mirror.feed(added(user("u", "hi")))
    assert not row.done
    mirror.feed(done(user("u", "hi")))
    assert (mirror.state.rows, row.done) == ([row], True)


def test_one_id_for_all_messages() -> None:
    mirror = Mirror()
    rows = []
    for text in ("one", "two"):
        rows.append(mirror.say(text))
        mirror.feed(done(user("fake", text)), done(assistant(f"a{text}", text)))
    assert [mirror.text(row.key) for row in mirror.state.rows] == ["one", "one", "two", "two"]
    assert all(row.pending is None for row in rows)


def test_a_message_that_was_given_up_stays() -> None:
    mirror = Mirror()
    lost = mirror.say("lost", error=ConnectionLost("gone"))
    row = mirror.say("hi")
    mirror.feed(done(user("u", "hi")))
    assert (lost.pending is None, row.pending is None) == (False, True)
    mirror.feed(done(user("v", "from elsewhere")))
    assert mirror.ids == ["", "u", "v"]


def test_keys_of_pending_rows_are_never_given_again() -> None:
    mirror = Mirror()
    first = mirror.say("one")
    mirror.feed(done(user("u", "one")))
    second = mirror.say("two")
    assert first.key != second.key
    mirror.feed(done(assistant(second.key, "an id like a key")))
    assert len(mirror.keys) == 3
