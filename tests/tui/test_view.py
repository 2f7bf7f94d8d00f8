"""What the user does and sees, key by key, on the official server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    StartScreenOption,
    StartScreenPrompt,
)
from chatkit_tui.profiles.drafts import DraftStore
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

HOSTILE = "\x1b]52;c;aGFjaw==\x07\x9b31m[bold]x[/bold][@click=app.quit]y[/]"


def waiting_answers(server: SdkServer) -> Any:
    """Make every answer wait at a gate, which is returned."""
    from tests.support.assistant import assistant_message

    gate = server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        said = "".join(part.text for part in item.content)
        first, *rest = assistant_message(thread, "You said: ", said)
        yield first
        await gate.passed()
        for event in rest:
            yield event

    server.respond = respond
    return gate


def saying(server: SdkServer, *events: Any) -> None:
    """Make every answer consist of these events."""

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        for event in events:
            yield event

    server.respond = respond


async def test_messages_written_during_an_answer_wait_their_turn(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        await chat.say("two")
        await chat.say("three")
        await chat.shows("⏳ two", "⏳ three")
        assert sdk_server.count("threads.add_user_message") == 0
        gate.open()
        await chat.shows("You said: one", "You said: two", "You said: three")
        assert sdk_server.user_texts() == ["one", "two", "three"]
        assert "⏳" not in chat.screen


async def test_a_queued_message_can_be_taken_back(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        await chat.say("two")
        await chat.shows("⏳ two")
        await chat.pilot.press("up")
        assert chat.view.composer.text == "two"
        assert "⏳" not in chat.screen
        gate.open()
        await chat.until(lambda: chat.idle)
        assert sdk_server.user_texts() == ["one"]


async def test_an_error_holds_the_queue_and_empties_nothing(sdk_server: SdkServer) -> None:
    from chatkit.errors import CustomStreamError

    gate = sdk_server.gate()

    async def fail(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        await gate.passed()
        raise CustomStreamError("The model is out of breath.")
        yield

    sdk_server.respond = fail
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        await chat.say("two")
        gate.open()
        await chat.shows("The model is out of breath.", "held: Enter sends")
        assert sdk_server.user_texts() == ["one"]
        from tests.support.assistant import echo

        sdk_server.respond = echo
        await chat.pilot.press("enter")
        await chat.shows("You said: two")
        assert sdk_server.user_texts() == ["one", "two"]


@pytest.mark.usefixtures("impatient")
async def test_escape_dismisses_stops_and_leaves_the_composer(sdk_server: SdkServer) -> None:
    from chatkit.types import NoticeEvent

    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        yield NoticeEvent(level="warning", message="Half of your messages are used.")
        await gate.passed()

    sdk_server.respond = respond
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows("Half of your messages are used.", "Esc stops")
        await chat.pilot.press("escape")
        await chat.until(lambda: "Half of your" not in chat.screen)
        assert not chat.idle
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.idle)
        await chat.shows("You stopped this response.")
        await chat.pilot.press("escape")
        await chat.until(lambda: "You stopped" not in chat.screen)
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.focused is chat.view.transcript)
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)


async def test_control_c_clears_into_the_history_and_twice_quits(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        chat.view.composer.text = "not this"
        await chat.pilot.press("ctrl+c")
        assert chat.view.composer.text == ""
        await chat.pilot.press("up")
        assert chat.view.composer.text == "not this"
        await chat.pilot.press("ctrl+c", "ctrl+c")
        await chat.shows("Ctrl+C again quits.")
        assert chat.app.is_running
        await chat.pilot.press("ctrl+c")
        await chat.until(lambda: not chat.app.is_running)


async def test_quitting_during_an_answer_asks_first(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        await chat.pilot.press("ctrl+q")
        await chat.shows("A response is running.")
        await chat.pilot.press("n")
        gate.open()
        await chat.shows("You said: one")
        await chat.pilot.press("ctrl+d")
        await chat.until(lambda: not chat.app.is_running)


async def test_a_second_wish_to_quit_needs_no_answer(sdk_server: SdkServer) -> None:
    waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        await chat.pilot.press("ctrl+q")
        await chat.shows("A response is running.")
        await chat.pilot.press("ctrl+q")
        await chat.until(lambda: not chat.app.is_running)


async def test_control_c_quits_also_while_a_response_is_being_stopped(
    sdk_server: SdkServer,
) -> None:
    from chatkit_tui.controller.state import TurnPhase

    waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.shows("Esc stops")
        await chat.pilot.press("ctrl+c")
        controller = chat.view.controller
        assert controller is not None
        await chat.until(lambda: controller.active.turn.phase is TurnPhase.STOPPING)
        await chat.pilot.press("ctrl+c", "ctrl+c")
        await chat.until(lambda: not chat.app.is_running)


async def test_a_good_retry_lets_the_queue_go_on(sdk_server: SdkServer) -> None:
    from chatkit.errors import ErrorCode, StreamError

    from tests.support.assistant import echo

    gate = sdk_server.gate()

    async def fail(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        await gate.passed()
        raise StreamError(ErrorCode.STREAM_ERROR, allow_retry=True)
        yield

    sdk_server.respond = fail
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        await chat.say("two")
        gate.open()
        await chat.shows("held: Enter sends", "F5 retry")
        sdk_server.respond = echo
        await chat.pilot.press("f5")
        await chat.shows("You said: one", "You said: two")
        assert sdk_server.user_texts() == ["one", "two"]


async def test_what_matters_of_the_activity_is_seen_at_any_width(sdk_server: SdkServer) -> None:
    from chatkit.types import ProgressUpdateEvent

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        yield ProgressUpdateEvent(text="Reading a very long list of very long documents")
        await sdk_server.gate().passed()

    sdk_server.respond = respond
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await chat.say("one")
        await chat.shows("Reading a", "Esc stops")


async def test_a_prompt_of_the_start_screen_is_sent(sdk_server: SdkServer) -> None:
    start = StartScreenOption("Good morning", (StartScreenPrompt("Weather", "How is it outside?"),))
    options = ChatKitOptions(api=CustomApiConfig(sdk_server.url), start_screen=start)
    async with running(sdk_server.url, options=options) as chat:
        await chat.shows("Good morning", "Weather")
        await chat.pilot.press("tab", "down", "enter")
        await chat.shows("You said: How is it outside?")
        assert "Good morning" not in chat.screen
        assert chat.app.focused is chat.view.composer.input


async def test_each_thread_keeps_its_own_draft(sdk_server: SdkServer, tmp_path: Path) -> None:
    async with running(sdk_server.url, drafts=tmp_path) as chat:
        await chat.say("first")
        await chat.shows("You said: first")
        chat.view.composer.text = "for the first thread"
        await chat.pilot.press("ctrl+n")
        await chat.until(lambda: chat.view.composer.text == "")
        chat.view.composer.text = "for a new thread"
        await chat.pilot.press("ctrl+k")
        await chat.shows("Enter open")
        await chat.pilot.press("enter")
        await chat.until(lambda: chat.view.composer.text == "for the first thread")
        await chat.pilot.press("ctrl+n")
        await chat.until(lambda: chat.view.composer.text == "for a new thread")
        await chat.view.drafts.flush()
        thread_id = next(iter(sdk_server.store.threads))
        server = chat.view.session.backend.server_key
        assert DraftStore(tmp_path).load(server, thread_id) == "for the first thread"
        assert DraftStore(tmp_path).load(server, None) == "for a new thread"


async def test_a_message_the_server_refuses_is_the_users_again(sdk_server: SdkServer) -> None:
    from starlette.responses import JSONResponse

    async with running(sdk_server.url) as chat:
        sdk_server.authorize = lambda request: JSONResponse({"message": "No."}, status_code=422)
        await chat.say("precious words")
        await chat.shows("No.")
        await chat.until(lambda: chat.view.composer.text == "precious words")
        sdk_server.authorize = None
        await chat.pilot.press("enter")
        await chat.shows("You said: precious words")
        assert sdk_server.user_texts() == ["precious words"]
        assert chat.screen.count("precious words") == 2


async def test_an_answer_goes_on_while_another_thread_is_in_front(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("slow one")
        await chat.until(lambda: not chat.idle)
        await chat.pilot.press("ctrl+n")
        await chat.until(lambda: chat.idle)
        assert "slow one" not in chat.screen
        gate.open()
        await chat.shows("is answered")
        await chat.pilot.press("ctrl+k")
        await chat.shows("Enter open")
        chat.app.clear_notifications()
        await chat.pilot.press("enter")
        await chat.shows("You said: slow one")
        assert sdk_server.user_texts() == ["slow one"]


async def test_nothing_a_server_says_drives_the_terminal(sdk_server: SdkServer) -> None:
    from chatkit.types import NoticeEvent, ProgressUpdateEvent

    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        from tests.support.assistant import assistant_message

        thread.title = HOSTILE
        yield NoticeEvent(level="info", title=HOSTILE, message=HOSTILE)
        for event in assistant_message(thread, HOSTILE):
            yield event
        yield ProgressUpdateEvent(text=HOSTILE)
        await gate.passed()

    sdk_server.respond = respond
    async with running(sdk_server.url) as chat:
        await chat.say("be evil")
        await chat.until(lambda: chat.screen.count("[bold]x[/bold]") >= 5)
        assert "\x1b" not in chat.screen
        assert "\x9b" not in chat.screen
        await chat.pilot.press("ctrl+k")
        await chat.shows("Enter open")
        await chat.pilot.press("f2")
        await chat.shows("New title")
        assert "\x1b" not in chat.screen
        gate.open()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 6)])
async def test_the_composer_is_there_at_any_size(
    sdk_server: SdkServer, size: tuple[int, int]
) -> None:
    async with running(sdk_server.url, size=size) as chat:
        await chat.say("line\n" * 30)
        await chat.until(lambda: chat.idle and bool(sdk_server.user_texts()))
        chat.view.composer.text = "line\n" * 30 + "the end"
        await chat.shows("the end")


async def test_a_backend_that_does_not_start_is_said_and_can_be_tried_again(
    sdk_server: SdkServer,
) -> None:
    from chatkit_tui.backend import OptionsBackend
    from chatkit_tui.errors import ConfigurationError
    from chatkit_tui.tui.app import ChatKitApp
    from tests.tui.conftest import Chat

    class Late(OptionsBackend):
        starts = 0

        async def start(self) -> ChatKitOptions:
            self.starts += 1
            if self.starts == 1:
                raise ConfigurationError("The key is not where the profile says.")
            return await super().start()

    app = ChatKitApp(Late(ChatKitOptions(api=CustomApiConfig(sdk_server.url))))
    async with app.run_test(size=(100, 30)) as pilot:
        chat = Chat(app, pilot)
        await chat.shows("The key is not where the profile says.")
        await chat.say("hello")
        await chat.shows("⏳ hello")
        await pilot.press("f5")
        await chat.shows("You said: hello")
        assert sdk_server.user_texts() == ["hello"]


async def test_the_controller_reaches_the_screen(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        controller = chat.view.controller
        assert controller is not None
        events: list[str] = []
        controller.on("chatkit.history.open", lambda _: events.append("open"))
        controller.on("chatkit.history.close", lambda _: events.append("close"))
        chat.view.transcript.focus()
        await controller.set_composer_value(text="from the program")
        await controller.focus_composer()
        await chat.shows("❯ from the program")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)
        await controller.show_history()
        await chat.until(lambda: chat.view.history.shown)
        await controller.hide_history()
        await chat.until(lambda: not chat.view.history.shown)
        await chat.pilot.press("ctrl+k")
        await chat.until(lambda: chat.view.history.shown)
        await chat.pilot.press("escape")
        await chat.until(lambda: not chat.view.history.shown)
        await chat.until(lambda: events.count("close") >= 2)
        assert events[0] == "open"
        start = StartScreenOption("Another greeting")
        await controller.set_options(ChatKitOptions(api=controller.options.api, start_screen=start))
        await chat.shows("Another greeting")
