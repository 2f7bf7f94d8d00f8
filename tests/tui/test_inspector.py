"""F12: what goes over the wire, live, foldable, and without secrets."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientEffectEvent,
    ErrorEvent,
    NoticeEvent,
    ThreadItemDoneEvent,
    ThreadMetadata,
    UserMessageItem,
)

from chatkit_tui.controller.traffic import Kind
from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    HostedApiConfig,
    SessionEndpoint,
)
from chatkit_tui.transport.event_stream import StreamMessage
from chatkit_tui.tui.inspector.json_lines import Document
from chatkit_tui.tui.inspector.json_view import JsonView
from chatkit_tui.tui.inspector.screen import InspectorScreen
from chatkit_tui.tui.inspector.traffic_list import TrafficList
from tests.support.sdk_server import Context, SdkServer
from tests.tui.conftest import Chat, running

CANARY = "canary-7f3e9a1b"


async def inspected(chat: Chat) -> TrafficList:
    """Open the inspector and wait until it lists something."""
    await chat.pilot.press("f12")
    await chat.until(lambda: isinstance(chat.app.screen, InspectorScreen))
    rows = chat.app.screen.query_one(TrafficList)
    await chat.until(lambda: rows.count > 0)
    return rows


async def stand_on(chat: Chat, rows: TrafficList, what: str) -> None:
    """Go to the last entry of that name."""
    rows.stand_on(max(n for n, each in enumerate(rows.shown) if each.what == what))
    await chat.pilot.pause()


def message(thread: ThreadMetadata, text: str) -> ThreadItemDoneEvent:
    content = [AssistantMessageContent(text=text)]
    item = {"id": "msg_1", "thread_id": thread.id, "created_at": "2026-01-01", "content": content}
    return ThreadItemDoneEvent(item=AssistantMessageItem.model_validate(item))


async def test_a_turn_is_listed_filtered_and_opened(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=(120, 36)) as chat:
        await chat.say("Hello")
        await chat.until(lambda: chat.idle and bool(sdk_server.store.threads))
        rows = await inspected(chat)
        await chat.shows("→ threads.create", "← thread.created", "user_message", "200", "following")
        everything = rows.count
        await chat.pilot.press("slash", *"item.done user")
        await chat.until(lambda: rows.count == 1)
        await chat.pilot.press("enter", "enter")
        await chat.shows('"type": "thread.item.done"', '"text": "Hello"')
        copied: list[str] = []
        # What becomes of a copy is the clipboard's subject; here it is what is copied.
        chat.view.copy = lambda text, what="": copied.append(text)  # type: ignore[method-assign]
        await chat.pilot.press("y")
        await chat.until(lambda: bool(copied))
        assert json.loads(copied[0])["type"] == "thread.item.done"
        await chat.pilot.press("escape", "escape")
        await chat.until(lambda: rows.count >= everything)
        await chat.pilot.press("escape")
        await chat.until(lambda: not isinstance(chat.app.screen, InspectorScreen))


async def test_effects_notices_errors_and_what_cannot_be_read(sdk_server: SdkServer) -> None:
    async def respond(
        thread: ThreadMetadata, question: UserMessageItem | None, context: Context
    ) -> AsyncIterator[Any]:
        yield ClientEffectEvent(name="shake", data={"how": "hard"})
        yield NoticeEvent(level="info", message="Nearly there")
        yield ErrorEvent(code="custom", message="No \x1b[31mcheese\u202e", allow_retry=False)

    sdk_server.respond = respond
    async with running(sdk_server.url, size=(120, 36)) as chat:
        await chat.say("Hello")
        await chat.until(lambda: chat.idle and sdk_server.streams_ended == 1)
        controller = chat.view.controller
        assert controller is not None
        controller.traffic.heard(StreamMessage("{half", None, "It is not JSON.", 0.0))
        rows = await inspected(chat)
        await chat.shows("client_effect", "shake", "notice", "Nearly there", "chatkit.effect")
        await chat.pilot.press("e")
        await chat.shows("errors only", "error No ␛[31mcheese", "It is not JSON.")
        assert {each.what for each in rows.shown} == {"error", "chatkit.error", ""}


async def test_pausing_holds_the_list_and_clearing_empties_it(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        rows = await inspected(chat)
        controller = chat.view.controller
        assert controller is not None
        await chat.pilot.press("space")
        listed = rows.count
        for number in range(7):
            controller.traffic.happened(f"number.{number}", {})
        await chat.shows("paused, 7 new")
        assert rows.count == listed
        await chat.pilot.press("space")
        await chat.shows("number.6", "following")
        await chat.pilot.press("up")
        controller.traffic.happened("number.7", {})
        await chat.until(lambda: rows.count == listed + 8)
        assert rows.current is not None
        assert rows.current.what == "number.5", "who looks back is left where he is"
        await chat.pilot.press("x")
        await chat.shows("0 entries")


async def test_a_storm_of_events_repaints_at_a_steady_pace(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        rows = await inspected(chat)
        looks = 0
        look = rows.catch_up

        def counted() -> None:
            nonlocal looks
            looks += 1
            look()

        rows.catch_up = counted  # type: ignore[method-assign]
        controller = chat.view.controller
        assert controller is not None
        for number in range(5_000):
            controller.traffic.heard(StreamMessage(f'{{"n":{number}}}', None, None, 0.0))
        await chat.until(lambda: rows.count == 2_000)
        assert looks <= 3
        assert rows.current is not None
        assert rows.current.raw == '{"n":4999}'


async def test_forty_columns_show_the_list_and_then_the_entry(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await chat.say("Hello")
        await chat.until(lambda: chat.idle and bool(sdk_server.store.threads))
        rows = await inspected(chat)
        await stand_on(chat, rows, "threads.create")
        await chat.shows("← threads.create")
        assert chat.screen.splitlines()[-1].strip() == "Esc back · Enter opens · / filters"
        await chat.pilot.press("enter")
        await chat.shows("← threads.create", "Status: 200")
        assert not rows.display
        await chat.pilot.press("n", "p", "escape")
        await chat.until(lambda: rows.display)


async def test_a_huge_event_is_opened_in_part(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, size=(120, 36)) as chat:
        controller = chat.view.controller
        assert controller is not None
        huge = json.dumps({"type": "thread.updated", "text": "x" * 40_000_000})
        controller.traffic.heard(StreamMessage(huge, None, None, 0.0))
        wide = json.dumps({"type": "wide", "list": list(range(100_000))})
        controller.traffic.heard(StreamMessage(wide, None, None, 0.0))
        await inspected(chat)
        await chat.pilot.press("enter")
        await chat.shows("[…] 100,000 values")
        await chat.pilot.press("p")
        await chat.shows("40.0 MB", "The last 39.0 MB of it were not kept.")


def test_json_is_folded_and_unfolded() -> None:
    document = Document(json.dumps({"a": {"b": [1, 2]}, "c": "d", "many": list(range(500))}))
    rows = document.rows()
    folded = ["".join(text for text, _ in row.pieces) for row in rows]
    assert folded == ["{", '"a": {…} 1 key', '"c": "d"', '"many": […] 500 values', "}"]
    document.toggle(rows[3])
    rows = document.rows()
    assert len(rows) == 5 + 200 + 2
    more = next(row for row in rows if row.is_more)
    assert "".join(text for text, _ in more.pieces) == "… 300 more"
    document.toggle(more)
    document.toggle(document.rows()[1])
    assert len(document.rows()) == 5 + 400 + 2 + 2
    long = Document(json.dumps("y" * 100_000)).rows()[0]
    assert sum(len(text) for text, _ in long.pieces) < 5_000
    assert long.pieces[-1][0] == " … 96,000 characters more"
    deep = Document("[" * 3_000 + "]" * 3_000)
    assert len(deep.rows()) < 400


@pytest.mark.parametrize("hosted", [False, True])
async def test_no_secret_is_seen_or_copied(
    sdk_server: SdkServer, tmp_path: Path, hosted: bool
) -> None:
    async def echo_headers(
        thread: ThreadMetadata, question: UserMessageItem | None, context: Context
    ) -> AsyncIterator[Any]:
        sent = dict(context.request.headers)
        yield message(thread, json.dumps(sent))

    sdk_server.respond = echo_headers
    sdk_server.response_headers["set-cookie"] = f"sid={CANARY}-cookie; Path=/"
    headers = {"Authorization": f"Bearer {CANARY}-token", "X-Mine": f"{CANARY}-mine"}
    if hosted:
        sdk_server.session_answer = lambda secret, expires: {
            "client_secret": secret,
            "user": f"{CANARY}-user",
        }
        session = SessionEndpoint(
            sdk_server.session_url, headers=headers, body={"key": f"{CANARY}-key"}
        )
        api: Any = HostedApiConfig(session=session, base_url=sdk_server.hosted_url)
    else:
        api = CustomApiConfig(
            sdk_server.url, headers_builder=lambda: headers, domain_key=f"{CANARY}-domain"
        )
    async with running("", size=(120, 50), options=ChatKitOptions(api=api)) as chat:
        for number in (1, 2):
            await chat.say("Hello")
            await chat.until(lambda n=number: chat.idle and sdk_server.streams_ended == n)  # type: ignore[misc]
        rows = await inspected(chat)
        copied: list[str] = []
        # What becomes of a copy is the clipboard's subject; here it is what is copied.
        chat.view.copy = lambda text, what="": copied.append(text)  # type: ignore[method-assign]
        rows.stand_on(0)
        await chat.pilot.press("enter")
        view = chat.app.screen.query_one(JsonView)
        for index, entry in enumerate(rows.shown):
            if entry.kind is Kind.LOCAL:
                continue
            rows.stand_on(index)
            await view.show(entry)
            await chat.pilot.press("y")
            for secret in (CANARY, *sdk_server.secrets):
                assert secret not in chat.screen
        asked = sdk_server.requests[-1].headers
        assert CANARY in str(asked), "the canary was sent"
        assert "authorization" in "".join(copied), "the server told what it was sent"
        for secret in (CANARY, *sdk_server.secrets):
            assert secret not in "".join(copied)
        chat.app.screen._rows.stand_on(len(rows.shown) - 1)  # type: ignore[attr-defined]
        await chat.pilot.press("W")
        await chat.shows("Write it to which file?")
        chat.app.screen.query_one("#line").value = str(tmp_path / "all.jsonl")  # type: ignore[attr-defined]
        await chat.pilot.press("enter")
        await chat.until(lambda: (tmp_path / "all.jsonl").exists())
        await chat.until(lambda: isinstance(chat.app.screen, InspectorScreen))
        written = (tmp_path / "all.jsonl").read_text()
        assert "threads.create" in [json.loads(line)["what"] for line in written.splitlines()]
        for secret in (CANARY, *sdk_server.secrets):
            assert secret not in written
