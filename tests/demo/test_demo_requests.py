"""Requests that do not stream, and what a client is told about those that cannot work."""

from __future__ import annotations

import base64
import time

import httpx
import pytest

from tests.support.demo_client import DemoClient, bearer


def test_renaming_and_deleting_a_thread(demo: DemoClient) -> None:
    thread_id = demo.create("hello").thread_id
    renamed = demo.call("threads.update", thread_id=thread_id, title="Mine")
    assert renamed["title"] == "Mine"
    assert demo.call("threads.get_by_id", thread_id=thread_id)["title"] == "Mine"
    assert demo.call("threads.delete", thread_id=thread_id) == {}
    assert demo.send("threads.get_by_id", thread_id=thread_id).status_code == 404
    assert demo.send("items.list", thread_id=thread_id).status_code == 404
    assert demo.send("threads.delete", thread_id=thread_id).status_code == 404


def test_the_first_message_names_the_thread(demo: DemoClient) -> None:
    turn = demo.create("hello " * 30)
    (updated,) = turn.of_type("thread.updated")
    title = updated["thread"]["title"]
    assert title.startswith("hello hello")
    assert title.endswith("…")
    assert len(title) <= 48
    demo.say(turn.thread_id, "hi again")
    assert demo.call("threads.get_by_id", thread_id=turn.thread_id)["title"] == title


def test_a_thread_comes_with_its_first_items(demo: DemoClient) -> None:
    turn = demo.create("hello")
    for _ in range(10):
        demo.say(turn.thread_id, "hello")
    items = demo.call("threads.get_by_id", thread_id=turn.thread_id)["items"]
    assert items["data"] == demo.items(turn.thread_id)[:20]
    assert items["has_more"] is True
    assert items["after"] == items["data"][-1]["id"]


def test_a_thread_with_an_unknown_item_can_be_opened(demo: DemoClient) -> None:
    turn = demo.create("unknown item")
    (sent,) = [item for item in turn.items if item["type"] == "hologram"]
    assert sent["voxels"] == {"x": 8, "y": 8, "z": 8}
    opened = demo.call("threads.get_by_id", thread_id=turn.thread_id)["items"]["data"]
    assert sent in opened
    assert sent in demo.items(turn.thread_id)


def test_transcription_says_that_it_is_none(demo: DemoClient) -> None:
    audio = base64.b64encode(b"x" * 1500).decode()
    said = demo.call("input.transcribe", audio_base64=audio, mime_type="audio/webm;codecs=opus")
    assert "1,500 bytes of audio/webm" in said["text"]
    assert "cannot listen" in said["text"]


def test_feedback_is_accepted_for_threads_there_are(demo: DemoClient) -> None:
    turn = demo.create("hello")
    ids = [turn.items[-1]["id"]]
    assert (
        demo.call("items.feedback", thread_id=turn.thread_id, item_ids=ids, kind="positive") == {}
    )
    answer = demo.send("items.feedback", thread_id="thr_none", item_ids=ids, kind="positive")
    assert answer.status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type": "threads.explode", "params": {}}'])
def test_what_is_no_request_is_refused(demo: DemoClient, body: bytes) -> None:
    response = demo.http.post("/v1/chatkit/conversation", content=body, headers=bearer(demo.secret))
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid_request"


def test_streams_that_cannot_begin_are_refused_before_they_do(demo: DemoClient) -> None:
    response = demo.send("threads.retry_after_item", thread_id="thr_none", item_id="msg_none")
    assert response.status_code == 404
    assert response.json()["error"]["message"] == "No thread with id 'thr_none'."


def test_what_makes_no_sense_to_the_sdk_is_an_error_of_the_server(demo: DemoClient) -> None:
    turn = demo.create("hello")
    target = {"thread_id": turn.thread_id, "item_id": turn.items[0]["id"]}
    for answer in (
        demo.send("threads.sync_custom_action", **target, action={"type": "tour.count"}),
        demo.send("threads.add_structured_input", **target, input={}),
        demo.send("threads.add_client_tool_output", thread_id=turn.thread_id, result=1),
    ):
        assert answer.status_code == 500
        assert answer.json()["error"]["type"] == "server_error"
        assert "Traceback" not in answer.text
        assert _connection(answer) == _connection(demo.send("threads.list"))


def test_small_answers_are_not_held_back(demo: DemoClient) -> None:
    def ask() -> float:
        start = time.perf_counter()
        demo.call("threads.list", limit=1)
        return time.perf_counter() - start

    assert min(ask() for _ in range(20)) < 0.035  # Nagle's delay would add 40 ms to each of them


def test_operations_without_an_implementation_say_so(demo: DemoClient) -> None:
    response = demo.send("attachments.create", name="a", size=1, mime_type="text/plain")
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "unsupported"


def test_paths_and_methods_that_do_not_exist(demo: DemoClient) -> None:
    assert demo.http.get("/nope").status_code == 404
    assert demo.http.get("/nope").json()["error"]["message"] == "Not Found."
    assert demo.http.get("/v1/chatkit/conversation").status_code == 405


def _connection(answer: httpx.Response) -> object:
    """Which of the client's connections the answer came over, by its port."""
    return answer.extensions["network_stream"].get_extra_info("client_addr")
