"""What counts as a message that arrived, for servers of every habit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chatkit_tui.controller.arrival import Before, _may_be_new, match_in_tail
from chatkit_tui.controller.inputs import is_same_message, user_input
from chatkit_tui.controller.reading import Tail
from chatkit_tui.protocol.items import UserMessageItem, UserMessageTextContent
from chatkit_tui.protocol.listed import ListedItem
from chatkit_tui.protocol.threads import Thread

NOW = datetime.now(UTC)


def said(item_id: str, text: str) -> UserMessageItem:
    return UserMessageItem(id=item_id, content=(UserMessageTextContent(text=text),))


def before(items: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> Before:
    return Before(threads=None, items=frozenset(items), said=words, at=NOW)


def tail(*items: UserMessageItem, met: bool) -> Tail:
    return Tail(listed=[ListedItem(item) for item in items], met=met)


HI = user_input("Hi  there ")


@pytest.mark.parametrize(
    ("there", "known", "found"),
    [
        (tail(said("a", "Old"), said("b", "Hi there"), met=True), before(("a",)), "b"),
        (tail(said("a", "Hi there"), met=True), before(("a",)), None),
        (tail(said("a", "Old"), said("b", "Other"), met=True), before(("a",)), None),
        (tail(said("b", "Hi there"), met=False), before(), "b"),
        (tail(met=False), before(), None),
    ],
    ids=["new", "known", "other-words", "first", "empty"],
)
def test_message_after_everything_known_with_the_same_words(
    there: Tail, known: Before, found: str | None
) -> None:
    item = match_in_tail(there, HI, known, own=())
    assert (item.id if item else None) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("Hi there",), None),
        (("Hi there", "Hi there"), None),
        (("Old",), "y"),
        ((), None),
    ],
)
def test_history_under_other_ids_is_compared_by_words(
    words: tuple[str, ...], found: str | None
) -> None:
    texts = [*reversed(words)]
    if found:
        texts.append("Hi there")
    items = [said(f"h{n}", text) for n, text in enumerate(texts)]
    if found:
        items[-1] = said("y", "Hi there")
    item = match_in_tail(tail(*items, met=False), HI, before(("stream_id",), words), own=())
    assert (item.id if item else None) == found


def test_own_message_is_not_found_twice() -> None:
    there = tail(said("a", "x"), said("b", "Hi there"), said("c", "Hi there"), met=True)
    first = match_in_tail(there, HI, before(("a",)), own=())
    assert first is not None
    second = match_in_tail(there, HI, before(("a",)), own={first.id})
    assert second is not None
    assert {first.id, second.id} == {"b", "c"}


def test_attachments_tell_messages_apart() -> None:
    with_file = user_input("Hi there", attachments=["f1"])
    assert not is_same_message(said("a", "Hi there"), with_file)


@pytest.mark.parametrize(
    ("created_at", "new"),
    [
        (NOW.isoformat(), True),
        (NOW.replace(tzinfo=None).isoformat(), True),
        (datetime.now().isoformat(), True),
        (NOW.timestamp(), True),
        ((NOW - timedelta(days=1)).isoformat(), False),
        (None, None),
        ("soon", None),
    ],
    ids=["aware", "utc", "local", "epoch", "yesterday", "none", "words"],
)
def test_thread_is_new_by_its_time_where_the_list_was_not_read(
    created_at: str | float | None, new: bool | None
) -> None:
    thread = Thread(id="t", created_at=created_at)
    assert _may_be_new(thread, before()) is new


def test_thread_is_new_by_its_id_where_the_list_was_read() -> None:
    known = Before(threads=frozenset({"t"}), items=frozenset(), said=(), at=NOW)
    assert not _may_be_new(Thread(id="t", created_at=NOW.isoformat()), known)
    assert _may_be_new(Thread(id="u"), known)
