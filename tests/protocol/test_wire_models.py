"""Models are values: kept whole, copied cheaply, never changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from chatkit_tui.protocol.base import moment
from chatkit_tui.protocol.decode import decode_item
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    UserMessageItem,
    UserMessageTextContent,
    WidgetItem,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-01-23T10:11:12Z", datetime(2026, 1, 23, 10, 11, 12, tzinfo=UTC)),
        ("2026-01-23T10:11:12.345+02:00", datetime(2026, 1, 23, 8, 11, 12, 345000, tzinfo=UTC)),
        (1700000000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (1700000000000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (1700000000.5, datetime(2023, 11, 14, 22, 13, 20, 500000, tzinfo=UTC)),
    ],
)
def test_times_are_aware(written: str | int | float, meant: datetime) -> None:
    assert moment(written) == meant
    assert EndOfTurnItem(id="x", created_at=written).created == meant


def test_a_time_without_zone_is_local() -> None:
    local = datetime(2026, 1, 23, 10, 11, 12).astimezone()
    assert moment("2026-01-23T10:11:12") == local


@pytest.mark.parametrize("written", [None, "", "yesterday", "2026-13-01", 1e300, -1e300, "9" * 50])
def test_what_is_no_time_is_none(written: Any) -> None:
    assert moment(written) is None


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", -62135596800, 253402300799]
)
def test_times_at_the_edges_are_aware_or_none(written: str | int) -> None:
    read = moment(written)
    assert read is None or read.tzinfo is not None


def test_models_cannot_be_changed() -> None:
    part = UserMessageTextContent(text="hi")
    with pytest.raises(ValidationError):
        part.text = "ho"


def test_a_changed_copy_leaves_the_old_one_alone() -> None:
    raw = {
        "type": "assistant_message",
        "id": "a",
        "content": [{"type": "output_text", "text": "x"}],
    }
    old = decode_item({**raw, "status": "mine"})
    assert isinstance(old, AssistantMessageItem)
    new = old.changed(content=(AssistantMessageContent(text="y"),), thread_id="t")
    assert old.as_json() == {**raw, "status": "mine"}
    assert new.as_json() == {
        **raw,
        "status": "mine",
        "thread_id": "t",
        "content": [{"type": "output_text", "text": "y"}],
    }
    assert new != old
    assert new.changed(content=old.content, thread_id="") == old


def test_a_locally_made_model_says_its_type() -> None:
    item = UserMessageItem(id="", content=(UserMessageTextContent(text="x"),))
    assert item.as_json() == {
        "type": "user_message",
        "id": "",
        "content": [{"type": "input_text", "text": "x"}],
    }


def test_a_detached_copy_shares_nothing_that_can_change() -> None:
    raw = {"type": "client_tool_call", "id": "c", "arguments": {"a": [1]}, "output": [2], "x": {}}
    item = decode_item(raw)
    assert isinstance(item, ClientToolCallItem)
    own = item.detached()
    assert own == item
    item.arguments["a"].append(5)
    item.output.append(5)
    assert item.model_extra is not None
    item.model_extra["x"]["y"] = 1
    assert own.as_json() == {**raw, "arguments": {"a": [1]}, "output": [2], "x": {}}


def test_a_detached_copy_equals_the_original() -> None:
    for more in ({}, {"x": 1}):
        item = decode_item({"type": "client_tool_call", "id": "c", "arguments": {}, **more})
        assert item.detached() == item
        assert item.detached().detached() == item


def test_detaching_reaches_into_parts() -> None:
    item = decode_item(
        {
            "type": "user_message",
            "id": "u",
            "content": [{"type": "input_tag", "id": "e", "text": "@e", "data": {"k": [1]}}],
        }
    )
    assert isinstance(item, UserMessageItem)
    own = item.detached()
    getattr(item.content[0], "data")["k"].append(2)  # noqa: B009 - a union of parts
    assert own.as_json()["content"][0]["data"] == {"k": [1]}


def test_what_holds_nothing_mutable_is_its_own_detached_copy() -> None:
    item = decode_item(
        {"type": "assistant_message", "id": "a", "content": [{"type": "output_text", "text": "x"}]}
    )
    assert item.detached() is item


def test_deep_widgets_come_back_as_they_were() -> None:
    widget: dict[str, Any] = {"type": "Text", "value": "deep"}
    for _ in range(280):
        widget = {"type": "Col", "children": [widget]}
    raw = {"type": "widget", "id": "w", "widget": widget}
    item = decode_item(raw)
    assert isinstance(item, WidgetItem)
    assert item.as_json()["widget"] == widget
    assert item.detached().widget is not item.widget
