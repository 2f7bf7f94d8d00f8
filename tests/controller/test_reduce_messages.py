"""How messages grow, as the official server streams them and as others do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatkit_tui.controller.changes import ProgressChanged, RowAdded, RowUpdated
from chatkit_tui.controller.reduce import reduce
from chatkit_tui.protocol.base import WireModel
from chatkit_tui.protocol.decode import decode_event
from tests.support.thread_mirror import (
    Mirror,
    added,
    assistant,
    delta,
    done,
    frozen,
    part,
    part_added,
    part_done,
    updated,
    user,
    widget,
)

ANNOTATION_ADDED = "assistant_message.content_part.annotation_added"


def annotation(title: str) -> dict[str, object]:
    source = {"type": "url", "url": "https://example.com", "title": title}
    return {"type": "annotation", "source": source}


def annotated(item_id: str, title: str, place: int | None, index: int = 0) -> dict[str, object]:
    return updated(
        item_id,
        ANNOTATION_ADDED,
        content_index=index,
        annotation_index=place,
        annotation=annotation(title),
    )


def test_a_message_as_the_official_server_streams_it() -> None:
    mirror = Mirror()
    assert mirror.feed(added(assistant("a"))) == [RowAdded("a", 0)]
    row = mirror.state.rows[0]
    assert not row.done
    for event in (part_added("a"), delta("a", "Hel"), delta("a", "lo"), part_done("a", "Hello")):
        assert mirror.feed(event) == [RowUpdated("a")]
    assert not row.done
    assert mirror.feed(done(assistant("a", "Hello"))) == [RowUpdated("a")]
    assert row.done
    assert mirror.items == [assistant("a", "Hello")]


def test_a_delta_makes_a_new_item_and_leaves_the_old_one_alone() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "x"))
    row = mirror.state.rows[0]
    before, as_it_was = row.item, frozen(row)
    mirror.feed(delta("a", "y"))
    assert row.item is not before
    row.item = before
    assert frozen(row) == as_it_was


def test_parts_grow_side_by_side() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "one"), delta("a", "two", 1), delta("a", "!", 0))
    assert mirror.items[0]["content"] == [part("one!"), part("two")]


def test_a_delta_creates_the_parts_before_it() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "x", 2))
    assert [each["text"] for each in mirror.items[0]["content"] if "text" in each] == ["x"]
    assert len(mirror.items[0]["content"]) == 3
    assert mirror.state.bad_events == 0


def test_annotations_stand_where_the_server_puts_them() -> None:
    mirror = Mirror()
    mirror.feed(
        added(assistant("a", "text")),
        annotated("a", "second", 0),
        annotated("a", "first", 0),
        annotated("a", "last", 99),
        annotated("a", "very last", None),
        annotated("a", "of its own part", 0, index=1),
    )
    parts = mirror.items[0]["content"]
    titles = [each["source"]["title"] for each in parts[0]["annotations"]]
    assert titles == ["first", "second", "last", "very last"]
    assert len(parts[1]["annotations"]) == 1


def test_a_part_that_begins_late_keeps_what_was_streamed() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "early"), part_added("a"), delta("a", " bird"))
    assert mirror.text("a") == "early bird"


def test_a_part_that_is_done_with_other_words_has_them() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "draft"), part_done("a", "final"))
    assert mirror.text("a") == "final"


def test_a_part_that_is_done_with_its_annotations_has_them() -> None:
    mirror = Mirror()
    mirror.feed(
        added(assistant("a")),
        delta("a", "text"),
        annotated("a", "old", 0),
        part_done("a", "text", annotations=[annotation("new")]),
    )
    (one,) = mirror.items[0]["content"][0]["annotations"]
    assert one["source"]["title"] == "new"


@pytest.mark.parametrize(
    ("streamed", "final", "kept"),
    [
        (["Hello world"], [""], ["Hello world"]),
        (["Hello world"], [], ["Hello world"]),
        (["Hello world"], ["Hello"], ["Hello world"]),
        (["Hello", " world"], ["Hello"], ["Hello", " world"]),
        (["Hello", " world"], ["", ""], ["Hello", " world"]),
        (["Hello"], ["Hello world"], ["Hello world"]),
        (["Hello"], ["Bye"], ["Bye"]),
        (["Hello world"], ["No."], ["No."]),
        (["Hello", " world"], ["Hello world"], ["Hello world"]),
    ],
)
def test_done_with_only_a_beginning_keeps_what_was_streamed(
    streamed: list[str], final: list[str], kept: list[str]
) -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")))
    for index, text in enumerate(streamed):
        mirror.feed(delta("a", text, index))
    mirror.feed(done(assistant("a", *final, created_at="2026-01-01", status="mine")))
    row = mirror.state.rows[0]
    assert row.done
    assert [each["text"] for each in mirror.items[0]["content"]] == kept
    assert mirror.items[0]["status"] == "mine"


def test_a_message_nobody_began() -> None:
    mirror = Mirror()
    mirror.feed({"type": "thread.created", "thread": {"id": "t"}})
    mirror.feed({"type": "progress_update", "text": "thinking"})
    changes = mirror.feed(delta("a", "Hel"))
    assert changes == [RowAdded("a", 0), ProgressChanged()]
    assert not mirror.state.rows[0].done
    assert mirror.state.rows[0].item.thread_id == "t"
    mirror.feed(delta("a", "lo"))
    assert mirror.text("a") == "Hello"


def test_a_done_without_text_after_every_delta() -> None:
    mirror = Mirror()
    for chunk in ("One", " two", " three"):
        mirror.feed(delta("a", chunk), done(assistant("a", "")))
    assert mirror.ids == ["a"]
    assert mirror.text("a") == "One two three"
    assert mirror.state.rows[0].done


def test_a_whole_answer_in_one_event() -> None:
    mirror = Mirror()
    assert mirror.feed(done(assistant("a", "Whole."))) == [RowAdded("a", 0)]
    assert mirror.state.rows[0].done


def test_added_twice_is_the_same_row_and_keeps_its_text() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "text"), added(assistant("a", "")))
    assert mirror.ids == ["a"]
    assert mirror.text("a") == "text"
    assert not mirror.state.rows[0].done


def test_added_after_done_is_a_new_row() -> None:
    mirror = Mirror()
    fake = "__fake_id__"
    mirror.feed(added(assistant(fake)), delta(fake, "one"), done(assistant(fake, "one")))
    mirror.feed(added(assistant(fake)), delta(fake, "two"))
    assert [row.key for row in mirror.state.rows] == [fake, f"{fake}#2"]
    assert [mirror.text(row.key) for row in mirror.state.rows] == ["one", "two"]
    assert [row.done for row in mirror.state.rows] == [True, False]
    mirror.feed(done(assistant(fake, "two")))
    assert [mirror.text(row.key) for row in mirror.state.rows] == ["one", "two"]


def test_done_after_done_is_the_same_row() -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("a", "one")), done(assistant("a", "another")))
    assert [mirror.text(row.key) for row in mirror.state.rows] == ["another"]


def test_one_id_for_every_answer_does_not_overwrite_the_turn_before() -> None:
    mirror = Mirror()
    for number in ("one", "two", "three"):
        mirror.feed(done(user(f"u{number}", number)), done(assistant("fake", number)))
    assert [mirror.text(row.key) for row in mirror.state.rows] == [
        *("one", "one", "two", "two", "three", "three")
    ]


def test_refusals_grow_too() -> None:
    mirror = Mirror()
    mirror.feed(
        added(assistant("a")),
        updated(
            "a",
            "assistant_message.content_part.added",
            content_index=0,
            content={"type": "refusal", "refusal": "I "},
        ),
        delta("a", "can't."),
    )
    assert mirror.items[0]["content"] == [{"type": "refusal", "refusal": "I can't."}]


def test_a_message_is_made_anew_for_a_look_and_not_for_every_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a", "text")), delta("a", "x"))
    copies: list[object] = []
    monkeypatch.setattr(WireModel, "changed", _noted(copies, WireModel.changed))
    row = mirror.state.rows[0]
    before, revision = row.item, row.revision
    for _ in range(100):
        assert reduce(mirror.state, decode_event(delta("a", "y"))) == (RowUpdated(row.key),)
    assert (row.revision, len(copies)) == (revision + 100, 0)
    assert row.item.as_json()["content"][0]["text"] == "textx" + 100 * "y"
    assert before.as_json()["content"][0]["text"] == "textx"
    assert row.item is row.item
    assert len(copies) == 2, "more than the message and its part were copied"


def _noted(calls: list[object], method: Callable[..., Any]) -> Callable[..., Any]:
    def noted(self: object, **fields: Any) -> Any:
        calls.append(self)
        return method(self, **fields)

    return noted


def test_an_empty_delta_changes_nothing() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a", "text")))
    assert mirror.feed(delta("a", "")) == []


@pytest.mark.parametrize("index", [-1, -5, 1_000, 10**9])
def test_an_index_out_of_range_is_counted(index: int) -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a", "text")))
    assert mirror.feed(delta("a", "x", index), part_added("a", "x", index)) == []
    assert mirror.feed(delta("nobody", "x", index)) == []
    assert mirror.state.bad_events == 3
    assert mirror.items == [assistant("a", "text")]


def test_text_for_a_part_of_an_unknown_kind_is_counted() -> None:
    mirror = Mirror()
    item = {"type": "assistant_message", "id": "a", "content": [{"type": "zork"}]}
    mirror.feed(added(item))
    assert mirror.feed(delta("a", "x"), annotated("a", "t", 0)) == []
    assert mirror.state.bad_events == 2
    assert mirror.items == [item]


class Untouchable(list[Any]):
    """Rows that nobody may read through."""

    def __iter__(self) -> Any:
        raise AssertionError("the rows were read one by one")

    def __getitem__(self, place: Any) -> Any:
        raise AssertionError("a row was looked for")

    __reversed__ = copy = __iter__


def test_a_delta_costs_the_same_however_long_the_thread_is() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "x"), added(widget("w", {"id": "t"})))
    state = mirror.state
    state.rows = Untouchable(state.rows)
    value = "widget.streaming_text.value_delta"
    for event in (delta("a", "y"), updated("w", value, component_id="t", delta="z", done=False)):
        assert len(reduce(state, decode_event(event))) == 1
    assert state.bad_events == 0
