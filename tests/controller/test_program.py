"""What a program around the controller does: options, composer, events."""

from __future__ import annotations

import asyncio

from chatkit_tui.controller.changes import (
    ComposerFocused,
    ComposerSet,
    HistoryToggled,
    OptionsChanged,
)
from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from tests.controller.chat import Chat
from tests.controller.conftest import MakeChat
from tests.controller.test_turns import held
from tests.support.assistant import echo
from tests.support.sdk_server import SdkServer


async def test_composer_and_history_requests_reach_the_view(chat: Chat) -> None:
    events = chat.listen("history.open", "history.close", "tool.change")
    await chat.controller.set_composer_value(text="Draft", reply="quoted")
    await chat.controller.set_composer_value(selected_tool_id=None)
    await chat.controller.focus_composer()
    await chat.controller.show_history()
    await chat.controller.hide_history()
    assert [change for _, change in chat.changes] == [
        ComposerSet(text="Draft", reply="quoted"),
        ComposerSet(selected_tool_id=None),
        ComposerFocused(),
        HistoryToggled(True),
        HistoryToggled(False),
    ]
    assert events == [
        ("tool.change", {"toolId": None}),
        ("history.open", {}),
        ("history.close", {}),
    ]


async def test_options_of_another_server_begin_anew_and_let_the_old_answer_end(
    chat: Chat, sdk_server: SdkServer
) -> None:
    gate = held(sdk_server)
    old = chat.active
    sending = asyncio.create_task(chat.controller.send_user_message("Hello"))
    await chat.until(lambda: chat.lines()[-1:] == ["You "])
    other = SdkServer()
    try:
        options = ChatKitOptions(api=CustomApiConfig(other.url))
        await chat.controller.set_options(options)
        assert chat.controller.options is options
        assert chat.active.blank
        assert chat.controller.directory.threads == []
        assert any(isinstance(change, OptionsChanged) for _, change in chat.changes)
        await chat.controller.send_user_message("Elsewhere")
        assert other.user_texts() == ["Elsewhere"]
        gate.open()
        await sending
        assert not old.turn.busy
        assert len(old.state.rows) == 2
    finally:
        await chat.controller.aclose()
        other.close()


async def test_options_for_the_same_server_keep_the_thread(
    chat: Chat, sdk_server: SdkServer
) -> None:
    await chat.controller.send_user_message("Hello")
    front = chat.active
    options = ChatKitOptions(api=chat.controller.options.api, theme="dark")
    await chat.controller.set_options(options)
    assert chat.active is front
    sdk_server.respond = echo
    await chat.controller.send_user_message("Again")
    assert len(chat.lines()) == 4


async def test_ready_and_response_events(make_chat: MakeChat, sdk_server: SdkServer) -> None:
    chat = make_chat(sdk_server.url)
    events = chat.listen("ready", "response.start", "response.end", "thread.change")
    await chat.controller.send_user_message("Hello")
    thread_id = chat.active.thread_id
    assert events == [
        ("ready", {}),
        ("thread.change", {"threadId": thread_id}),
        ("response.start", {"threadId": thread_id}),
        ("response.end", {"threadId": thread_id}),
    ]
