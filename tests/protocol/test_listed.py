"""Items of a list, read when they are looked at, are those that are read at once."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from chatkit import types as sdk
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.controller.reduce_rows import has_place, is_shown
from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.base import is_moment, moment
from chatkit_tui.protocol.decode import decode_item
from chatkit_tui.protocol.listed import ListedItem
from chatkit_tui.tui.transcript.estimate import estimate
from tests.support.wire_strategies import JSON_VALUES, members, served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ITEMS = st.one_of([served(cls) for cls in members(sdk.ThreadItem)])
TYPES = st.sampled_from(["user_message", "widget", "end_of_turn", "hidden_context_item", "zork"])
FIELDS = st.sampled_from(["id", "type", "content", "created_at", "widget", "attachments", "zork"])


@st.composite
def hurt_items(draw: st.DrawFn) -> Any:
    """An item of which some fields are wrong or not there, or something else."""
    raw: dict[str, Any] = {**draw(ITEMS), **draw(st.dictionaries(FIELDS, TYPES | JSON_VALUES))}
    for name in draw(st.sets(FIELDS, max_size=1)):
        raw.pop(name, None)
    return raw


def assert_same(raw: Any) -> None:
    listed, item = ListedItem(copy.deepcopy(raw)), decode_item(raw)
    told = (listed.id, listed.type, has_place(listed))
    assert told == (item.id, item.type, is_shown(item))
    assert listed.created_at == item.created_at or item.created_at is None
    read = listed.read()
    assert type(read) is type(item)
    assert read == item
    assert listed.read() is read
    assert (listed.id, listed.type, has_place(listed)) == told


@given(ITEMS)
def test_items_of_the_official_server(raw: Any) -> None:
    assert_same(raw)
    listed = ListedItem(copy.deepcopy(raw))
    row = Row("row", unread=listed)
    made_at_once = listed.raw is None
    may_wait = raw["id"].isascii() and "hidden" not in raw["type"]
    assert made_at_once != may_wait, "an item was read that nobody looked at"
    if not made_at_once:
        assert row.item_id == raw["id"]
        assert estimate(row, 80) == estimate(Row("row", decode_item(raw)), 80)
        assert listed.raw is not None, "an item was read to be estimated"
    assert row.item == decode_item(raw)


@given(hurt_items() | JSON_VALUES)
def test_items_with_something_wrong(raw: Any) -> None:
    assert_same(raw)
    estimate(Row("row", unread=ListedItem(raw)), 80)


@given(st.text(max_size=30) | st.integers() | st.floats(allow_nan=False) | st.none())
def test_what_is_no_moment_has_no_time(value: Any) -> None:
    assert is_moment(value) or moment(value) is None
