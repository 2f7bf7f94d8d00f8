"""Client tools on the screen: nothing runs that the user did not allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from chatkit.types import (
    ClientToolCallItem,
    ThreadItemDoneEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
)
from pydantic import BaseModel

from chatkit_tui import ChatKitOptions, CustomApiConfig, client_tool
from chatkit_tui.tui.client_tools import approval_screen
from chatkit_tui.tui.client_tools.approval_screen import ApprovalScreen
from chatkit_tui.tui.client_tools.shipped import shipped_tools
from chatkit_tui.tui.screens.keys import KeysScreen
from tests.support.assistant import assistant_message
from tests.support.sdk_server import Context, SdkServer
from tests.tui.conftest import Chat, running


class Path(BaseModel):
    path: str


@pytest.fixture(autouse=True)
def _keys_count_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approval_screen, "TYPED_AHEAD", 0.0)


def asking(server: SdkServer, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Let the server ask for these tools, one after the other; the list fills with what it got."""
    outputs: list[Any] = []

    async def respond(
        thread: ThreadMetadata, item: UserMessageItem | None, context: Context
    ) -> AsyncIterator[ThreadStreamEvent]:
        if item is None:
            items = list(server.store.threads[thread.id].items.values())
            last = next(each for each in reversed(items) if isinstance(each, ClientToolCallItem))
            outputs.append(last.output)
        if len(outputs) == len(calls):
            for event in assistant_message(thread, "That is all."):
                yield event
            return
        name, arguments = calls[len(outputs)]
        yield ThreadItemDoneEvent(
            item=ClientToolCallItem(
                id=f"call_{len(outputs)}",
                thread_id=thread.id,
                created_at=datetime.now(),
                call_id=f"c{len(outputs)}",
                name=name,
                arguments=arguments,
            )
        )

    server.respond = respond
    return outputs


async def answer(chat: Chat, key: str) -> None:
    await chat.until(lambda: isinstance(chat.app.screen, ApprovalScreen))
    await chat.pilot.press(key)


async def test_once_always_no_and_never(sdk_server: SdkServer) -> None:
    ran: list[str] = []

    @client_tool(params=Path)
    def remove(params: Path) -> str:
        """Removes a file."""
        ran.append(params.path)
        return "done"

    @client_tool()
    def harmless(arguments: dict[str, Any]) -> str:
        return "ran"

    wanted = [("remove", {"path": f"/{n}"}) for n in range(4)]
    wanted += [("harmless", {}), ("harmless", {}), ("remove", {"file": "x"}), ("nothing", {})]
    outputs = asking(sdk_server, *wanted)
    options = ChatKitOptions(api=CustomApiConfig(sdk_server.url), client_tools=(remove, harmless))
    async with running(sdk_server.url, options=options) as chat:
        await chat.say("Go")
        await chat.shows("wants to run the tool remove", "Removes a file.", '"path": "/0"')
        await answer(chat, "enter")
        await chat.shows('"path": "/1"')
        await answer(chat, "y")
        await chat.shows('"path": "/2"')
        await answer(chat, "N")
        await chat.shows("wants to run the tool harmless")
        await answer(chat, "a")
        await chat.shows("That is all.")
    assert ran == ["/1"]
    refused = {"error": "The user did not allow the client tool remove."}
    assert outputs[:6] == [refused, "done", refused, refused, "ran", "ran"]
    assert [list(output) for output in outputs[6:]] == [["error"], ["error"]]


async def test_hostile_requests_are_shown_as_text_and_stop_takes_the_question_away(
    sdk_server: SdkServer,
) -> None:
    ran: list[str] = []
    name = "[bold]rm\x1b]52;c;eA==\x07"
    asking(sdk_server, (name, {"[red]\x1b[2J": "\x9b31m" * 20_000}))
    options = ChatKitOptions(
        api=CustomApiConfig(sdk_server.url),
        on_client_tool=lambda name, arguments: ran.append(name),
    )
    async with running(sdk_server.url, options=options, size=(40, 12)) as chat:
        await chat.say("Go")
        await chat.shows("[bold]rm␛", "n no", "N never")
        assert not set("\x1b\x9b\x07") & set(chat.screen)
        controller = chat.view.controller
        assert controller is not None
        await controller.stop()
        await chat.until(lambda: not isinstance(chat.app.screen, ApprovalScreen))
    assert ran == []


async def test_a_thousand_calls_end_in_an_error_and_the_keys_live(sdk_server: SdkServer) -> None:
    ran: list[int] = []

    @client_tool(confirm=False)
    def again(arguments: dict[str, Any]) -> int:
        ran.append(arguments["n"])
        return len(ran)

    asking(sdk_server, *(("again", {"n": n}) for n in range(1_000)))
    options = ChatKitOptions(api=CustomApiConfig(sdk_server.url), client_tools=(again,))
    async with running(sdk_server.url, options=options, size=(60, 20)) as chat:
        controller = chat.view.controller
        assert controller is not None
        object.__setattr__(controller._patience, "tool_rounds", 20)
        await chat.say("Go")
        await chat.until(lambda: len(ran) > 5)
        await chat.pilot.press("a", "l", "i", "v", "e")
        assert chat.view.composer.text == "alive"
        await chat.shows("more than 20 tools")
    assert len(ran) == 20


async def test_stop_takes_back_a_question_that_another_screen_covers(sdk_server: SdkServer) -> None:
    asking(sdk_server, ("read_file", {"reason": "to look"}))
    async with running(sdk_server.url) as chat:
        controller = chat.view.controller
        assert controller is not None
        controller.tools.shipped = shipped_tools(chat.view, ("read_file",))
        await chat.say("Go")
        await answer(chat, "y")
        await chat.shows("Which file may the assistant read?")
        await chat.pilot.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, KeysScreen))
        await controller.stop()
        await chat.pilot.pause()
        assert isinstance(chat.app.screen, KeysScreen), "what is in front stays there"
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.screen is chat.view.screen)
