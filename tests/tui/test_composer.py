"""The composer in the running program: who is in charge of it, quotes, closed threads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from textual.widgets import Button, Input

from tests.support.assistant import assistant_message
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import running


async def test_another_widget_takes_over_and_gives_back(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        composer = chat.view.composer
        composer.text = "half written"
        answer = Input(placeholder="Your answer")
        await composer.take_over(answer)
        composer.focus()
        await chat.shows("Your answer")
        assert "half written" not in chat.screen
        await chat.until(lambda: chat.app.focused is answer)
        composer.input.focus()
        await chat.pilot.press("4", "2")
        assert answer.value == "42"
        await composer.take_over(Button("Next"))
        await chat.shows("Next")
        assert "Your answer" not in chat.screen
        composer.focus()
        await chat.until(lambda: composer.has_focus_within)
        composer.give_back()
        await chat.shows("half written")
        await chat.until(lambda: chat.app.focused is composer.input)
        await chat.pilot.press("!")
        assert composer.text == "half written!"


async def test_a_locked_thread_closes_the_composer_and_holds_the_queue(
    sdk_server: SdkServer,
) -> None:
    from chatkit.types import LockedStatus

    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        await gate.passed()
        for event in assistant_message(thread, "Done."):
            yield event
        thread.status = LockedStatus(reason="Waiting for \x1b[2Jan approval.")

    sdk_server.respond = respond
    async with running(sdk_server.url) as chat:
        await chat.say("lock me")
        await chat.until(lambda: not chat.idle)
        await chat.say("and this too")
        chat.view.composer.text = "half written"
        gate.open()
        await chat.shows("Locked: Waiting for", "an approval.", "and this too", "held")
        assert "half written" not in chat.screen
        assert not chat.view.composer.input.has_focus
        await chat.pilot.press("x", "enter")
        assert sdk_server.user_texts() == ["lock me"]
        await chat.pilot.press("ctrl+n")
        await chat.until(lambda: chat.view.composer.closed_because is None)
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)
        assert "and this too" not in chat.screen


async def test_a_closed_thread_says_so_without_a_reason_too(sdk_server: SdkServer) -> None:
    from chatkit.types import ClosedStatus

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        thread.status = ClosedStatus()
        for event in assistant_message(thread, "Goodbye."):
            yield event

    sdk_server.respond = respond
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await chat.say("close it")
        await chat.shows("Closed:", "Ctrl+N")
        assert "Enter send" not in chat.screen


async def test_a_quote_goes_along_and_survives_a_failed_send(sdk_server: SdkServer) -> None:
    from starlette.responses import JSONResponse

    async with running(sdk_server.url) as chat:
        chat.view.composer.quote("the first line\nthe second\nthe third")
        await chat.shows("▎ the first line", "▎ the second …")
        sdk_server.authorize = lambda request: JSONResponse({"message": "No."}, status_code=422)
        await chat.say("my reply")
        await chat.shows("No.", "▎ the first line")
        await chat.until(lambda: chat.view.composer.text == "my reply")
        sdk_server.authorize = None
        await chat.pilot.press("enter")
        await chat.shows("You said: my reply")
        created = [each for each in sdk_server.requests if each.json["type"] == "threads.create"]
        sent = created[-1].json["params"]["input"]
        assert sent["quoted_text"] == "the first line\nthe second\nthe third"
        assert chat.view.composer.prompt.quote is None


async def test_a_quote_is_removed_by_escape_and_by_backspace(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        composer = chat.view.composer
        for key in ("escape", "backspace"):
            composer.quote("something said")
            await chat.shows("something said")
            await chat.pilot.press("x", "backspace")
            assert composer.prompt.quote is not None
            await chat.pilot.press(key)
            assert composer.prompt.quote is None
            await chat.until(lambda: "something said" not in chat.screen)


async def test_the_integrator_sets_text_and_quote(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        controller = chat.view.controller
        assert controller is not None
        await controller.set_composer_value(text="prepared", reply="what was said")
        await chat.shows("prepared", "▎ what was said")
