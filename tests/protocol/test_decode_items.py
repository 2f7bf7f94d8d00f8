"""Items are understood as far as they can be: what is wrong costs only itself."""

from __future__ import annotations

from typing import Any

import pytest
from chatkit import types as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatkit_tui.protocol.attachments import FileAttachment
from chatkit_tui.protocol.decode import (
    decode_item,
)
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    AssistantMessageRefusal,
    ClientToolCallItem,
    UnknownContent,
    UnknownThreadItem,
    UserMessageItem,
    WorkflowItem,
)
from chatkit_tui.protocol.tasks import CustomSummary, DurationSummary, UnknownTask
from tests.support.wire_strategies import members, served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
IDS = ("id", "type", "item_id", "component_id")
WRONG: list[Any] = [None, [[{"zork": None}]], {"zork": [None]}, "zork", -1.5, True]


@pytest.mark.parametrize("cls", members(sdk.ThreadItem))
@given(data=st.data())
@EXAMPLES
def test_a_wrong_field_costs_an_item_only_that_field(cls: Any, data: st.DataObject) -> None:
    raw = data.draw(served(cls))
    whole = decode_item(raw)
    name = data.draw(st.sampled_from(sorted(raw.keys() - set(IDS))))
    hurt = decode_item({**raw, name: data.draw(st.sampled_from(WRONG))})
    assert type(hurt) is type(whole)
    for other in whole.__dict__.keys() - {name}:
        assert getattr(hurt, other) == getattr(whole, other)


def test_a_wrong_type_takes_the_default() -> None:
    item = decode_item(
        {
            "type": "client_tool_call",
            "id": "c",
            "thread_id": 5.5,
            "status": None,
            "call_id": ["x"],
            "name": "look",
            "arguments": None,
        }
    )
    assert isinstance(item, ClientToolCallItem)
    assert (item.thread_id, item.status, item.call_id, item.arguments) == ("", "pending", "", {})
    assert item.name == "look"


def test_a_wrong_element_costs_only_itself() -> None:
    raw = {
        "type": "task",
        "id": "t",
        "task": {
            "type": "web_search",
            "queries": ["a", None, "b", 5],
            "sources": [{"type": "url", "url": None, "title": "T"}, 7],
        },
    }
    item = decode_item(raw)
    assert item.as_json() == {
        "type": "task",
        "id": "t",
        "task": {
            "type": "web_search",
            "queries": ["a", "b"],
            "sources": [{"type": "url", "title": "T"}, 7],
        },
    }


def test_nested_objects_mend_themselves() -> None:
    item = decode_item(
        {
            "type": "workflow",
            "id": "w",
            "workflow": {
                "type": "reasoning",
                "tasks": [{"type": "thought", "content": 5, "title": "t"}, {"type": "dream"}],
                "summary": {"title": None, "icon": "star"},
                "expanded": "perhaps",
            },
            "response_items": [],
        }
    )
    assert isinstance(item, WorkflowItem)
    workflow = item.workflow
    assert (workflow.type, workflow.expanded) == ("reasoning", False)
    assert workflow.summary == CustomSummary(icon="star")
    assert workflow.tasks[0].as_json() == {"type": "thought", "title": "t"}
    assert isinstance(workflow.tasks[1], UnknownTask)
    assert item.model_extra == {"response_items": []}


def test_summaries_are_told_apart_by_their_duration() -> None:
    def summary(raw: dict[str, Any]) -> Any:
        item = decode_item({"type": "workflow", "id": "w", "workflow": {"summary": raw}})
        assert isinstance(item, WorkflowItem)
        return item.workflow.summary

    assert summary({"duration": 3}) == DurationSummary(duration=3)
    assert summary({"duration": 1.5}) == DurationSummary(duration=1.5)
    assert summary({"title": "Done"}) == CustomSummary(title="Done")
    assert summary({"title": "Done", "duration": None}).title == "Done"


@pytest.mark.parametrize("raw", [None, 5, "x", [], {}, {"type": "zork"}, {"type": 5, "id": "a"}])
def test_an_item_nobody_knows_keeps_its_json(raw: Any) -> None:
    item = decode_item(raw)
    assert isinstance(item, UnknownThreadItem)
    assert item.as_json() == raw


def test_an_unknown_item_has_the_fields_all_items_have() -> None:
    item = decode_item(
        {"type": "image_generation", "id": "x", "thread_id": "t", "created_at": 1700000000}
    )
    assert isinstance(item, UnknownThreadItem)
    assert (item.type, item.id, item.thread_id) == ("image_generation", "x", "t")
    assert item.created is not None


def test_an_item_without_an_id_is_unknown() -> None:
    raw = {"type": "assistant_message", "content": []}
    item = decode_item(raw)
    assert isinstance(item, UnknownThreadItem)
    assert (item.type, item.id, item.raw) == ("assistant_message", "", raw)


def test_parts_of_messages_may_be_anything() -> None:
    item = decode_item(
        {
            "type": "assistant_message",
            "id": "a",
            "content": [
                {"type": "output_text", "text": None},
                {"text": "no type"},
                {"type": "refusal", "refusal": "No."},
                {"type": "inline_widget"},
                None,
            ],
        }
    )
    assert isinstance(item, AssistantMessageItem)
    assert [type(part) for part in item.content] == [
        AssistantMessageContent,
        AssistantMessageContent,
        AssistantMessageRefusal,
        UnknownContent,
        UnknownContent,
    ]
    assert item.content[1] == AssistantMessageContent(text="no type")


def test_what_the_hosted_service_leaves_empty() -> None:
    item = decode_item(
        {
            "type": "user_message",
            "id": "cti_1",
            "content": [],
            "quoted_text": "",
            "inference_options": None,
            "attachments": [
                {
                    "id": "cfile_1",
                    "name": "a.pdf",
                    "mime_type": "application/pdf",
                    "upload_url": "https://example.com/cfile_1",
                    "type": "file",
                }
            ],
        }
    )
    assert isinstance(item, UserMessageItem)
    assert item.inference_options.model is None
    attachment = item.attachments[0]
    assert isinstance(attachment, FileAttachment)
    assert attachment.upload_url == "https://example.com/cfile_1"


def test_an_annotation_without_place_belongs_to_no_character() -> None:
    annotation = {"type": "annotation", "source": {"type": "file", "filename": "f"}}
    part = {"type": "output_text", "text": "x", "annotations": [annotation]}
    item = decode_item({"type": "assistant_message", "id": "a", "content": [part]})
    assert isinstance(item, AssistantMessageItem)
    content = item.content[0]
    assert isinstance(content, AssistantMessageContent)
    assert content.annotations[0].index is None
