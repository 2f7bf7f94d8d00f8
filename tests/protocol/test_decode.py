"""What a server says is understood as far as it can be."""

from __future__ import annotations

from typing import Any

import pytest
from chatkit import types as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.attachments import FileAttachment, ImageAttachment
from chatkit_tui.protocol.decode import (
    decode_attachment,
    decode_event,
    decode_item,
    decode_item_page,
    decode_sync_action,
    decode_thread,
    decode_thread_page,
    decode_transcription,
    parse_json,
)
from chatkit_tui.protocol.events import (
    ErrorEvent,
    StreamOptionsEvent,
    ThreadItemAddedEvent,
    ThreadItemUpdatedEvent,
    UnknownEvent,
)
from chatkit_tui.protocol.items import (
    UserMessageItem,
    UserMessageTextContent,
)
from chatkit_tui.protocol.threads import ActiveStatus, UnknownStatus
from chatkit_tui.protocol.updates import AssistantMessageContentPartTextDelta, UnknownUpdate
from tests.support.wire_strategies import JSON_VALUES, as_served, members, models, served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
IDS = ("id", "type", "item_id", "component_id")
WRONG: list[Any] = [None, [[{"zork": None}]], {"zork": [None]}, "zork", -1.5, True]


@given(value=JSON_VALUES)
def test_any_json_is_an_event_or_a_protocol_error(value: Any) -> None:
    try:
        event = decode_event(value)
    except ProtocolError:
        assert not isinstance(value, dict)
    else:
        assert isinstance(event, UnknownEvent)
        assert event.raw == value


@given(event=st.one_of([models(cls) for cls in members(sdk.ThreadStreamEvent)]), data=st.data())
@EXAMPLES
def test_a_truncated_event_is_a_protocol_error(event: Any, data: st.DataObject) -> None:
    text = as_served(event).encode()
    with pytest.raises(ProtocolError):
        parse_json(text[: data.draw(st.integers(0, len(text) - 1))])


@pytest.mark.parametrize("raw", [None, [], "x", 5, True])
def test_an_event_that_is_no_object_is_a_protocol_error(raw: Any) -> None:
    with pytest.raises(ProtocolError):
        decode_event(raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "thread.created"},
        {"type": "thread.created", "thread": {"title": "no id"}},
        {"type": "thread.updated", "thread": None},
        {"type": "thread.item.added"},
        {"type": "thread.item.removed"},
        {"type": "thread.item.removed", "item_id": None},
        {"type": "thread.item.updated", "item_id": "a"},
        {"type": "thread.item.updated", "update": {"type": "widget.root.updated", "widget": {}}},
    ],
)
def test_an_event_without_its_subject_is_a_protocol_error(raw: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="cannot be used"):
        decode_event(raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "url_moderation", "url_moderation_result": {"is_safe": True}},
        {"type": "response.created", "response": [1, 2]},
        {"type": None, "a": 1},
        {"a": 1},
    ],
)
def test_an_unknown_event_keeps_its_json(raw: dict[str, Any]) -> None:
    event = decode_event(raw)
    assert isinstance(event, UnknownEvent)
    assert event.as_json() == raw
    assert event.type == (raw.get("type") or "")


def test_an_unknown_update_keeps_its_json() -> None:
    update = {"type": "image_generation.preview.updated", "image": {"url": "u"}, "progress": 0.5}
    event = decode_event({"type": "thread.item.updated", "item_id": "a", "update": update})
    assert isinstance(event, ThreadItemUpdatedEvent)
    assert isinstance(event.update, UnknownUpdate)
    assert event.update.type == update["type"]
    assert event.update.raw == update


@pytest.mark.parametrize("cls", members(sdk.ThreadItemUpdate))
@given(data=st.data())
@EXAMPLES
def test_a_wrong_field_never_costs_an_update_its_item(cls: Any, data: st.DataObject) -> None:
    raw = data.draw(served(cls))
    name = data.draw(st.sampled_from(sorted(raw.keys() - set(IDS))))
    raw[name] = data.draw(st.sampled_from(WRONG))
    event = decode_event({"type": "thread.item.updated", "item_id": "a", "update": raw})
    assert isinstance(event, ThreadItemUpdatedEvent)
    assert event.item_id == "a"
    assert event.update.type == raw["type"]


def test_ids_may_be_numbers() -> None:
    assert decode_item({"type": "end_of_turn", "id": 17}).id == "17"
    event = decode_event({"type": "thread.item.removed", "item_id": 17})
    assert event.as_json()["item_id"] == "17"


