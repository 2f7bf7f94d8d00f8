"""The agent against a model server of our own: a real one cannot be had in a test."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chatkit.types import ThreadStreamEvent
from pydantic import TypeAdapter

from chatkit_tui.demo import model_server as product
from chatkit_tui.demo.tour.pictures import draw_picture
from tests.support.demo_client import DemoClient, demo_client, user_input
from tests.support.model_server import ModelServer, Reply, words

pytestmark = pytest.mark.filterwarnings("ignore:Direct usage of named widget classes")

EVENT: TypeAdapter[Any] = TypeAdapter(ThreadStreamEvent)

KEY = "sk-do-not-tell-anybody"


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    server = ModelServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def running(server: ModelServer, data_dir: Path) -> Iterator[DemoClient]:
    """A backend with an agent, which in its whole life calls nobody but its model server.

    It shares its conversations with the tour, as two programs of one user would.
    """
    log_file = data_dir / "agent.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", server.base_url)
        patch.setenv("OPENAI_API_KEY", KEY)
        patch.setenv("HTTPS_PROXY", server.origin)
        patch.setenv("NO_PROXY", "127.0.0.1")
        with demo_client(data_dir, log_file=log_file, assistant="auto") as client:
            yield client
    assert {asked.path for asked in server.asked} <= {"/v1/models", "/v1/chat/completions"}
    assert KEY not in log_file.read_text()


@pytest.fixture
def agent(running: DemoClient, server: ModelServer) -> DemoClient:
    """The backend, its model server as it was at first."""
    server.asked.clear()
    server.reply = words("Hello", " from", " a model.")
    return running


def test_an_answer_streams_and_is_kept(agent: DemoClient, server: ModelServer) -> None:
    turn = agent.create("Who are you?")
    assert agent.info.assistant == "agent"
    assert turn.text == "Hello from a model."
    assert [EVENT.validate_python(event) for event in turn.events]
    deltas = [event["update"].get("delta") for event in turn.of_type("thread.item.updated")]
    assert [delta for delta in deltas if delta] == ["Hello", " from", " a model."]
    assert turn.items == agent.items(turn.thread_id)
    assert turn.of_type("thread.updated")[0]["thread"]["title"] == "Who are you?"
    assert server.completions[0].authorization == f"Bearer {KEY}"


def test_each_answer_has_an_id_of_its_own(agent: DemoClient) -> None:
    first = agent.create("one")
    second = agent.say(first.thread_id, "two")
    stored = agent.items(first.thread_id)
    assert len({item["id"] for item in stored}) == 4
    for turn in (first, second):
        answer = turn.item("assistant_message")
        assert "fake" not in answer["id"]
        (added,) = turn.of_type("thread.item.added")
        updated = {event["item_id"] for event in turn.of_type("thread.item.updated")}
        assert {added["item"]["id"]} == updated == {answer["id"]}


def test_the_model_gets_the_history(agent: DemoClient, server: ModelServer) -> None:
    thread_id = agent.create("My name is Ada.").thread_id
    agent.say(thread_id, "What is my name?", quoted_text="the quote")
    messages = server.completions[-1].body["messages"]
    roles = [message["role"] for message in messages]
    assert roles[:4] == ["system", "user", "assistant", "user"]
    said = json.dumps(messages)
    for part in ("My name is Ada.", "Hello from a model.", "What is my name?", "the quote"):
        assert part in said


def test_the_model_is_the_one_asked_for_or_the_first_there_is(
    agent: DemoClient, server: ModelServer
) -> None:
    agent.create("hi")
    agent.create("hi", inference_options={"model": "big-llama"})
    assert [asked.body["model"] for asked in server.completions] == ["tiny-llama", "big-llama"]


async def test_the_environment_names_the_model_and_may_hold_no_key(server: ModelServer) -> None:
    server.asked.clear()
    environment = {"OPENAI_BASE_URL": server.base_url}
    assert await product.ModelServer(environment).model() == "tiny-llama"
    assert server.asked[0].authorization == f"Bearer {product.NO_KEY}"
    environment["OPENAI_MODEL"] = "from-openai"
    assert await product.ModelServer(environment).model() == "from-openai"
    environment["CHATKIT_TUI_MODEL"] = "from-us"
    assert await product.ModelServer(environment).model() == "from-us"
    assert await product.ModelServer({"OPENAI_API_KEY": "k"}).model()
    assert len(server.asked) == 1


def test_thoughts_become_a_workflow(agent: DemoClient, server: ModelServer) -> None:
    thoughts = [{"reasoning_content": "Let me"}, {"reasoning_content": " see."}]
    server.reply = Reply(deltas=[*thoughts, {"content": "42"}])
    turn = agent.create("What is the answer?")
    flow = turn.item("workflow")["workflow"]
    assert flow["tasks"][0]["content"] == "Let me see."
    assert "duration" in flow["summary"]
    assert turn.text == "42"
    assert turn.items == agent.items(turn.thread_id)


def test_attachments_and_tags_reach_the_model(agent: DemoClient, server: ModelServer) -> None:
    png = asyncio.run(draw_picture("badge"))
    assert png is not None
    long_text = ("ä" * 100_001).encode()
    uploads = (
        agent.upload("ring.png", png, "image/png"),
        agent.upload("notes.md", b"# A heading", "text/markdown"),
        agent.upload("long.txt", b"x" + long_text, "text/plain"),
        agent.upload("blob.bin", bytes(range(128, 256)), "application/octet-stream"),
    )
    tag = {"type": "input_tag", "id": "u1", "text": "Ada", "data": {"room": "2.13"}}
    turn = agent.create(
        "",
        content=[{"type": "input_text", "text": "Look at this, "}, tag],
        attachments=[upload.json()["id"] for upload in uploads],
    )
    assert turn.text == "Hello from a model."
    said = json.dumps(server.completions[0].body["messages"])
    assert "data:image/png;base64,iVBOR" in said
    assert "# A heading" in said
    assert said.count("\\u00e4") == 99_999
    assert "blob.bin (application/octet-stream) is not text" in said
    assert "room" in said


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(status=401, error={"message": f"bad key {KEY}"}), "does not accept the API key"),
        (
            Reply(status=404, error={"message": "no model m"}),
            "refused the request (404): no model m",
        ),
        (Reply(status=429, error={"message": "slow down"}), "has no capacity"),
        (Reply(status=500, error=None), "refused the request (500): Internal Server Error"),
        (Reply(deltas=[{"content": "Half"}], error={"message": "overheated"}), "overheated"),
        (Reply(deltas=[{"content": "Half an"}], cut=True), "broke the connection"),
        (Reply(silent=True), "broke the connection"),
    ],
)
def test_trouble_at_the_model_is_told_in_a_sentence(
    agent: DemoClient, server: ModelServer, reply: Reply, expected: str
) -> None:
    server.reply = reply
    turn = agent.create("hi")
    (error,) = turn.of_type("error")
    assert expected in error["message"]
    assert error["message"].startswith(f"The model server {server.origin[7:]} ")
    assert KEY not in error["message"]
    assert (error["code"], error["allow_retry"]) == ("custom", True)
    server.reply = words("Better now.")
    user = turn.item("user_message")
    again = agent.stream("threads.retry_after_item", thread_id=turn.thread_id, item_id=user["id"])
    assert again.text == "Better now."


async def test_a_model_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        where = f"127.0.0.1:{unused.getsockname()[1]}"
    nobody = product.ModelServer({"OPENAI_BASE_URL": f"http://{where}/v1"})
    with pytest.raises(product.MODEL_ERRORS) as failure:
        await nobody.model()
    assert nobody.explain(failure.value).startswith(f"The model server {where} cannot be reached")


def test_a_client_who_leaves_stops_the_model(agent: DemoClient, server: ModelServer) -> None:
    server.reply = Reply(deltas=[{"content": "on and "}], endless=True)
    server.left.clear()
    written = ""
    with agent.open_stream("threads.create", input=user_input("Go on.")) as events:
        for event in events:
            if event["type"] == "thread.created":
                thread_id = event["thread"]["id"]
            written += event.get("update", {}).get("delta", "")
            if len(written) > 20:
                break
    assert server.left.wait(20)
    items = agent.items(thread_id)
    while len(items) < 2:  # the answer is kept a moment after the model was left
        items = agent.items(thread_id)
    assert items[1]["content"][0]["text"].startswith(written)
    server.reply = words("Yes.")
    assert agent.say(thread_id, "Still there?").text == "Yes."


def test_a_thread_of_the_tour_can_be_continued(agent: DemoClient, demo: DemoClient) -> None:
    thread_id = demo.create("unknown item").thread_id
    for asked_for in ("widgets", "hidden", "picture", "workflow", "tasks", "unknown parts"):
        demo.say(thread_id, asked_for)
    demo.say(thread_id, "terminal size")
    assert agent.say(thread_id, "What was that?").text == "Hello from a model."
    ids = [item["id"] for item in agent.items(thread_id)]
    assert ids == [item["id"] for item in demo.items(thread_id)]
