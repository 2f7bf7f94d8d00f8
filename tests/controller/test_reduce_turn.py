"""A retry drops what followed at once; the end of a stream settles what still streams."""

from __future__ import annotations

import pytest

from chatkit_tui.controller.changes import (
    ErrorChanged,
    ProgressChanged,
    RowRemoved,
    RowUpdated,
    TurnChanged,
)
from chatkit_tui.controller.reduce_rows import put_item
from chatkit_tui.controller.reduce_turn import begin_retry, end_stream
from chatkit_tui.errors import ConnectionLost
from chatkit_tui.protocol.decode import decode_item
from tests.support.thread_mirror import (
    Mirror,
    added,
    assistant,
    delta,
    done,
    updated,
    user,
    workflow,
)


def test_a_retry_drops_what_followed() -> None:
    mirror = Mirror()
    mirror.feed(done(user("u")), done(workflow("f")), done(assistant("a", "x")))
    mirror.feed({"type": "progress_update", "text": "…"}, {"type": "error", "message": "No."})
    changes = mirror.follow(begin_retry(mirror.state, "u"))
    assert changes == [
        RowRemoved("a", 2),
        RowRemoved("f", 1),
        ProgressChanged(),
        ErrorChanged(None),
    ]
    assert mirror.ids == ["u"]


def test_a_retry_of_the_last_item_drops_nothing() -> None:
    mirror = Mirror()
    mirror.feed(done(user("u")))
    assert mirror.follow(begin_retry(mirror.state, "u")) == []


def test_a_retry_of_an_item_nobody_has_changes_nothing() -> None:
    mirror = Mirror()
    mirror.feed(done(user("u")), {"type": "error"})
    assert mirror.follow(begin_retry(mirror.state, "zork")) == []
    assert mirror.state.error is not None


def test_a_retry_keeps_messages_that_were_never_sent() -> None:
    mirror = Mirror()
    mirror.feed(done(user("u")), done(assistant("a", "x")))
    lost = mirror.say("lost", error=ConnectionLost("gone"))
    mirror.feed(done(assistant("b", "x")))
    mirror.follow(begin_retry(mirror.state, "u"))
    assert mirror.state.rows[1:] == [lost]


def test_ids_used_before_a_retry_are_new_rows_after_it() -> None:
    mirror = Mirror()
    mirror.feed(done(user("u")), done(assistant("fake", "one")))
    mirror.follow(begin_retry(mirror.state, "u"))
    mirror.feed(added(assistant("fake")), delta("fake", "two"))
    assert mirror.keys == ["u", "fake#2"]
    assert mirror.text("fake#2") == "two"


def test_a_retry_finds_older_rows_of_a_repeated_id() -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("f", "1")), done(user("u")), added(assistant("f", "2")))
    mirror.follow(begin_retry(mirror.state, "u"))
    mirror.feed(delta("f", "!"))
    assert mirror.text("f") == "1!"


def test_the_end_of_a_stream_settles_what_streams() -> None:
    mirror = Mirror()
    mirror.feed(
        {"type": "stream_options", "stream_options": {"allow_cancel": True}},
        done(assistant("a", "x")),
        added(assistant("b")),
        added({"type": "generated_image", "id": "g"}),
        updated("g", "generated_image.updated", progress=0.5),
        {"type": "progress_update", "text": "…"},
    )
    changes = mirror.follow(end_stream(mirror.state))
    assert changes == [RowUpdated("b"), RowUpdated("g"), ProgressChanged(), TurnChanged()]
    assert all(row.done for row in mirror.state.rows)
    assert mirror.state.rows[2].progress is None
    assert mirror.follow(end_stream(mirror.state)) == []


@pytest.mark.parametrize("late", [delta("a", " more"), done(assistant("a", "text more"))])
def test_what_comes_after_the_end_is_still_taken(late: dict[str, object]) -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "text"))
    mirror.follow(end_stream(mirror.state))
    mirror.feed(late)
    assert mirror.text("a") == "text more"


def test_a_row_whose_item_gets_another_id_is_found_by_that() -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("a", "x")))
    row = mirror.state.rows[0]
    assert mirror.follow(put_item(mirror.state, row, decode_item(assistant("b", "y")))) == [
        RowUpdated("a")
    ]
    mirror.feed(delta("b", "!"))
    assert mirror.text("a") == "y!"