def test_values_the_official_models_refuse_are_kept() -> None:
    error = decode_event({"type": "error", "code": "quota", "error": {"message": "m"}})
    assert isinstance(error, ErrorEvent)
    assert error.code == "quota"
    notice = decode_event({"type": "notice", "level": "error", "message": "m", "actions": [1]})
    assert notice.as_json() == {
        "type": "notice",
        "level": "error",
        "message": "m",
        "actions": [1],
    }


def test_stream_options_without_options() -> None:
    event = decode_event({"type": "stream_options", "stream_options": None})
    assert isinstance(event, StreamOptionsEvent)
    assert event.stream_options.allow_cancel is False


def test_a_thread_needs_only_its_id() -> None:
    thread = decode_thread({"id": "t", "status": {"type": "archived"}, "metadata": None})
    assert (thread.id, thread.title, thread.created) == ("t", None, None)
    assert isinstance(thread.status, UnknownStatus)
    assert isinstance(decode_thread({"id": "t"}).status, ActiveStatus)
    with pytest.raises(ProtocolError):
        decode_thread({"title": "x"})


def test_pages_may_be_bare_lists() -> None:
    page = decode_thread_page([{"id": "a"}, {"title": "no id"}, 5, {"id": "b"}])
    assert [thread.id for thread in page.data] == ["a", "b"]
    assert (page.has_more, page.after) == (False, None)
    items = decode_item_page([{"id": "a", "type": "end_of_turn"}, 5])
    assert [item.id for item in items.data] == ["a", ""]


def test_a_page_may_lack_all_but_its_data() -> None:
    page = decode_item_page({"data": [], "has_more": None, "after": 5, "more": 1})
    assert (page.data, page.has_more, page.after) == ((), False, None)


@pytest.mark.parametrize("raw", [None, {}, "x", {"data": None}, {"data": {}}, {"error": "no"}])
def test_what_is_no_page_is_a_protocol_error(raw: Any) -> None:
    with pytest.raises(ProtocolError):
        decode_item_page(raw)
    with pytest.raises(ProtocolError):
        decode_thread_page(raw)


def test_the_type_of_an_attachment_follows_from_its_mime_type() -> None:
    image = decode_attachment({"id": "a", "mime_type": "image/png"})
    other = decode_attachment({"id": "b", "mime_type": "text/plain"})
    assert (type(image), type(other)) == (ImageAttachment, FileAttachment)


@pytest.mark.parametrize("raw", [None, {}, {"id": "a"}, {"mime_type": "image/png"}, []])
def test_what_is_no_attachment_is_a_protocol_error(raw: Any) -> None:
    with pytest.raises(ProtocolError):
        decode_attachment(raw)


def test_an_upload_descriptor_without_url_is_none() -> None:
    attachment = decode_attachment(
        {"id": "a", "type": "file", "upload_descriptor": {"method": "PUT"}, "name": "n"}
    )
    assert attachment.upload_descriptor is None
    assert attachment.name == "n"


def test_answers_to_sync_actions() -> None:
    assert decode_sync_action({}) is None
    assert decode_sync_action({"updated_item": None}) is None
    item = decode_sync_action({"updated_item": {"type": "widget", "id": "w", "widget": {}}})
    assert item is not None
    assert item.id == "w"
    with pytest.raises(ProtocolError):
        decode_sync_action([])


def test_transcriptions() -> None:
    assert decode_transcription({"text": "hi", "more": 1}) == "hi"
    for raw in ({}, {"text": None}, "hi", None):
        with pytest.raises(ProtocolError):
            decode_transcription(raw)


def test_a_delta_in_a_large_index_is_read_as_it_is() -> None:
    event = decode_event(
        {
            "type": "thread.item.updated",
            "item_id": "a",
            "update": {
                "type": "assistant_message.content_part.text_delta",
                "content_index": 10**6,
                "delta": "x",
            },
        }
    )
    assert isinstance(event, ThreadItemUpdatedEvent)
    assert isinstance(event.update, AssistantMessageContentPartTextDelta)
    assert event.update.content_index == 10**6


def test_a_user_message_as_it_is_streamed() -> None:
    event = decode_event(
        {
            "type": "thread.item.added",
            "item": {
                "type": "user_message",
                "id": "u",
                "content": [{"type": "input_text", "text": "hi"}],
                "event_id": 3,
            },
            "event_id": "e",
        }
    )
    assert isinstance(event, ThreadItemAddedEvent)
    assert isinstance(event.item, UserMessageItem)
    assert event.item.content == (UserMessageTextContent(text="hi"),)
    assert event.model_extra == {"event_id": "e"}
