"""Rows from what the server lists: loading, older pages, and agreement with few changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chatkit_tui.controller.changes import (
    Change,
    RowAdded,
    RowRemoved,
    RowsPrepended,
    RowsReset,
    RowUpdated,
)
from chatkit_tui.controller.reduce import reduce
from chatkit_tui.controller.reduce_load import agree, load_page
from chatkit_tui.controller.state import Row
from chatkit_tui.errors import ConnectionLost
from chatkit_tui.protocol.decode import decode_item, decode_item_page, decode_listed_page
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.events import ThreadItemDoneEvent
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.protocol.listed import ListedItem
from chatkit_tui.protocol.widgets.plain_text import plain_text
from tests.support.thread_mirror import (
    Mirror,
    Raw,
    added,
    assistant,
    delta,
    done,
    frozen,
    user,
    widget,
    workflow,
)
from tests.support.wire_strategies import JSON_VALUES

HIDDEN = {"type": "hidden_context_item", "id": "h", "content": "psst"}


def load(
    mirror: Mirror, *raws: Raw, older: bool = False, cursor: str | None = None
) -> list[Change]:
    items = [ListedItem(raw) for raw in raws]
    return mirror.follow(load_page(mirror.state, items, older=older, cursor=cursor))


def settle(mirror: Mirror, *raws: Raw, cursor: str | None = None) -> list[Change]:
    items = [decode_item(raw) for raw in raws]
    return mirror.follow(agree(mirror.state, items, cursor=cursor))


def messages(*ids: str) -> list[Raw]:
    return [assistant(item_id, f"text of {item_id}") for item_id in ids]


# -- loading -------------------------------------------------------------------------------------


def test_a_thread_is_opened() -> None:
    mirror = Mirror()
    raws = [user("u"), HIDDEN, assistant("a", "x")]
    assert load(mirror, *raws, cursor="c") == [RowsReset()]
    assert mirror.items == [raws[0], raws[2]]
    assert all(row.done for row in mirror.state.rows)
    assert (mirror.state.has_older, mirror.state.older_cursor) == (True, "c")


def test_opening_keeps_what_waits_for_the_server() -> None:
    mirror = Mirror()
    mirror.feed(done(assistant("old", "x")))
    pending = mirror.say("hi")
    load(mirror, user("u"), assistant("pending", "an id like a key"))
    assert mirror.ids == ["u", "pending", ""]
    assert mirror.state.rows[-1] is pending
    assert (mirror.state.has_older, mirror.state.older_cursor) == (False, None)


def test_opening_takes_every_item_even_if_ids_repeat() -> None:
    mirror = Mirror()
    load(mirror, assistant("f", "1"), assistant("f", "2"))
    assert mirror.keys == ["f", "f#2"]
    mirror.feed(delta("f", "!"))
    assert [mirror.text(key) for key in mirror.keys] == ["1", "2!"]


def test_rows_and_items_share_nothing() -> None:
    mirror = Mirror()
    item: Any = decode_item(widget("w", {"type": "Text", "value": "x"}))
    mirror.follow(agree(mirror.state, [item]))
    item.widget["children"].clear()
    assert mirror.items == [widget("w", {"type": "Text", "value": "x"})]


def test_older_items_stand_before_the_others() -> None:
    mirror = Mirror()
    load(mirror, *messages("c", "d"), cursor="c")
    assert load(mirror, *messages("a", "b"), HIDDEN, older=True, cursor="a") == [RowsPrepended(2)]
    assert mirror.ids == ["a", "b", "c", "d"]
    assert mirror.state.older_cursor == "a"
    assert load(mirror, HIDDEN, older=True) == []
    assert mirror.state.has_older is False


def test_pages_that_overlap_add_nothing_twice() -> None:
    mirror = Mirror()
    load(mirror, *messages("b", "c"), cursor="b")
    assert load(mirror, *messages("a", "b"), older=True) == [RowsPrepended(1)]
    assert mirror.ids == ["a", "b", "c"]


def test_older_items_of_a_repeated_id_are_rows_of_their_own() -> None:
    mirror = Mirror()
    load(mirror, assistant("f", "new"), cursor="f")
    load(mirror, assistant("f", "old"), older=True)
    assert [mirror.text(key) for key in mirror.keys] == ["old", "new"]
    mirror.feed(delta("f", "er"))
    assert [mirror.text(key) for key in mirror.keys] == ["old", "newer"]


# -- agreement -----------------------------------------------------------------------------------


def test_agreement_with_the_same_changes_nothing() -> None:
    mirror = Mirror()
    load(mirror, *messages("a", "b"))
    assert settle(mirror, *messages("a", "b")) == []


def test_agreement_changes_only_what_differs() -> None:
    mirror = Mirror()
    load(mirror, *messages("a", "b", "c", "d"))
    rows = {row.key: row for row in mirror.state.rows}
    changed = assistant("d", "other words")
    changes = settle(mirror, *messages("x", "a", "c", "y"), changed)
    assert changes == [RowRemoved("b", 1), RowAdded("x", 0), RowAdded("y", 3), RowUpdated("d")]
    assert mirror.ids == ["x", "a", "c", "y", "d"]
    assert [mirror.state.rows[place] for place in (1, 2, 4)] == [rows["a"], rows["c"], rows["d"]]


def test_agreement_settles_what_streamed() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a")), delta("a", "the whole long text"))
    assert settle(mirror, assistant("a", "short")) == [RowUpdated("a")]
    assert mirror.text("a") == "short"
    assert mirror.state.rows[0].done


def test_a_row_that_was_only_not_done_is_settled() -> None:
    mirror = Mirror()
    mirror.feed(added(assistant("a", "x")))
    assert settle(mirror, assistant("a", "x")) == [RowUpdated("a")]


def test_agreement_with_another_order_is_a_reset_that_keeps_the_rows() -> None:
    mirror = Mirror()
    load(mirror, *messages("a", "b", "c"))
    rows = {row.key: row for row in mirror.state.rows}
    assert settle(mirror, *messages("c", "a", "b")) == [RowsReset()]
    assert mirror.state.rows == [rows["c"], rows["a"], rows["b"]]


def test_agreement_with_nothing_in_common_is_a_reset() -> None:
    mirror = Mirror()
    load(mirror, user("u", "one"))
    assert settle(mirror, user("v", "two")) == [RowsReset()]


def test_many_changes_are_told_as_a_reset() -> None:
    mirror = Mirror()
    load(mirror, *messages("a"))
    many = messages("a", *(f"m{number}" for number in range(200)))
    assert settle(mirror, *many) == [RowsReset()]
    assert len(settle(mirror, *many[:150])) == 51


def test_items_with_other_names_in_the_history_keep_their_rows() -> None:
    mirror = Mirror()
    mirror.feed(
        done(user("s1", "one")),
        done(workflow("s2", "think")),
        done(assistant("s3", "answer")),
        done(user("s4", "two")),
        added(assistant("s5")),
        delta("s5", "partial"),
    )
    rows = list(mirror.state.rows)
    history = [
        user("h1", "one"),
        workflow("h2", "think"),
        assistant("h3", "answer"),
        user("h4", "two"),
        assistant("h5", "partial and whole"),
    ]
    assert all(isinstance(change, RowUpdated) for change in settle(mirror, *history))
    assert mirror.state.rows == rows
    assert mirror.items == history
    mirror.feed(delta("h5", "!"))
    assert mirror.text("s5") == "partial and whole!"


def test_one_name_for_all_answers_in_the_stream() -> None:
    mirror = Mirror()
    for number in ("one", "two"):
        mirror.feed(done(user(f"u{number}", number)), done(assistant("fake", number)))
    rows = list(mirror.state.rows)
    history = [
        user("uone", "one"),
        assistant("h1", "one"),
        user("utwo", "two"),
        assistant("h2", "two"),
    ]
    settle(mirror, *history)
    assert mirror.state.rows == rows
    assert mirror.items == history


def test_a_message_the_server_has_is_no_longer_pending() -> None:
    mirror = Mirror()
    load(mirror, user("u1", "hi"), assistant("a1", "x"))
    row = mirror.say("hi  there ")
    changes = settle(mirror, user("u1", "hi"), assistant("a1", "x"), user("u2", "hi there"))
    assert changes == [RowUpdated(row.key)]
    assert (mirror.state.rows[-1], row.pending, row.item.id) == (row, None, "u2")


def test_a_message_the_server_does_not_have_stays() -> None:
    mirror = Mirror()
    load(mirror, user("u1", "hi"), assistant("a1", "x"))
    row = mirror.say("hi")
    settle(mirror, user("u1", "hi"), assistant("a1", "x"), assistant("a2", "y"))
    assert mirror.ids == ["u1", "a1", "a2", ""]
    assert row.pending is not None


def test_an_older_message_of_the_same_words_is_not_the_pending_one() -> None:
    mirror = Mirror()
    load(mirror, assistant("a1", "x"))
    row = mirror.say("hi")
    settle(mirror, user("u0", "hi"), assistant("a1", "x"))
    assert mirror.ids == ["u0", "a1", ""]
    assert row.pending is not None


def test_messages_given_up_stay_where_they_were() -> None:
    mirror = Mirror()
    first = mirror.say("first", error=ConnectionLost("gone"))
    mirror.feed(done(user("u", "x")), done(assistant("a", "x")))
    middle = mirror.say("middle", error=ConnectionLost("gone"))
    mirror.feed(done(user("v", "y")), done(assistant("b", "y")))
    last = mirror.say("last")
    settle(mirror, user("u", "x"), user("v", "y"), assistant("c", "new"))
    waiting = {id(row): row.item for row in (first, middle, last)}
    assert [id(row) in waiting for row in mirror.state.rows] == [
        *(True, False, True, False, False, True)
    ]


def test_the_newest_part_leaves_older_rows_alone() -> None:
    mirror = Mirror()
    load(mirror, *messages("a", "b", "c", "d"), cursor="a")
    changes = settle(mirror, *messages("c", "e"), cursor="c")
    assert changes == [RowRemoved("d", 3), RowAdded("e", 3)] or mirror.ids == ["a", "b", "c", "e"]
    assert mirror.ids == ["a", "b", "c", "e"]
    assert mirror.state.older_cursor == "a"


def test_the_newest_part_may_reach_further_back_than_the_rows() -> None:
    mirror = Mirror()
    load(mirror, *messages("c", "d"), cursor="c")
    settle(mirror, *messages("a", "b", "c", "d"), cursor="a")
    assert mirror.ids == ["a", "b", "c", "d"]
    assert mirror.state.older_cursor == "a"


def test_a_part_that_meets_no_row_takes_their_place() -> None:
    mirror = Mirror()
    load(mirror, *messages("a", "b"))
    settle(mirror, user("y"), user("z"), cursor="y")
    assert mirror.ids == ["y", "z"]
    assert (mirror.state.has_older, mirror.state.older_cursor) == (True, "y")


def test_the_whole_thread_has_nothing_older() -> None:
    mirror = Mirror()
    load(mirror, *messages("b"), cursor="b")
    settle(mirror, *messages("a", "b"))
    assert (mirror.state.has_older, mirror.state.older_cursor) == (False, None)


# -- whatever the rows and whatever the server says -----------------------------------------------

NAMES = st.sampled_from(["a", "b", "c", "d", "e", "__fake_id__"])
WORDS = st.sampled_from(["hi", "ho", "", "hi ho"])
RAWS = st.one_of(
    st.builds(user, NAMES, WORDS),
    st.builds(assistant, NAMES, WORDS),
    st.builds(workflow, NAMES, WORDS),
    st.builds(widget, NAMES),
    st.just(HIDDEN),
)
PENDING = st.tuples(st.just("pending"), WORDS)


@st.composite
def threads(draw: st.DrawFn) -> Mirror:
    """A thread with rows of all kinds, some of them waiting for the server."""
    mirror = Mirror()
    for each in draw(st.lists(RAWS | PENDING, max_size=10)):
        if isinstance(each, tuple):
            mirror.say(each[1], error=draw(st.sampled_from([None, ConnectionLost("gone")])))
        else:
            row = Row(f"key{len(mirror.keys)}", decode_item(each), done=draw(st.booleans()))
            if each is not HIDDEN:
                mirror.state.rows.append(row)
                mirror.state.issued[row.key] = 1
                mirror.state.index[row.item.id] = row
                mirror.follow(RowAdded(row.key, len(mirror.state.rows) - 1))
    return mirror


@given(mirror=threads(), raws=st.lists(RAWS, max_size=10))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_agreement_leads_to_the_servers_list(mirror: Mirror, raws: list[Raw]) -> None:
    waiting = [row for row in mirror.state.rows if row.pending is not None]
    settle(mirror, *raws)
    assert [row.item.as_json() for row in mirror.state.rows if row.pending is None] == [
        raw for raw in raws if raw is not HIDDEN
    ]
    assert all(row.done for row in mirror.state.rows if row.pending is None)
    for row in waiting:
        assert row in mirror.state.rows
    assert settle(mirror, *raws) == []


@given(
    before=st.lists(NAMES, max_size=8, unique=True), after=st.lists(NAMES, max_size=8, unique=True)
)
def test_agreement_keeps_every_row_whose_id_stays(before: list[str], after: list[str]) -> None:
    mirror = Mirror()
    load(mirror, *messages(*before))
    rows = {row.item.id: row for row in mirror.state.rows}
    settle(mirror, *messages(*after))
    for row in mirror.state.rows:
        if row.item.id in rows:
            assert row is rows[row.item.id]


@given(mirror=threads(), raws=st.lists(RAWS, max_size=8), cursor=st.none() | st.just("c"))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_part_of_the_thread_never_loses_a_message(
    mirror: Mirror, raws: list[Raw], cursor: str | None
) -> None:
    waiting = [row for row in mirror.state.rows if row.pending is not None]
    before = [(row, frozen(row)) for row in mirror.state.rows]
    settle(mirror, *raws, cursor=cursor)
    for row in waiting:
        assert row in mirror.state.rows
    shown = [raw for raw in raws if raw is not HIDDEN]
    listed = [row.item.as_json() for row in mirror.state.rows if row.pending is None]
    assert listed[len(listed) - len(shown) :] == shown
    kept = len(listed) - len(shown)
    known = [row for row in mirror.state.rows if row.pending is None][:kept]
    as_it_was = {id(row): text for row, text in before}
    assert all(frozen(row) == as_it_was[id(row)] for row in known)


@pytest.mark.parametrize("size", [10_000])
def test_long_threads_agree_in_no_time(size: int) -> None:
    mirror = Mirror()
    names = [f"i{number}" for number in range(size)]
    load(mirror, *messages(*names))
    renamed = [assistant(f"h{name}", f"text of {name}") for name in names]
    rows = list(mirror.state.rows)
    items = [decode_item(raw) for raw in renamed]
    agree(mirror.state, items)
    assert mirror.state.rows == rows


TYPES = st.sampled_from(["assistant_message", "widget", "workflow", "user_message", "x", [], {}, 1])
ELEMENTS = JSON_VALUES | st.fixed_dictionaries(
    {}, optional={"id": NAMES | JSON_VALUES, "type": TYPES, "content": JSON_VALUES}
)


@given(before=st.lists(ELEMENTS, max_size=5), after=st.lists(ELEMENTS, max_size=5))
@settings(max_examples=300, deadline=None)
@example(before=["x", 1, [2], None], after=[None, "x", 1, [2], [3]])
def test_elements_that_are_no_items_are_rows_too(before: list[Any], after: list[Any]) -> None:
    mirror = Mirror()
    page = decode_listed_page({"data": before}).data
    mirror.follow(load_page(mirror.state, page, older=False))
    mirror.follow(load_page(mirror.state, page, older=True))
    mirror.follow(agree(mirror.state, [item.read() for item in page]))
    mirror.follow(agree(mirror.state, decode_item_page({"data": after}).data, cursor="c"))
    mirror.follow(agree(mirror.state, decode_item_page({"data": after}).data))
    assert len(mirror.state.rows) == len(after)


def test_items_2000_widgets_deep_are_rows_like_others() -> None:
    tree = '{"type": "Box", "children": [' * 2_000 + '{"type": "Text", "value": "x"}' + "]}" * 2_000
    raws = [
        f'{{"type": "widget", "id": "w", "widget": {tree}}}',
        f'{{"type": "client_tool_call", "id": "c", "name": "n", "arguments": {{"a": {tree}}}}}',
        f'{{"type": "unheard_of", "id": "x", "a": {tree}}}',
        f"[{tree}]",
        f'{{"type": "widget", "id": "v", "widget": {{"type": {tree}, "children": [{tree}]}}}}',
    ]
    state = Mirror().state
    for _ in range(2):
        page = decode_item_page(parse_json(f'{{"data": [{", ".join(raws)}]}}')).data
        agree(state, page)
    assert agree(state, page) == ()
    assert plain_text(state.rows[0].item.as_json()["widget"]) == "x"
    assert plain_text(state.rows[4].item.as_json()["widget"]) == "x"
    for item in page:
        assert parse_json(dump_json(item.as_json())) is not None
        for _ in range(2):
            reduce(state, ThreadItemDoneEvent(item=item))
    assert state.bad_events == 2 * 1
