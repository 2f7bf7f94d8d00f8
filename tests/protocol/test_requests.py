"""Requests: what the official server wants, and nothing that is not JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.protocol.items import (
    InferenceOptions,
    ToolChoice,
    UserMessageTagContent,
    UserMessageTextContent,
)
from chatkit_tui.protocol.requests import (
    Action,
    ItemsListParams,
    ItemsListReq,
    StructuredInputAnswerSubmission,
    StructuredInputSubmission,
    ThreadAddClientToolOutputParams,
    ThreadAddStructuredInputParams,
    ThreadAddUserMessageParams,
    ThreadCreateParams,
    ThreadCustomActionParams,
    ThreadsAddClientToolOutputReq,
    ThreadsAddStructuredInputReq,
    ThreadsAddUserMessageReq,
    ThreadsCreateReq,
    ThreadsCustomActionReq,
    UserMessageInput,
)


def test_a_message_always_has_its_four_keys() -> None:
    message = UserMessageInput(content=(UserMessageTextContent(text="hi"),))
    body = ThreadsCreateReq(params=ThreadCreateParams(input=message)).to_json()
    assert json.loads(body) == {
        "type": "threads.create",
        "params": {
            "input": {
                "content": [{"type": "input_text", "text": "hi"}],
                "quoted_text": "",
                "attachments": [],
                "inference_options": {},
            }
        },
    }


def test_a_message_with_everything() -> None:
    data = {"b": 1.0, "a": [None, 10**20]}
    message = UserMessageInput(
        content=(
            UserMessageTagContent(id="e", text="@e", data=data, group="g", interactive=True),
            UserMessageTagContent(id="f", text="@f"),
        ),
        attachments=("atc_1",),
        quoted_text="q",
        inference_options=InferenceOptions(model="m", tool_choice=ToolChoice(id="t")),
    )
    request = ThreadsAddUserMessageReq(
        params=ThreadAddUserMessageParams(thread_id="t1", input=message), metadata={"k": None}
    )
    sent = json.loads(request.to_json())
    assert sent["metadata"] == {"k": None}
    assert sent["params"]["thread_id"] == "t1"
    assert sent["params"]["input"] == {
        "content": [
            {
                "type": "input_tag",
                "id": "e",
                "text": "@e",
                "data": data,
                "group": "g",
                "interactive": True,
            },
            {"type": "input_tag", "id": "f", "text": "@f", "data": {}, "interactive": False},
        ],
        "quoted_text": "q",
        "attachments": ["atc_1"],
        "inference_options": {"model": "m", "tool_choice": {"id": "t"}},
    }


def test_optional_parameters_are_left_out() -> None:
    body = ItemsListReq(params=ItemsListParams(thread_id="t")).to_json()
    assert json.loads(body) == {
        "type": "items.list",
        "params": {"thread_id": "t", "order": "desc"},
    }


@pytest.mark.parametrize("result", [None, False, 0, "", {"a": None}, [1.0, 1]])
def test_a_tool_result_goes_out_as_it_is(result: Any) -> None:
    params = ThreadAddClientToolOutputParams(thread_id="t", result=result)
    sent = json.loads(ThreadsAddClientToolOutputReq(params=params).to_json())
    assert sent["params"] == {"thread_id": "t", "result": result}
    assert repr(sent["params"]["result"]) == repr(result)


def test_a_payload_goes_back_byte_for_byte() -> None:
    raw = '{"z":1,"a":[1.0,1e+22,null,{"k":"\\u00e9\\u2028"}],"n":12345678901234567890}'
    action = Action(type="go", payload=json.loads(raw))
    params = ThreadCustomActionParams(thread_id="t", action=action)
    body = ThreadsCustomActionReq(params=params).to_json()
    expected = json.dumps(json.loads(raw), ensure_ascii=False, separators=(",", ":"))
    assert body.decode().endswith(f'"action":{{"type":"go","payload":{expected}}}}}}}')


def test_a_payload_may_be_absent_or_null() -> None:
    assert Action(type="go").as_json() == {"type": "go"}
    assert Action(type="go", payload=None).as_json() == {"type": "go", "payload": None}


def test_answers_to_questions() -> None:
    submission = StructuredInputSubmission(
        answers={
            "q1": StructuredInputAnswerSubmission(values=("a", "b")),
            "q2": StructuredInputAnswerSubmission(skipped=True),
        }
    )
    params = ThreadAddStructuredInputParams(thread_id="t", item_id="i", input=submission)
    sent = json.loads(ThreadsAddStructuredInputReq(params=params).to_json())
    assert sent["params"]["input"] == {
        "status": "answered",
        "answers": {
            "q1": {"values": ["a", "b"], "skipped": False},
            "q2": {"values": [], "skipped": True},
        },
    }


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object()])
def test_what_is_not_json_is_refused_before_it_is_sent(value: Any) -> None:
    params = ThreadAddClientToolOutputParams(thread_id="t", result={"a": value})
    with pytest.raises(ConfigurationError, match="not JSON"):
        ThreadsAddClientToolOutputReq(params=params).to_json()


def test_lone_surrogates_are_replaced() -> None:
    message = UserMessageInput(content=(UserMessageTextContent.model_construct(text="a\ud800b"),))
    body = ThreadsCreateReq(params=ThreadCreateParams(input=message)).to_json()
    assert json.loads(body)["params"]["input"]["content"][0]["text"] == "a\ufffdb"


def test_unknown_parameters_are_refused() -> None:
    with pytest.raises(ValidationError):
        ItemsListParams(thread_id="t", offset=5)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        ItemsListParams(thread_id=5)  # type: ignore[arg-type]
