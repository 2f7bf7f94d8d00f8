"""The short way to a text delta leads where validation leads."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatkit_tui.protocol.events import THREAD_STREAM_EVENT, ThreadItemUpdatedEvent
from chatkit_tui.protocol.text_delta import text_delta
from tests.support.wire_strategies import JSON_VALUES

UPDATE = "assistant_message.content_part.text_delta"
VALUES = JSON_VALUES | st.sampled_from([10**30, True, "\ud800", "thread.item.updated", UPDATE])


def usual(**update: Any) -> dict[str, Any]:
    whole = {"type": UPDATE, "content_index": 0, "delta": "wörd "} | update
    return {"type": "thread.item.updated", "item_id": "a", "update": whole}


def validated(raw: dict[str, Any]) -> Any:
    return THREAD_STREAM_EVENT.read_strictly(copy.deepcopy(raw))


@given(st.text(), st.integers(), st.text())
@example("ä", 10**30, "\x00")
def test_usual_events_take_the_short_way(item_id: str, index: int, text: str) -> None:
    raw = {**usual(content_index=index, delta=text), "item_id": item_id}
    event, same = text_delta(raw), validated(raw)
    assert event == same
    assert repr(event) == repr(same)
    assert isinstance(event, ThreadItemUpdatedEvent)
    assert event.as_json() == same.as_json() == raw
    assert event.update.model_fields_set == same.update.model_fields_set
    assert event.changed(item_id="b") == same.changed(item_id="b")


FIELDS = ["type", "item_id", "update"]
UPDATE_FIELDS = ["type", "content_index", "delta"]


@given(
    st.dictionaries(st.sampled_from([*FIELDS, "zork"]), VALUES, max_size=2),
    st.dictionaries(st.sampled_from([*UPDATE_FIELDS, "zork"]), VALUES, max_size=2),
    st.sets(st.sampled_from([*FIELDS, *UPDATE_FIELDS]), max_size=2),
)
def test_no_other_event_does(
    wrong: dict[str, Any], wrong_update: dict[str, Any], missing: set[str]
) -> None:
    raw = usual(**wrong_update)
    for holder in (raw["update"], raw):
        for name in missing & holder.keys():
            del holder[name]
    raw.update(wrong)
    event = text_delta(raw)
    assert event is None or event == validated(raw)


@pytest.mark.parametrize(
    "update",
    [{"zork": 1}, {"content_index": True}, {"content_index": "0"}, {"delta": None}, {"delta": 1}],
)
def test_what_only_validation_knows_is_left_to_it(update: dict[str, Any]) -> None:
    assert text_delta(usual(**update)) is None
    assert text_delta({**usual(**update), "item_id": 5}) is None
    assert text_delta(usual(delta="\ud800")) is None
