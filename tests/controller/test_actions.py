"""Actions of widgets, questions of the server, effects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from chatkit.actions import Action
from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientEffectEvent,
    NoticeEvent,
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
    SyncCustomActionResponse,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    WidgetItem,
)
from chatkit.widgets import Card, Text

from chatkit_tui.controller.changes import NoticeRaised
from chatkit_tui.errors import ChatKitError, CommandRefused, ServerRejected
from chatkit_tui.options import WidgetsOption
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.controller.test_turns import held
from tests.support.assistant import assistant_message, echo
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import CloseBeforeResponse, CutAfterEvents
from tests.support.sdk_server import SdkServer


def widget(thread: ThreadMetadata, text: str) -> WidgetItem:
    return WidgetItem(
        id="widget_1",
        thread_id=thread.id,
        created_at=datetime(2026, 1, 1),
        widget=Card(children=[Text(value=text)]),
    )


def shows_a_widget(server: SdkServer) -> list[tuple[Any, Any]]:
    """Let the server answer with a widget that actions change; returns the actions it gets."""
    actions: list[tuple[Any, Any]] = []

    async def respond(
        thread: ThreadMetadata, item: Any, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        yield ThreadItemDoneEvent(item=widget(thread, "before"))

    async def act(
        thread: ThreadMetadata, action: Action[str, Any], sender: Any, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        actions.append((action.type, action.payload))
        yield ThreadItemReplacedEvent(item=widget(thread, "after"))
        for event in assistant_message(thread, "Done."):
            yield event

    async def act_in_sync(
        thread: ThreadMetadata, action: Action[str, Any], sender: Any, context: Any
    ) -> SyncCustomActionResponse:
        actions.append((action.type, action.payload))
        return SyncCustomActionResponse(updated_item=widget(thread, "in sync"))

    server.respond, server.action, server.sync_action = respond, act, act_in_sync
    return actions


def widget_text(chat: Chat) -> str:
    item = next(row.item for row in chat.active.state.rows if row.item.type == "widget")
    return str(item.as_json()["widget"]["children"][0]["value"])


PAYLOAD = {"n": 1.0, "big": 10**20, "π": [None, {"b": 1, "a": 2}]}


async def test_action_streams_and_its_payload_arrives_untouched(
    chat: Chat, sdk_server: SdkServer
) -> None:
    actions = shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    action = {"type": "go", "payload": PAYLOAD, "handler": "server", "loadingBehavior": "self"}
    await chat.controller.send_custom_action(action, "widget_1")
    assert actions == [("go", PAYLOAD)]
    assert sdk_server.requests[-1].json["params"]["action"] == {"type": "go", "payload": PAYLOAD}
    assert widget_text(chat) == "after"
    assert chat.lines() == ["Show", "Done."]
    assert chat.error is None


async def test_action_that_does_not_stream_changes_its_widget(
    chat: Chat, sdk_server: SdkServer
) -> None:
    actions = shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    await chat.controller.send_custom_action({"type": "go", "streaming": False}, "widget_1")
    assert actions == [("go", None)]
    assert sdk_server.count("threads.sync_custom_action") == 1
    assert widget_text(chat) == "in sync"


async def test_sync_action_works_beside_a_running_response(
    chat: Chat, sdk_server: SdkServer
) -> None:
    shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    gate = held(sdk_server)
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    await chat.controller.send_sync_action({"type": "go"}, "widget_1")
    assert widget_text(chat) == "in sync"
    assert chat.active.turn.busy
    gate.open()
    await sending
    assert chat.lines()[-1] == "You said: Hello"


async def test_sync_action_that_fails_raises(chat: Chat, sdk_server: SdkServer) -> None:
    shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    heard = chat.listen("error")
    with pytest.raises(ServerRejected) as raised:
        await chat.controller.send_sync_action({"type": "go"}, "no_such_item")
    assert heard == [("error", {"error": raised.value, "threadId": chat.active.thread_id})]
    assert widget_text(chat) == "before"
    assert chat.error is None


async def test_client_action_goes_to_the_program(
    make_chat: MakeChat, sdk_server: SdkServer, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[tuple[dict[str, Any], dict[str, Any]]] = []

    async def on_action(action: dict[str, Any], item: dict[str, Any]) -> None:
        seen.append((action, item))
        if action["payload"] is None:
            raise ValueError("handler is broken")
        # As the web component's users do: handled here, then sent on.
        await chat.controller.send_custom_action(action, item["id"])

    chat = make_chat(sdk_server.url, widgets=WidgetsOption(on_action=on_action))
    actions = shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    action = {"type": "here", "payload": PAYLOAD, "handler": "client"}
    await chat.controller.send_custom_action(action, "widget_1")
    assert seen[0][0] == {"type": "here", "payload": PAYLOAD}
    assert seen[0][1]["widget"]["type"] == "Card"
    assert actions == [("here", PAYLOAD)]
    heard = chat.listen("error")
    with pytest.raises(ChatKitError, match=r"could not handle the action \(ValueError\)") as raised:
        await chat.controller.send_custom_action({"type": "x", "handler": "client"}, "widget_1")
    assert [detail["error"] for _, detail in heard] == [raised.value]
    assert "handler is broken" in caplog.text


async def test_a_handler_that_sends_on_what_is_refused_says_so(
    make_chat: MakeChat, sdk_server: SdkServer
) -> None:
    async def on_action(action: dict[str, Any], item: dict[str, Any]) -> None:
        await chat.controller.send_sync_action(action, "no_such_item")

    chat = make_chat(sdk_server.url, widgets=WidgetsOption(on_action=on_action))
    shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    heard = chat.listen("error")
    with pytest.raises(ServerRejected):
        await chat.controller.send_custom_action({"type": "x", "handler": "client"}, "widget_1")
    assert len(heard) == 1


async def test_action_needs_a_thread_and_client_action_a_handler(chat: Chat) -> None:
    with pytest.raises(CommandRefused):
        await chat.controller.send_custom_action({"type": "go"})
    with pytest.raises(CommandRefused):
        await chat.controller.send_sync_action({"type": "go"})
    with pytest.raises(CommandRefused):
        await chat.controller.send_custom_action({"type": "go", "handler": "client"})


async def test_action_that_does_nothing_to_be_seen_is_no_failure(
    chat: Chat, sdk_server: SdkServer
) -> None:
    shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")

    async def nothing(thread: Any, action: Any, sender: Any, context: Any) -> Any:
        if thread is None:
            yield thread

    sdk_server.action = nothing
    await chat.controller.send_custom_action({"type": "go"})
    assert chat.error is None


@pytest.mark.parametrize("arrives", [True, False])
async def test_action_of_unknown_fate_is_never_repeated(
    make_chat: MakeChat, sdk_server: SdkServer, fault_proxy: FaultProxy, arrives: bool
) -> None:
    chat = make_chat(fault_proxy.url)
    actions = shows_a_widget(sdk_server)
    await chat.controller.send_user_message("Show")
    fault = CutAfterEvents(0, detach=True) if arrives else CloseBeforeResponse(forward=False)
    fault_proxy.on("threads.custom_action", fault)
    await chat.controller.send_custom_action({"type": "go"}, "widget_1")
    assert len(actions) == arrives
    assert widget_text(chat) == ("after" if arrives else "before")
    assert (chat.error is None) == arrives
    if chat.error is not None:
        assert "the action" in chat.error.message
        assert not chat.error.allow_retry


def asks(server: SdkServer) -> None:
    """Let the server ask questions, and say what it was told."""

    async def respond(
        thread: ThreadMetadata, item: Any, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        if item is None:
            for event in assistant_message(thread, "Thank you."):
                yield event
            return
        options = [StructuredInputMultipleChoiceOption(value=value) for value in ("red", "blue")]
        questions = StructuredInputItem(
            id="ask_1",
            thread_id=thread.id,
            created_at=datetime.now(),
            inputs=[
                StructuredInputMultipleChoice(
                    id="colour", question="Which?", options=options, multiple=True
                ),
                StructuredInputFreeform(id="why", question="Why?"),
            ],
        )
        yield ThreadItemDoneEvent(item=questions)

    server.respond = respond


async def test_answers_are_cleaned_and_the_server_goes_on(
    chat: Chat, sdk_server: SdkServer
) -> None:
    asks(sdk_server)
    await chat.controller.send_user_message("Ask me")
    answers = {"colour": [" red ", "", "own words"], "unknown": ["x"]}
    await chat.controller.submit_structured_input("ask_1", answers)
    sent = next(r for r in sdk_server.requests if r.op == "threads.add_structured_input")
    assert sent.json["params"]["input"] == {
        "status": "answered",
        "answers": {
            "colour": {"values": ["red", "own words"], "skipped": False},
            "why": {"values": [], "skipped": True},
        },
    }
    assert chat.lines() == ["Ask me", "Thank you."]
    item = chat.active.state.index["ask_1"].item.as_json()
    assert item["status"] == "answered"
    assert item["inputs"][0]["answer"]["values"] == ["red", "own words"]
    with pytest.raises(CommandRefused):
        await chat.controller.submit_structured_input("ask_1", answers)
    assert sdk_server.count("threads.add_structured_input") == 1


async def test_no_answer_at_all_is_skipping(chat: Chat, sdk_server: SdkServer) -> None:
    asks(sdk_server)
    await chat.controller.send_user_message("Ask me")
    with pytest.raises(CommandRefused):
        await chat.controller.submit_structured_input("other", {})
    await chat.controller.submit_structured_input("ask_1", {"why": [" "]})
    assert chat.active.state.index["ask_1"].item.as_json()["status"] == "skipped"


@pytest.mark.parametrize("arrives", [True, False])
async def test_answers_of_unknown_fate_are_looked_for(
    make_chat: MakeChat, sdk_server: SdkServer, fault_proxy: FaultProxy, arrives: bool
) -> None:
    chat = make_chat(fault_proxy.url)
    asks(sdk_server)
    await chat.controller.send_user_message("Ask me")
    fault = CutAfterEvents(0, detach=True) if arrives else CloseBeforeResponse(forward=False)
    fault_proxy.on("threads.add_structured_input", fault)
    await chat.controller.submit_structured_input("ask_1", {"why": ["because"]})
    assert sdk_server.count("threads.add_structured_input") == arrives
    if arrives:
        assert chat.lines() == ["Ask me", "Thank you."]
        assert chat.error is None
        return
    assert chat.error is not None
    assert "your answers" in chat.error.message
    await chat.controller.submit_structured_input("ask_1", {"why": ["because"]})
    assert chat.lines() == ["Ask me", "Thank you."]
    assert chat.error is None


async def test_effects_and_notices_are_told(chat: Chat, sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, item: Any, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        yield ClientEffectEvent(name="confetti", data={"n": 3})
        yield NoticeEvent(level="warning", message="Nearly full.", title="Storage")
        content = [AssistantMessageContent(text="Hi.")]
        yield ThreadItemDoneEvent(
            item=AssistantMessageItem(
                id="m", thread_id=thread.id, created_at=datetime.now(), content=content
            )
        )

    sdk_server.respond = respond
    effects = chat.listen("effect", "error")
    await chat.controller.send_user_message("Hello")
    assert effects == [
        ("effect", {"name": "confetti", "data": {"n": 3}, "threadId": chat.active.thread_id})
    ]
    notices = [change.notice for _, change in chat.changes if isinstance(change, NoticeRaised)]
    assert [(n.level, n.message, n.title) for n in notices] == [
        ("warning", "Nearly full.", "Storage")
    ]
    sdk_server.respond = echo
