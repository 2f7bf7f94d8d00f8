"""Answers that go on after the client did something, and answers that broke."""

from __future__ import annotations

import pytest

from tests.support.demo_client import DemoClient


def test_a_retry_succeeds_after_an_error(demo: DemoClient) -> None:
    first = demo.create("error")
    assert [event["allow_retry"] for event in first.of_type("error")] == [True]
    user = first.item("user_message")
    retry = {"thread_id": first.thread_id, "item_id": user["id"]}
    second = demo.stream("threads.retry_after_item", **retry)
    assert second.of_type("error") == []
    assert second.text == "The second attempt worked."
    assert demo.items(first.thread_id) == [user, *second.items]


def test_a_cut_connection_keeps_what_was_written_and_can_be_retried(demo: DemoClient) -> None:
    first = demo.create("cut")
    assert first.broken
    user, partial = demo.items(first.thread_id)
    assert partial["content"][0]["text"].startswith("The connection is about to break")
    retry = {"thread_id": first.thread_id, "item_id": user["id"]}
    second = demo.stream("threads.retry_after_item", **retry)
    assert not second.broken
    assert demo.items(first.thread_id) == [user, *second.items]


def test_a_tool_result_is_answered(demo: DemoClient) -> None:
    turn = demo.create("terminal size")
    call = turn.items[-1]
    assert (call["type"], call["status"]) == ("client_tool_call", "pending")
    assert (call["name"], call["arguments"]) == ("get_terminal_size", {})
    result = {"columns": 80, "rows": 24}
    answer = demo.stream("threads.add_client_tool_output", thread_id=turn.thread_id, result=result)
    assert answer.text == "Your terminal has **80 columns** and **24 rows**."
    stored = demo.items(turn.thread_id)[-2]
    assert (stored["status"], stored["output"]) == ("completed", result)


@pytest.mark.parametrize("words", ["terminal size", "unknown tool", "open a page"])
def test_a_tool_that_failed_is_answered_too(demo: DemoClient, words: str) -> None:
    thread_id = demo.create(words).thread_id
    result = {"error": "No such tool."}
    answer = demo.stream("threads.add_client_tool_output", thread_id=thread_id, result=result)
    assert "No such tool." in answer.text


def test_a_survey_is_replaced_by_its_answers_and_goes_on(demo: DemoClient) -> None:
    turn = demo.create("survey")
    item = turn.items[-1]
    answers = {
        "often": {"values": ["Daily"]},
        "where": {"values": ["Over ssh", "On the moon"]},
        "why": {"skipped": True, "values": []},
    }
    answer = demo.stream(
        "threads.add_structured_input",
        thread_id=turn.thread_id,
        item_id=item["id"],
        input={"status": "answered", "answers": answers},
    )
    (replaced,) = answer.of_type("thread.item.replaced")
    assert replaced["item"]["status"] == "answered"
    assert "How often do you use a terminal? **Daily**" in answer.text
    assert "Where? **Over ssh, On the moon**" in answer.text
    assert "Why? **skipped**" in answer.text
    assert demo.items(turn.thread_id)[2] == replaced["item"]


def test_a_skipped_question_goes_on(demo: DemoClient) -> None:
    turn = demo.create("ask me something")
    answer = demo.stream(
        "threads.add_structured_input",
        thread_id=turn.thread_id,
        item_id=turn.items[-1]["id"],
        input={"status": "skipped", "answers": {}},
    )
    assert answer.text == "You skipped everything, which is fine."


def test_a_locked_thread_takes_no_message_until_it_is_unlocked(demo: DemoClient) -> None:
    turn = demo.create("lock this thread")
    locked = turn.of_type("thread.updated")[-1]["thread"]["status"]
    assert locked["type"] == "locked"
    (error,) = demo.say(turn.thread_id, "hello").of_type("error")
    assert error["message"] == locked["reason"]
    widget = turn.item("widget")
    opened = demo.stream(
        "threads.custom_action",
        thread_id=turn.thread_id,
        item_id=widget["id"],
        action={"type": "tour.unlock"},
    )
    assert opened.of_type("thread.updated")[-1]["thread"]["status"] == {"type": "active"}
    assert demo.say(turn.thread_id, "hello").text.startswith("Hello!")


def test_a_closed_thread_is_opened_from_another_one(demo: DemoClient) -> None:
    closed = demo.create("close").thread_id
    assert demo.call("threads.get_by_id", thread_id=closed)["status"]["type"] == "closed"
    assert "open again" in demo.create("unlock").text
    assert demo.call("threads.get_by_id", thread_id=closed)["status"] == {"type": "active"}


def test_words_that_ask_for_nothing_get_a_way_out(demo: DemoClient) -> None:
    said = demo.create("qwertz uiop asdf").text
    assert "*Show me Markdown*" in said
    assert "**tour**" in said


def test_a_message_with_quote_tag_and_options_is_played_back(demo: DemoClient) -> None:
    tag = {
        "type": "input_tag",
        "id": "user_ada",
        "text": "Ada",
        "data": {"room": "2.13", "seat": None, "share": 1.0},
        "group": "People",
        "interactive": True,
    }
    content = [{"type": "input_text", "text": "qwertz "}, tag]
    options = {"model": "gpt-x", "tool_choice": {"id": "search"}}
    said = demo.create("", content=content, quoted_text="a\nb", inference_options=options).text
    assert "> qwertz @Ada" in said
    assert "> a\n> b" in said
    assert '"seat": null' in said
    assert '"share": 1.0' in said
    assert '"model": "gpt-x"' in said
    assert '"id": "search"' in said
