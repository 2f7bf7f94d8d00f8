"""The log of what went over the wire: what is in it, and how much of it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_tui.controller.traffic import (
    LONGEST_TEXT,
    MOST_ENTRIES,
    MOST_LARGE,
    Kind,
    TrafficLog,
)
from chatkit_tui.options import CustomApiConfig
from chatkit_tui.transport.event_stream import StreamMessage
from tests.controller.conftest import MakeChat
from tests.support.faults import Garbage

if TYPE_CHECKING:
    from tests.controller.chat import Chat
    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import SdkServer


def event(text: str) -> StreamMessage:
    return StreamMessage(text, None, "no event", monotonic())


async def test_a_turn_in_the_log(chat: Chat) -> None:
    log = chat.controller.traffic
    await chat.controller.send_user_message("Hello")
    entries = log.entries()
    told = [(each.kind, each.what) for each in entries]
    begin = told.index((Kind.REQUEST, "threads.create"))
    end = told.index((Kind.ANSWER, "threads.create"))
    events = [each for each in entries[begin:end] if each.kind is Kind.EVENT]
    assert [log.text(each) for each in events] == chat.raw
    assert [each.what for each in events] == [json.loads(raw)["type"] for raw in chat.raw]
    assert (Kind.LOCAL, "chatkit.response.end") in told
    assert entries[begin].record is entries[end].record
    assert [each.number for each in entries] == list(range(1, len(entries) + 1))
    assert [each.number for each in log.entries(after=3)] == [each.number for each in entries[3:]]
    assert log.entries(after=entries[-1].number) == []
    assert not any(each.failed for each in entries)


async def test_it_outlives_threads_and_servers(
    chat: Chat, sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    controller = chat.controller
    await controller.send_user_message("one")
    await controller.set_thread_id(None)
    options = replace(controller.options, api=CustomApiConfig(fault_proxy.url))
    await controller.set_options(options)
    await controller.send_user_message("two")
    asked = [each for each in controller.traffic.entries() if each.what == "threads.create"]
    origins = [each.record.address for each in asked if each.record and each.kind is Kind.REQUEST]
    assert origins == [sdk_server.url, fault_proxy.url]


async def test_what_cannot_be_read_is_there_as_it_came(
    shaky: Chat, fault_proxy: FaultProxy
) -> None:
    fault_proxy.on("threads.create", Garbage(1, b'data: {"half": \n\n'))
    await shaky.controller.send_user_message("Hi")
    failed = [each for each in shaky.controller.traffic.entries() if each.failed]
    assert [(each.kind, each.raw) for each in failed] == [(Kind.EVENT, '{"half": ')]
    assert failed[0].problem


async def test_credentials_of_the_requests_are_in_no_text(
    make_chat: MakeChat, sdk_server: SdkServer
) -> None:
    secret = "canary-0123456789"
    chat = make_chat(sdk_server.url)
    api = CustomApiConfig(sdk_server.url, headers_builder=lambda: {"X-Api-Key": secret})
    await chat.controller.set_options(replace(chat.controller.options, api=api))
    await chat.controller.send_user_message(f"Say {secret}")
    log = chat.controller.traffic
    assert any(secret in raw for raw in chat.raw)
    assert secret not in "".join(map(log.text, log.entries()))


def test_the_oldest_entries_go_first() -> None:
    log = TrafficLog()
    for number in range(MOST_ENTRIES + 10):
        log.heard(event(str(number)))
    assert [log.text(each) for each in log.entries()][:: MOST_ENTRIES - 1] == ["10", "2009"]
    assert log.first == 11
    assert log.entries()[0].number == 11
    log.clear()
    assert log.entries() == []
    log.heard(event("new"))
    assert [each.number for each in log.entries()] == [log.first] == [MOST_ENTRIES + 11]


def test_large_texts_are_kept_within_bounds() -> None:
    log = TrafficLog()
    log.heard(event("small"))
    for number in range(7):
        log.heard(event(str(number) * (LONGEST_TEXT + 5)))
    log.heard(event("last"))
    entries = log.entries()
    assert [str(each.raw)[:4] for each in entries] == ["3333", "4444", "5555", "6666", "last"]
    assert sum(len(str(each.raw)) for each in entries[:-1]) <= MOST_LARGE
    assert entries[0].left_out == 5
    for number in range(MOST_ENTRIES):
        log.heard(event(str(number)))
    log.heard(event("x" * LONGEST_TEXT))
    assert len(log.entries()) == MOST_ENTRIES, "what fell out weighs nothing"


def test_who_listens_is_told_until_he_leaves() -> None:
    log = TrafficLog()
    told: list[int] = []
    leave = log.subscribe(lambda: told.append(len(log.entries())))
    log.heard(event("one"))
    log.happened("chatkit.effect", {"name": "shake", "data": {"deep": {"er": [1]}}})
    log.clear()
    leave()
    leave()
    log.heard(event("two"))
    assert told == [1, 2, 0]
