"""Messages queued while a response streams: shown, edited, dropped, never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from tests.support.assistant import assistant_message
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running


def waiting_answers(server: SdkServer) -> Any:
    """Make every answer wait at a gate, which is returned."""
    gate = server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        said = "".join(part.text for part in item.content)
        await gate.passed()
        for event in assistant_message(thread, "You said: ", said):
            yield event

    server.respond = respond
    return gate


async def queue(chat: Chat, *texts: str) -> None:
    """Send the first text and queue the others behind it."""
    await chat.say(texts[0])
    await chat.until(lambda: not chat.idle)
    for text in texts[1:]:
        await chat.say(text)
        await chat.shows(f"⏳ {text}")


async def test_any_queued_message_can_be_taken_back_or_dropped(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        composer = chat.view.composer
        await queue(chat, "one", "two", "three", "four", "five")
        await chat.shows("sent when this is answered, ↑ takes the last one back")
        await chat.pilot.press(*"mine", "home", "up")
        await chat.shows("Enter takes it back · Del drops it")
        await chat.pilot.press("up", "delete")
        await chat.until(lambda: "⏳ four" not in chat.screen)
        await chat.pilot.press("up", "up", "up", "up", "enter")
        await chat.until(lambda: composer.text == "two\n\nmine")
        await chat.until(lambda: composer.input.has_focus)
        await chat.pilot.press("ctrl+c")
        gate.open()
        await chat.shows("You said: one", "You said: three", "You said: five")
        assert sdk_server.user_texts() == ["one", "three", "five"]
        assert "⏳" not in chat.screen
        assert "four" in composer.memory.recall.texts


async def test_nothing_is_sent_while_the_queue_is_in_hand(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await queue(chat, "one", "two")
        await chat.pilot.press("x", "home", "up")
        await chat.until(lambda: chat.view.composer.queue_in_hand)
        gate.open()
        await chat.shows("You said: one")
        await chat.until(lambda: chat.idle)
        assert sdk_server.user_texts() == ["one"]
        await chat.pilot.press("down")
        await chat.shows("You said: two")
        assert chat.view.composer.text == "x"


async def test_a_queued_message_keeps_its_quote(sdk_server: SdkServer) -> None:
    gate = waiting_answers(sdk_server)
    async with running(sdk_server.url) as chat:
        await chat.say("one")
        await chat.until(lambda: not chat.idle)
        chat.view.composer.quote("what was said")
        await chat.say("two")
        await chat.shows("⏳ ▎two")
        await chat.pilot.press("up")
        await chat.until(lambda: chat.view.composer.text == "two")
        assert chat.view.composer.prompt.quote == "what was said"
        await chat.pilot.press("enter")
        gate.open()
        await chat.shows("You said: two")
        requests = [each.json for each in sdk_server.requests]
        last = [each for each in requests if each["type"] == "threads.add_user_message"][-1]
        assert last["params"]["input"]["quoted_text"] == "what was said"


async def test_the_queue_leaves_room_on_a_small_screen(sdk_server: SdkServer) -> None:
    waiting_answers(sdk_server)
    async with running(sdk_server.url, size=(40, 12)) as chat:
        await queue(chat, "one", "two", "three")
        for text in ("four", "five", "six"):
            await chat.say(text)
        chat.view.composer.text = "\n".join("abcdefgh")
        await chat.pilot.pause()
        assert chat.view.transcript.size.height >= 2
        assert chat.view.composer.input.size.height >= 1
