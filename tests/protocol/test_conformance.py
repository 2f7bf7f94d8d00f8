"""Whatever the official SDK can send is understood without loss; whatever we send, it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from chatkit import types as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from chatkit_tui.protocol import requests
from chatkit_tui.protocol.base import Unknown, WireModel
from chatkit_tui.protocol.decode import (
    decode_attachment,
    decode_event,
    decode_item,
    decode_item_page,
    decode_sync_action,
    decode_thread,
    decode_thread_page,
    parse_json,
)
from tests.support.wire_strategies import as_served, members, models

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def unknowns(value: Any) -> Iterator[Unknown]:
    """Every Unknown in a model, at any depth."""
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, WireModel):
        for field in value.__dict__.values():
            yield from unknowns(field)
    elif isinstance(value, tuple):
        for element in value:
            yield from unknowns(element)


def exactly(raw: Any) -> str:
    """JSON as a text that tells 1 from 1.0 and true from 1."""
    return json.dumps(raw, sort_keys=True)


def assert_understood(model: Any, raw: Any) -> None:
    assert list(unknowns(model)) == []
    assert exactly(model.as_json()) == exactly(raw)
    assert exactly(json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))) == exactly(
        raw
    )


@pytest.mark.parametrize("cls", members(sdk.ThreadStreamEvent))
@given(data=st.data())
@EXAMPLES
def test_events_are_understood(cls: Any, data: st.DataObject) -> None:
    text = as_served(data.draw(models(cls) | models(cls, whole=True)))
    assert_understood(decode_event(parse_json(text)), json.loads(text))


@pytest.mark.parametrize("cls", members(sdk.ThreadItemUpdate))
@given(data=st.data())
@EXAMPLES
def test_updates_are_understood(cls: Any, data: st.DataObject) -> None:
    event = sdk.ThreadItemUpdatedEvent(
        item_id="i", update=data.draw(models(cls) | models(cls, whole=True))
    )
    text = as_served(event)
    assert_understood(decode_event(parse_json(text)), json.loads(text))


@pytest.mark.parametrize("cls", members(sdk.ThreadItem))
@given(data=st.data())
@EXAMPLES
def test_items_are_understood(cls: Any, data: st.DataObject) -> None:
    text = as_served(data.draw(models(cls) | models(cls, whole=True)))
    assert_understood(decode_item(parse_json(text)), json.loads(text))


@given(thread=models(sdk.Thread))
@EXAMPLES
def test_threads_are_understood(thread: sdk.Thread) -> None:
    text = as_served(thread)
    assert_understood(decode_thread(parse_json(text)), json.loads(text))


@given(page=models(sdk.Page[sdk.ThreadItem]))
@EXAMPLES
def test_pages_of_items_are_understood(page: Any) -> None:
    text = as_served(page)
    assert_understood(decode_item_page(parse_json(text)), json.loads(text))


@given(page=models(sdk.Page[sdk.Thread]))
@EXAMPLES
def test_pages_of_threads_are_understood(page: Any) -> None:
    text = as_served(page)
    assert_understood(decode_thread_page(parse_json(text)), json.loads(text))


@pytest.mark.parametrize("cls", members(sdk.Attachment))
@given(data=st.data())
@EXAMPLES
def test_attachments_are_understood(cls: Any, data: st.DataObject) -> None:
    text = as_served(data.draw(models(cls) | models(cls, whole=True)))
    assert_understood(decode_attachment(parse_json(text)), json.loads(text))


@given(answer=models(sdk.SyncCustomActionResponse))
@EXAMPLES
def test_answers_to_sync_actions_are_understood(answer: sdk.SyncCustomActionResponse) -> None:
    raw = json.loads(as_served(answer))
    item = decode_sync_action(raw)
    if answer.updated_item is None:
        assert item is None
    else:
        assert_understood(item, raw["updated_item"])


@pytest.mark.parametrize("cls", members(requests.ChatKitReq))
@given(data=st.data())
@EXAMPLES
def test_requests_pass_the_official_models(cls: Any, data: st.DataObject) -> None:
    body = data.draw(models(cls) | models(cls, whole=True)).to_json()
    accepted: Any = TypeAdapter[Any](sdk.ChatKitReq).validate_json(body)
    sent = json.loads(body)
    assert accepted.type == sent["type"]
    assert sdk.is_streaming_req(accepted) == cls.streaming
    assert json.loads(accepted.model_dump_json(exclude_unset=True)) == sent
