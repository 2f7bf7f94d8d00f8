"""Going from thread to thread, renaming, deleting, stopping and quitting while responses stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chatkit_tui.profiles.drafts import DraftStore
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from tests.support.loop_thread import Gate
    from tests.support.sdk_server import SdkServer


class Doors:
    """Every answer stops in the middle until its door is opened, by the text of the question."""

    def __init__(self, server: SdkServer) -> None:
        self._server = server
        self._gates: dict[str, Gate] = {}
        server.respond = self._respond

    def open(self, question: str) -> None:
        self._gate(question).open()

    def _gate(self, question: str) -> Gate:
        return self._gates.setdefault(question, self._server.gate())

    async def _respond(self, thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        from chatkit.errors import CustomStreamError
        from chatkit.types import ThreadItemDoneEvent

        from tests.support.assistant import assistant_message

        said = item.content[0].text
        thread.title = f"About {said}"
        *begin, done = assistant_message(thread, f"Half of {said}. ", f"All of {said}.")
        for event in begin[:3]:
            yield event
        await self._gate(said).passed()
        for event in [*begin[3:], done]:
            yield event
        if "fail" in said:
            raise CustomStreamError(f"No {said} today.", allow_retry=True)
        if "ask" in said:
            yield ThreadItemDoneEvent(item=_question(thread))


def _question(thread: Any) -> Any:
    from datetime import datetime

    from chatkit.types import StructuredInputItem, StructuredInputMultipleChoice

    asked = StructuredInputMultipleChoice(id="q", question="Tea or coffee?", options=[])
    return StructuredInputItem(
        id=f"si_{thread.id}", thread_id=thread.id, created_at=datetime.now(), inputs=[asked]
    )


def controller_of(chat: Chat) -> ChatKitController:
    assert chat.view.controller is not None
    return chat.view.controller


async def ask(chat: Chat, text: str) -> str:
    """Ask in a new thread and wait for the first half of the answer; the thread's id."""
    await controller_of(chat).set_thread_id(None)
    await chat.say(text)
    await chat.shows(f"Half of {text}.")
    thread_id = controller_of(chat).active.thread_id
    assert thread_id is not None
    return thread_id


async def test_back_and_forth_in_haste_leaves_every_answer_whole(sdk_server: SdkServer) -> None:
    doors = Doors(sdk_server)
    async with running(sdk_server.url) as chat:
        controller, go = controller_of(chat), controller_of(chat).set_thread_id
        tea, milk = await ask(chat, "tea"), await ask(chat, "milk")
        for place in (tea, milk, None, tea, None, milk, tea):
            chat.view.run(go(place))
        await chat.shows("Half of tea.")
        assert "milk" not in chat.screen.replace("About milk", "")
        doors.open("milk")
        doors.open("tea")
        await chat.shows("All of tea.")
        for place in (milk, tea, milk, None, milk):
            chat.view.run(go(place))
        await chat.shows("Half of milk. All of milk.")
        await chat.until(lambda: chat.idle and not controller.active.loading)
        assert len(chat.view.transcript.rows) == 2
        assert len(controller.conversations) == 1
        assert chat.view.header.title == "About milk"


async def test_what_came_of_it_meanwhile_is_there_on_return(sdk_server: SdkServer) -> None:
    doors = Doors(sdk_server)
    async with running(sdk_server.url) as chat:
        go = controller_of(chat).set_thread_id
        failed, asking = await ask(chat, "fail"), await ask(chat, "ask")
        await go(None)
        doors.open("fail")
        await chat.shows("About fail failed.")
        doors.open("ask")
        await chat.shows("About ask is answered.")
        assert "No fail today." not in chat.screen
        assert "Tea or coffee?" not in chat.screen
        await go(failed)
        await chat.shows("No fail today.", "F5 retry", "All of fail.")
        await go(asking)
        await chat.shows("Tea or coffee?", "All of ask.")
        assert "No fail today." not in chat.screen


async def test_threads_are_renamed_and_deleted_beside_an_answer(sdk_server: SdkServer) -> None:
    doors = Doors(sdk_server)
    async with running(sdk_server.url) as chat:
        controller = controller_of(chat)
        other = await ask(chat, "milk")
        doors.open("milk")
        await chat.until(lambda: chat.idle)
        tea = await ask(chat, "tea")
        await controller.rename_thread(tea, "Green tea")
        await chat.until(lambda: chat.view.header.title == "Green tea")
        await chat.pilot.press("ctrl+k")
        await chat.shows("Green tea · answering")
        await chat.pilot.press("ctrl+d")
        await chat.shows("Delete “Green tea”?")
        await chat.pilot.press("y")
        await chat.shows("A response is still running")
        await controller.delete_thread(other)
        await chat.until(lambda: "About milk" not in chat.screen)
        doors.open("tea")
        await chat.shows("All of tea.")
        await chat.until(lambda: chat.idle)
        assert list(sdk_server.store.threads) == [tea]


@pytest.mark.usefixtures("impatient")
async def test_what_is_sent_while_a_response_is_being_stopped_goes_out(
    sdk_server: SdkServer,
) -> None:
    doors = Doors(sdk_server)
    async with running(sdk_server.url) as chat:
        await ask(chat, "tea")
        await chat.say("this can wait")
        await chat.shows("⏳ this can wait")
        await chat.pilot.press("escape")
        await chat.shows("held: Enter sends")
        doors.open("this can wait")
        doors.open("milk")
        await chat.say("milk")
        await chat.shows("All of milk.")
        assert sdk_server.user_texts() == ["tea", "this can wait", "milk"]
        await ask(chat, "coffee")
        chat.view.composer.text = "milk"
        chat.view.action_back_out()
        chat.view.composer.input.action_submit()
        await chat.shows("All of milk.")


async def test_a_message_that_waits_goes_nowhere_but_into_its_thread(
    sdk_server: SdkServer,
) -> None:
    doors = Doors(sdk_server)
    async with running(sdk_server.url) as chat:
        go = controller_of(chat).set_thread_id
        tea = await ask(chat, "tea")
        await chat.say("with sugar")
        await chat.shows("⏳ with sugar")
        await go(None)
        doors.open("tea")
        await chat.shows("is answered")
        doors.open("with sugar")
        for place in (tea, None, tea, None):
            chat.view.run(go(place))
        await chat.app.workers.wait_for_complete()
        await go(tea)
        await chat.shows("All of with sugar.")
        await chat.until(lambda: chat.idle)
        assert sdk_server.user_texts() == ["tea", "with sugar"]
        assert list(sdk_server.store.threads) == [tea]


async def test_what_waits_is_kept_by_who_quits_meanwhile(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    Doors(sdk_server)
    async with running(sdk_server.url, drafts=tmp_path) as chat:
        tea = await ask(chat, "tea")
        await chat.say("with sugar")
        chat.view.composer.text = "and mil"
        await chat.pilot.press("f5")
        await chat.shows("still running")
        server = chat.view.session.backend.server_key
        await chat.pilot.press("ctrl+q", "ctrl+q")
        await chat.until(lambda: not chat.app.is_running)
    assert DraftStore(tmp_path).load(server, tea) == "with sugar\n\nand mil"
